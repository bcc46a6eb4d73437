"""The panel's read model learns what staff filter by; it is filled again from the log."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    "truncate panel",
    """
    alter table panel
        add column interests text[] not null,
        add column language text not null,
        add column campaign text,
        add column paused boolean not null,
        add column paused_until date,
        add column most_a_month int,
        add column active_on date not null
    """,
    "delete from checkpoints where projection = 'panel'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
