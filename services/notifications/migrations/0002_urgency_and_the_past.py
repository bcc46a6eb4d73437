"""What is urgent goes first; what is old is only counted; what a member was sent can be found and forgotten."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    "drop index outbox_due",
    """
    create index outbox_due on outbox (
        (case kind when 'sign_in' then 0 when 'invitation' then 2 when 'member_invited' then 2 when 'stay' then 2
            else 1 end), due_at, notification_id
    ) where status = 'queued'
    """,
    "create index outbox_of_a_member on outbox (member_id, queued_at)",
    "create index outbox_old on outbox (queued_at) where status not in ('queued', 'attempting')",
    "create table outbox_past (kind text not null, survey_id uuid, status text not null, number int not null)",
    "create unique index outbox_past_of on outbox_past (kind, survey_id, status) nulls not distinct",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
