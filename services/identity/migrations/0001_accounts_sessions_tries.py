from alembic import op

import eventlog.schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    eventlog.schema.create(op)
    op.execute("""
        create table accounts (
            account_id uuid primary key,
            name text not null,
            roles text[] not null,
            enrolled boolean not null default false,
            closed boolean not null default false,
            created_on date not null,
            last_signed_in_on date
        )
    """)
    op.execute("""
        create table sessions (
            token_hash bytea primary key,
            account_id uuid not null,
            opened_at timestamptz not null,
            seen_at timestamptz not null,
            second_factor_at timestamptz,
            offered_secret text
        )
    """)
    op.execute("create index sessions_by_account on sessions (account_id)")
    op.execute("create table tries (key bytea primary key, count int not null, last timestamptz not null)")
    op.execute("create index tries_by_last on tries (last)")
