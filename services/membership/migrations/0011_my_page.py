"""A member's own page: who is signed in, how often an address may ask to be, and what a member was asked."""

from alembic import op

revision = "0011"
down_revision = "0010"

STATEMENTS = (
    """
    create table member_sessions (
        token_hash bytea primary key,
        member_id uuid not null,
        opened_at timestamptz not null,
        seen_at timestamptz not null
    )
    """,
    "create index member_sessions_of on member_sessions (member_id)",
    "create index member_sessions_idle on member_sessions (seen_at)",
    """
    create table sign_in_limits (
        address bytea primary key,
        first_at timestamptz not null,
        last_at timestamptz not null,
        mails int not null,
        request_id uuid not null
    )
    """,
    "create index sign_in_limits_old on sign_in_limits (last_at)",
    "create table known_surveys (survey_id uuid primary key, titles json not null, published_at timestamptz not null)",
    "create table invitations (invitation_id uuid primary key, member_id uuid not null, survey_id uuid not null)",
    "create index invitations_of on invitations (member_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
