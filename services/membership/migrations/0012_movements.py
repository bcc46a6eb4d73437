"""How the panel changes by month and group, and the populations it is compared with; the panel is filled again from the log."""

from alembic import op

revision = "0012"
down_revision = "0011"

STATEMENTS = (
    """
    create table panel_movements (
        month date not null,
        age_band text not null,
        gender text not null,
        area text not null,
        joined int not null,
        departed int not null,
        moved_in int not null,
        moved_out int not null,
        primary key (month, age_band, gender, area)
    )
    """,
    """
    create table populations (
        position bigint primary key,
        dated date not null,
        source text not null,
        cells json not null,
        replaced_at timestamptz not null
    )
    """,
    "truncate panel",
    "delete from checkpoints where projection = 'panel'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
