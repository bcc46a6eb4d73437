"""Who was erased is found in the log without reading all of it."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("create index events_of_erasure on events (position) where type in ('member_forgotten', 'sign_up_expired')")
