"""When a silent member last answered a survey, as far as it was told; and a way to a member's own sign-ins."""

from alembic import op

revision = "0008"
down_revision = "0007"

STATEMENTS = (
    "create table activity (member_id uuid primary key, last_on date, asked_on date not null)",
    """
    create index events_of_sign_ins on events ((data->>'member_id')) where type in ('sign_in_requested', 'signed_in')
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
