"""The log, what is heard of surveys, and the published results."""

from alembic import op

import eventlog.schema

revision = "0001"
down_revision = None

TABLES = (
    """
    create table surveys (
        survey_id uuid primary key,
        number text not null,
        slug text not null,
        title json not null,
        questionnaire json not null,
        published_at timestamptz not null,
        closed_at timestamptz
    )
    """,
    """
    create table participation (
        survey_id uuid not null,
        group_kind text not null,
        group_value text not null,
        invited int not null,
        delivered int not null,
        started int not null,
        completed int not null,
        as_of bigint not null,
        primary key (survey_id, group_kind, group_value)
    ) with (fillfactor = 50)
    """,
    """
    create table counts (
        survey_id uuid not null,
        group_kind text not null,
        group_value text not null,
        question_id text not null,
        part text not null,
        value text not null,
        n int not null,
        primary key (survey_id, group_kind, group_value, question_id, part, value)
    ) with (fillfactor = 50)
    """,
    """
    create table results (
        survey_id uuid primary key,
        slug text not null,
        title json not null,
        figures json not null,
        findings json not null,
        published_at timestamptz not null
    )
    """,
    "create index results_slug on results (slug)",
)


def upgrade() -> None:
    eventlog.schema.create(op)
    for table in TABLES:
        op.execute(table)


def downgrade() -> None:
    """There is no way back: facts are never dropped."""
