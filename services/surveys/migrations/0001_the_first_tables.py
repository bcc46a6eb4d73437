from alembic import op

from eventlog import schema
from surveys import dispatches, drafts, panel, register, texts

revision = "0001"
down_revision = None


def upgrade() -> None:
    schema.create(op)
    for statement in (register.TABLE, *dispatches.TABLES, panel.TABLE, *drafts.TABLES, texts.TABLE):
        op.execute(statement)
