"""The newest members first in the directory, the silent by when they were last heard from, and what staff looked at."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    "drop index panel_joined",
    "create index panel_newest on panel (joined_at, member_id)",
    "create index panel_longest_silent on panel (active_on, member_id)",
    """
    create table staff_views (
        position bigint primary key,
        member_id uuid not null,
        staff_id uuid not null,
        seen text not null,
        viewed_at timestamptz not null
    )
    """,
    "create index staff_views_oldest on staff_views (viewed_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
