"""What a survey is for and whose it is, what came before it; comments on it; and the questions that are used again."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    """
    alter table register
        add column purpose text not null default '',
        add column department text not null default '',
        add column opens_on date,
        add column closes_on date,
        add column previous uuid
    """,
    "create index register_previous on register (previous) where previous is not null",
    """
    create table comments (
        comment_id uuid primary key,
        survey_id uuid not null,
        piece text not null,
        words text not null,
        written_by uuid not null,
        written_at timestamptz not null,
        resolved_by uuid,
        resolved_at timestamptz
    )
    """,
    "create index comments_on_a_survey on comments (survey_id, written_at)",
    """
    create table bank (
        item text primary key,
        position bigint not null unique,
        question json not null,
        kept_by uuid not null,
        kept_at timestamptz not null
    )
    """,
    "create table bank_uses (item text, survey_id uuid, primary key (item, survey_id))",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
