from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from eventlog import Heard
from membership.signing_up import front_page
from membership.signing_up.front_page import ResultPublished

from .conftest import Running, words

NOW = datetime(2026, 10, 12, 9, tzinfo=UTC)


def heard(n: int, survey_id: UUID | None = None, completed: int = 185) -> Heard:
    result = ResultPublished(
        survey_id=survey_id or uuid4(),
        slug=f"om-nettsidene-{n}",
        title={"nb": f"Om nettsidene våre {n}", "en": f"About our web pages {n}"},
        invited=407,
        completed=completed,
        published_at=NOW + timedelta(days=n),
    )
    return Heard(n, uuid4(), "analytics.v1.result_published", msgspec.json.encode(result))


async def test_the_front_page_shows_the_three_latest_results_in_the_readers_language(running: Running) -> None:
    async with running.parts.engine.begin() as connection:
        await front_page.hear(connection, [heard(n) for n in range(1, 5)])
    page = words((await running.client.get("/", headers={"accept": "text/html"})).text)
    assert "185 av 407 inviterte svarte (45 %)" in page
    assert "Om nettsidene våre 4" in page
    assert "Om nettsidene våre 1" not in page
    english = words((await running.client.get("/?lang=en", headers={"accept": "text/html"})).text)
    assert "About our web pages 4" in english


async def test_a_result_published_again_replaces_the_first(running: Running) -> None:
    survey = uuid4()
    async with running.parts.engine.begin() as connection:
        await front_page.hear(connection, [heard(1, survey), heard(2, survey, completed=190)])
        shown = await front_page.front_page(connection)
    assert [(r.slug, r.completed) for r in shown.results] == [("om-nettsidene-2", 190)]
