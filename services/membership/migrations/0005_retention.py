"""When each rule of retention last ran and what it erased, how far the new year's birthdays have come, whose claim a key is."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    """
    create table retention_runs (
        rule text not null,
        day date not null,
        ran_at timestamptz not null,
        erased int not null,
        primary key (rule, day)
    )
    """,
    "create table birthdays (year int primary key, reached uuid not null, done boolean not null)",
    "create index claims_of_stream on claims (stream_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
