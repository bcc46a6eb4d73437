"""Files of people who are brought along; and when each sign-up's time is over, which is not the same for all."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    "truncate waiting",
    "drop index waiting_longest",
    "alter table waiting add column confirm_before timestamptz not null",
    "create index waiting_first_over on waiting (confirm_before)",
    "delete from checkpoints where projection = 'waiting'",
    """
    create table imports (
        import_id uuid primary key,
        stage text not null,
        rows int not null,
        uploaded_at timestamptz not null,
        invited int not null,
        known int not null,
        rejected int not null
    )
    """,
    """
    create table import_rows (
        import_id uuid not null,
        chunk int not null,
        sealed text not null,
        kept_at timestamptz not null,
        primary key (import_id, chunk)
    )
    """,
    """
    create table import_progress (
        import_id uuid primary key,
        people int not null,
        row int not null,
        invited int not null,
        known int not null,
        rejected text not null,
        begun_at timestamptz not null
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
