"""Campaigns by what came of them: who joined, when, after how many visits, and for how much work. Filled again from the log."""

from alembic import op

revision = "0010"
down_revision = "0009"

STATEMENTS = (
    "truncate campaigns",
    "alter table campaigns add column hours numeric, add column kroner bigint not null default 0",
    "create index campaigns_newest on campaigns (starts_on desc, position desc)",
    """
    create table campaign_groups (
        slug text not null,
        age_band text not null,
        gender text not null,
        area text not null,
        joined int not null,
        primary key (slug, age_band, gender, area)
    )
    """,
    "create table campaign_days (slug text not null, day date not null, joined int not null, primary key (slug, day))",
    "create table campaign_visits (slug text not null, day date not null, visits int not null, primary key (slug, day))",
    "create index panel_by_campaign on panel (campaign, joined_at) where campaign is not null",
    "delete from checkpoints where projection = 'campaigns'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
