"""Who has a pause, who wants how many invitations a month, and when each was sent.

What membership has told is heard again from the first message: a pause told of before this version was passed over. All of it
may be heard twice. When each was invited is taken from the facts.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """
    alter table panel
        add column paused boolean not null default false,
        add column paused_until date,
        add column most_a_month int
    """,
    "delete from checkpoints where projection = 'surveys-panel' and source = 'MEMBERSHIP'",
    "alter table invited add column invited_at timestamptz",
    """
    update invited i set invited_at = e.recorded_at from events e
    where e.type = 'invitation_issued' and (e.data->>'survey_id')::uuid = i.survey_id
        and (e.data->>'member_id')::uuid = i.member_id
    """,
    "alter table invited alter column invited_at set not null",
    "create index invited_lately on invited (member_id, invited_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
