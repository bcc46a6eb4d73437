from alembic import op

from eventlog import schema

revision = "0001"
down_revision = None

STATEMENTS = (
    """
    create table panel (
        member_id uuid primary key,
        age_band text not null,
        gender text not null,
        area text not null,
        joined_at timestamptz not null
    )
    """,
    "create index panel_joined on panel (joined_at)",
    "create table waiting (member_id uuid primary key, mailed boolean not null, signed_up_at timestamptz not null)",
    "create index waiting_longest on waiting (signed_up_at)",
    """
    create table campaigns (
        slug text primary key,
        channel text not null,
        message text not null,
        starts_on date not null,
        ends_on date,
        sign_ups int not null default 0,
        joined int not null default 0,
        position bigint not null
    )
    """,
    """
    create table published_results (
        survey_id uuid primary key,
        slug text not null,
        titles json not null,
        invited int not null,
        completed int not null,
        published_at timestamptz not null
    )
    """,
    """
    create table mail_limits (
        address bytea primary key,
        first_at timestamptz not null,
        last_at timestamptz not null,
        mails int not null,
        asked_at timestamptz not null
    )
    """,
    "create index mail_limits_old on mail_limits (asked_at)",
)


def upgrade() -> None:
    schema.create(op)
    for statement in STATEMENTS:
        op.execute(statement)
