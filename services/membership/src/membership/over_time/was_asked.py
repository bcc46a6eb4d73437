"""What was a member asked, and what came of it? Heard from surveys; the results are those of the front page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Heard, Hearing, Projection, Recorded
from membership.events import MemberForgotten

MOST = 100
SURVEY = text("""
insert into known_surveys (survey_id, titles, published_at) values (:survey_id, cast(:titles as json), :published_at)
on conflict do nothing
""")
INVITED = text("""
insert into invitations (invitation_id, member_id, survey_id)
select :invitation_id, :member_id, :survey_id
where not exists (select from events where stream_id = :member_id and type = 'member_forgotten')
on conflict do nothing
""")
FORGET = text("delete from invitations where member_id = :member_id")
ASKED = text("""
select known.titles, known.published_at, results.slug
from (select distinct survey_id from invitations where member_id = :member_id) as invited
join known_surveys as known using (survey_id) left join published_results as results using (survey_id)
order by known.published_at desc, survey_id limit :most
""")


class SurveyPublished(msgspec.Struct, frozen=True):
    survey_id: UUID
    title: dict[str, str]
    published_at: datetime


class InvitationIssued(msgspec.Struct, frozen=True):
    invitation_id: UUID
    survey_id: UUID
    member_id: UUID


@dataclass(frozen=True)
class AskedOnce:
    """`slug`: of the result, once it is published."""

    titles: Mapping[str, str]
    published_at: datetime
    slug: str | None

    def title(self, language: str) -> str:
        return self.titles.get(language) or next(iter(self.titles.values()), "")


async def hear(connection: AsyncConnection, batch: Sequence[Heard]) -> None:
    issued = []
    for heard in batch:
        if heard.type == "surveys.v1.survey_published":
            await connection.execute(SURVEY, _row(heard.decode(SurveyPublished)))
        elif heard.type == "surveys.v1.invitation_issued":
            issued.append(msgspec.structs.asdict(heard.decode(InvitationIssued)))
    if issued:
        await connection.execute(INVITED, issued)


def _row(survey: SurveyPublished) -> dict[str, object]:
    titles = msgspec.json.encode(survey.title).decode()
    return {"survey_id": survey.survey_id, "titles": titles, "published_at": survey.published_at}


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    gone = [{"member_id": recorded.stream_id} for recorded in events if isinstance(recorded.event, MemberForgotten)]
    if gone:
        await connection.execute(FORGET, gone)


async def asked_of(connection: AsyncConnection, member_id: UUID) -> list[AskedOnce]:
    """The newest first."""
    rows = (await connection.execute(ASKED, {"member_id": member_id, "most": MOST})).mappings()
    return [AskedOnce(**row) for row in rows]


hearing = Hearing("SURVEYS", "membership-asked", hear, rest=0.5)  # mostly answers, which are none of its business
projection = Projection("was_asked", project)
