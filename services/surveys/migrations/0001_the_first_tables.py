from alembic import op

from eventlog import schema

revision = "0001"
down_revision = None

STATEMENTS = (
    """
    create table register (
        survey_id uuid primary key,
        position bigint not null unique,
        number text not null unique,
        slug text,
        status text not null,
        title json not null,
        languages text[] not null,
        minutes int,
        drafted_at timestamptz not null,
        published_at timestamptz,
        closed_at timestamptz,
        issued int not null default 0,
        started int not null default 0,
        submitted int not null default 0
    )
    """,
    """
    create table dispatches (
        dispatch_id uuid primary key,
        survey_id uuid not null,
        audience json not null,
        ordered_at timestamptz not null,
        completed_at timestamptz,
        cut_short boolean not null default false,
        issued int not null default 0
    )
    """,
    "create index dispatches_of_a_survey on dispatches (survey_id, ordered_at)",
    "create index dispatches_under_way on dispatches (ordered_at) where completed_at is null",
    "create table invited (survey_id uuid, member_id uuid, primary key (survey_id, member_id))",
    """
    create table panel (
        member_id uuid primary key,
        age_band text not null,
        gender text not null,
        area text not null,
        interests text[] not null,
        language text not null
    )
    """,
    """
    create table drafts (
        invitation_id uuid primary key,
        survey_id uuid not null,
        sealed text not null,
        updated date not null
    )
    """,
    "create index drafts_of_a_survey on drafts (survey_id)",
    """
    create table texts (
        survey_id uuid not null,
        question_id text not null,
        place uuid not null,
        sealed text not null,
        primary key (survey_id, question_id, place)
    )
    """,
)


def upgrade() -> None:
    schema.create(op)
    for statement in STATEMENTS:
        op.execute(statement)
