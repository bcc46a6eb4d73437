"""Who signed up again with a member's address is found, so that it is erased together with the member."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("create index events_of_repeats on events ((data->>'told')) where data->>'told' is not null")
