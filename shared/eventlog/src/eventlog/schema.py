"""The tables of a log, for a service's first migration."""

from typing import Protocol

STATEMENTS = (
    """
    create table log_head (
        id smallint primary key default 1 check (id = 1),
        position bigint not null,
        announced bigint not null
    ) with (fillfactor = 10)
    """,
    "insert into log_head (position, announced) values (0, 0)",
    """
    create table events (
        position bigint primary key,
        event_id uuid not null,
        stream_id uuid not null,
        version int not null check (version > 0),
        type text not null,
        schema_version smallint not null,
        data json not null,
        meta json not null,
        recorded_at timestamptz not null default clock_timestamp(),
        constraint one_event_per_version unique (stream_id, version)
    )
    """,
    """
    create table announcements (
        position bigint primary key,
        event_id uuid not null,
        subject text not null,
        data json not null,
        meta json not null,
        recorded_at timestamptz not null default clock_timestamp()
    )
    """,
    "create table claims (key bytea constraint one_claim_per_key primary key, stream_id uuid not null)",
    """
    create table checkpoints (
        projection text not null,
        source text not null,
        position bigint not null,
        primary key (projection, source)
    )
    """,
    """
    create table dead_letters (
        consumer text not null,
        source text not null,
        position bigint not null,
        type text not null,
        data text not null,
        error text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (consumer, source, position)
    )
    """,
    """
    create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'facts are never changed'; end $$
    """,
    """
    create trigger events_are_facts before update or delete or truncate on events
        for each statement execute function refuse_change()
    """,
)


class Operations(Protocol):
    def execute(self, sqltext: str) -> object: ...


def create(op: Operations) -> None:
    """Create the log's tables through Alembic's `op`."""
    for statement in STATEMENTS:
        op.execute(statement)
