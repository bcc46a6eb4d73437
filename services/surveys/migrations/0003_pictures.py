"""Pictures of options, by the SHA-256 of their content."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("create table pictures (file text primary key, content bytea not null, kept date not null default current_date)")
