from alembic import op

from eventlog import schema

revision = "0001"
down_revision = None

STATEMENTS = (
    """
    create table outbox (
        notification_id uuid primary key,
        kind text not null,
        cause_id uuid not null,
        member_id uuid not null,
        survey_id uuid,
        status text not null,
        reason text not null,
        queued_at timestamptz not null,
        due_at timestamptz not null,
        tries int not null,
        attempt_id uuid,
        sender_id uuid,
        position bigint not null,
        changed_at timestamptz not null
    )
    """,
    "create index outbox_due on outbox ((kind = 'invitation'), due_at, notification_id) where status = 'queued'",
    "create index outbox_attempting on outbox (notification_id) where status = 'attempting'",
    "create index outbox_trouble on outbox (position) where status in ('failed', 'uncertain')",
    "create index outbox_counts on outbox (kind, survey_id, status)",
    """
    create table known_surveys (
        survey_id uuid primary key,
        titles json not null,
        minutes int not null,
        closed_at timestamptz
    )
    """,
)


def upgrade() -> None:
    schema.create(op)
    for statement in STATEMENTS:
        op.execute(statement)
