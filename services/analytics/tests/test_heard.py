"""Hearing on a real PostgreSQL: what is counted, and how fast."""

import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from analytics import answers, participation, surveys
from analytics.heard import SurveysHeard, hear_notifications
from analytics.rates import Funnel
from analytics.tally import ALL, ANSWERED
from eventlog import Heard

from .panel import SURVEY, WHEN, heard, published, story


async def take_in(engine: AsyncEngine, batch: Sequence[Heard], size: int = 500) -> None:
    listener = SurveysHeard()
    for start in range(0, len(batch), size):
        async with engine.begin() as connection:
            await listener.hear(connection, batch[start : start + size])


async def test_a_survey_is_known_from_the_moment_it_is_published(engine: AsyncEngine) -> None:
    await take_in(engine, heard(iter([("surveys.v1.survey_published", published())])))
    async with engine.connect() as connection:
        survey = await surveys.survey(connection, SURVEY)
    assert survey is not None
    assert (survey.number, survey.slug, survey.closed_at) == ("2019-002", "om-klima", None)
    assert [question.kind for question in survey.questions][-1] == "number"


async def test_every_answer_is_counted_once_for_everybody_and_for_each_group(engine: AsyncEngine) -> None:
    said = list(story(60))
    await take_in(engine, heard(iter(said)), size=17)
    async with engine.connect() as connection:
        counted = await answers.of_survey(connection, SURVEY)
        took_part = await participation.of_survey(connection, SURVEY)
    responses = [data for kind, data in said if kind == "surveys.v1.response_submitted"]
    important = Counter(data["answers"]["important"] for data in responses)
    assert {value: counted[ALL]["important", "", value] for value in important} == dict(important)
    assert counted[ALL]["travel", "", ANSWERED] == 60
    assert took_part.total == Funnel(invited=60, delivered=0, started=60, completed=60)
    assert took_part.as_of == len(said)
    by_age = Counter(data["background"]["age_band"] for data in responses)
    assert {group: n for (kind, group), n in took_part.completed.items() if kind == "age_band"} == dict(by_age)


async def test_a_text_that_was_put_right_is_shown_as_it_reads_now(engine: AsyncEngine) -> None:
    first = published()
    questionnaire = {**first["questionnaire"], "title": {"nb": "Om været"}}
    corrected = {"survey_id": SURVEY, "title": {"nb": "Om været"}, "questionnaire": questionnaire, "reworded_at": WHEN}
    await take_in(engine, heard(iter([("surveys.v1.survey_published", first)])))
    async with engine.connect() as connection:
        before = await surveys.survey(connection, SURVEY)
    assert before is not None
    await take_in(engine, heard(iter([("surveys.v1.survey_reworded", corrected)])))
    async with engine.connect() as connection:
        survey = await surveys.survey(connection, SURVEY)
    assert survey is not None
    assert survey.title == {"nb": "Om været"}
    assert [question.id for question in survey.questions] == [question.id for question in before.questions]


async def test_a_closed_survey_is_known_as_closed(engine: AsyncEngine) -> None:
    said = [
        ("surveys.v1.survey_published", published()),
        ("surveys.v1.survey_closed", {"survey_id": SURVEY, "closed_at": WHEN}),
    ]
    await take_in(engine, heard(iter(said)))
    async with engine.connect() as connection:
        survey = await surveys.survey(connection, SURVEY)
    assert survey is not None
    assert survey.closed_at == WHEN


async def test_an_invitation_is_delivered_when_its_mail_was_sent(engine: AsyncEngine) -> None:
    said = [("notifications.v1.notification_sent", {"kind": "invitation", "survey_id": SURVEY}) for _ in range(3)]
    said.append(("notifications.v1.notification_sent", {"kind": "confirmation", "survey_id": None}))
    said.append(("notifications.v1.notification_failed", {"kind": "invitation", "survey_id": SURVEY}))
    async with engine.begin() as connection:
        await hear_notifications(connection, heard(iter(said)))
    async with engine.connect() as connection:
        assert (await participation.of_survey(connection, SURVEY)).total == Funnel(delivered=3)


async def test_a_message_that_does_not_fit_is_raised_before_anything_is_counted(engine: AsyncEngine) -> None:
    batch = heard(story(5))
    batch.append(Heard(99, uuid4(), "surveys.v1.response_submitted", b'{"survey_id": 7}'))
    with pytest.raises(msgspec.ValidationError):
        await take_in(engine, batch)
    async with engine.connect() as connection:
        assert await surveys.newest(connection) == []


@pytest.mark.parametrize("size", [1, 8, 64, 500])
async def test_a_response_costs_little(engine: AsyncEngine, size: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The goal is 250 µs with PostgreSQL; a test machine under load is given four times that."""
    batch = [message for message in heard(story(2_000, seed=3)) if message.type != "surveys.v1.invitation_issued"]
    random.Random(1).shuffle(batch)
    batch.sort(key=lambda message: message.type != "surveys.v1.survey_published")
    await take_in(engine, batch[:201], 200)
    rest = batch[201:]
    began, cpu = time.perf_counter(), time.process_time()
    await take_in(engine, rest, size)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    n = sum(message.type == "surveys.v1.response_submitted" for message in rest)
    with capsys.disabled():
        sys.stdout.write(f"\nbatches of {size}: {1e6 * wall / n:.0f} µs a response, {1e6 * cpu / n:.0f} µs of them in Python\n")
    assert size < 64 or wall / n < 1e-3
