"""What a survey's rehearsal was made of, how far it has come, and what it found."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("""
    create table rehearsals (
        survey_id uuid primary key,
        ordered_at timestamptz not null,
        made_of text not null,
        task json not null,
        rate double precision not null,
        rate_surveys int not null,
        heard_at timestamptz,
        walked int not null default 0,
        failed boolean not null default false,
        outcome json
    )
    """)
