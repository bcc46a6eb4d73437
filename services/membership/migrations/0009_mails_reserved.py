"""A mail to an address is reserved in one statement; what is asked of many who wait is found without reading all."""

from alembic import op

revision = "0009"
down_revision = "0008"

STATEMENTS = (
    "create index waiting_mailed on waiting (member_id) where mailed",
    "alter table mail_limits alter column last_at drop not null",
    "alter table mail_limits add column held_by uuid, add column held_until timestamptz",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
