"""Which surveys wait for a colleague's approval, and what staff are called."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    """
    create table reviews (
        survey_id uuid primary key,
        authors uuid[] not null,
        asked_by uuid,
        asked_at timestamptz
    )
    """,
    "create index reviews_asked_for on reviews (asked_at) where asked_at is not null",
    "create table colleagues (staff_id uuid primary key, name text not null)",
    """
    insert into reviews (survey_id, authors)
    select d.stream_id, (
        select array_agg(distinct e.by) from (
            select (data->>'drafted_by')::uuid as by from events where stream_id = d.stream_id and type = 'survey_drafted'
            union select (data->>'replaced_by')::uuid from events where stream_id = d.stream_id and type = 'definition_replaced'
            union select (data->>'edited_by')::uuid from events where stream_id = d.stream_id and type = 'survey_edited'
            union select (data->>'undone_by')::uuid from events where stream_id = d.stream_id and type = 'step_undone'
            union select (data->>'redone_by')::uuid from events where stream_id = d.stream_id and type = 'step_redone'
        ) e
    )
    from events d where d.type = 'survey_drafted'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
