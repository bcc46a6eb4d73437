"""Which campaigns are there, and how many signed up and joined through each?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Projection, Recorded
from membership.events import CampaignCreated, Channel, MemberJoined, Notice, SignedUp

ADD = text("""
insert into campaigns (slug, channel, message, starts_on, ends_on, position)
values (:slug, :channel, :message, :starts_on, :ends_on, :position) on conflict do nothing
""")
SIGNED_UP = text("update campaigns set sign_ups = sign_ups + 1 where slug = :slug")
JOINED = text("update campaigns set joined = joined + 1 where slug = :slug")
EXISTS = text("select exists (select 1 from campaigns where slug = :slug)")
ALL = text("""
select slug, channel, message, starts_on, ends_on, sign_ups, joined from campaigns order by starts_on desc, position desc
""")


@dataclass(frozen=True)
class CampaignCount:
    slug: str
    channel: Channel
    message: str
    starts_on: date
    ends_on: date | None
    sign_ups: int
    joined: int

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    for recorded in events:
        match recorded.event:
            case CampaignCreated() as created:
                await connection.execute(ADD, _row(created, recorded.position))
            case SignedUp(notice=Notice.confirm, campaign=str() as slug):
                await connection.execute(SIGNED_UP, {"slug": slug})
            case MemberJoined(campaign=str() as slug):
                await connection.execute(JOINED, {"slug": slug})
            case _:
                continue


def _row(created: CampaignCreated, position: int) -> dict[str, object]:
    return {
        "slug": created.slug,
        "channel": created.channel,
        "message": created.message,
        "starts_on": created.starts_on,
        "ends_on": created.ends_on,
        "position": position,
    }


async def exists(connection: AsyncConnection, slug: str) -> bool:
    return bool(await connection.scalar(EXISTS, {"slug": slug}))


async def all_campaigns(connection: AsyncConnection) -> list[CampaignCount]:
    rows = (await connection.execute(ALL)).mappings()
    return [CampaignCount(**{**row, "channel": Channel(row["channel"])}) for row in rows]


projection = Projection("campaigns", project)
