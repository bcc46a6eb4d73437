"""What the world may know of a publication."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from analytics.events import ResultPublished
from analytics.questions import Texts
from eventlog import Event, Message


class ResultPublishedV1(msgspec.Struct, frozen=True):
    survey_id: UUID
    slug: str
    title: Texts
    invited: int
    completed: int
    published_at: datetime


def announce(stream_id: UUID, event: Event) -> Message | None:
    """Words that changed are no news; new figures are."""
    match event:
        case ResultPublished():
            said = ResultPublishedV1(
                stream_id,
                event.slug,
                event.title,
                event.figures.funnel.invited,
                event.figures.funnel.completed,
                event.published_at,
            )
            return Message("analytics.v1.result_published", said)
        case _:
            return None


EXAMPLES = (
    Message(
        "analytics.v1.result_published",
        ResultPublishedV1(
            survey_id=UUID("6f1f6c1e-94a5-4d6f-9a55-1f0c6f3f6a10"),
            slug="om-klima",
            title={"nb": "Om klima", "nn": "Om klima", "en": "About the climate"},
            invited=427,
            completed=290,
            published_at=datetime(2019, 11, 1, 9, tzinfo=UTC),
        ),
    ),
)
"""One of each, for the contracts."""
