"""How long do people wait for a survey of 300 questions in three languages? `make questionnaire-bench`

Answering it, writing in it, and taking it in from four kinds of files, on the service with a database of its own. Times are the
server's, from the request to the whole answer. What the facts of an edit take alone is measured in `editor_bench.py`.
"""

import gc
import time
from collections.abc import Awaitable, Callable
from itertools import count
from uuid import UUID

import httpx
import pytest

from services.surveys.tests.conftest import (
    Running,
    running,  # noqa: F401 – a fixture
    settings,  # noqa: F401 – a fixture
    staff_headers,
)
from services.surveys.tests.test_builder import STAFF, Writer
from surveys.importing import import_file
from surveys.questionnaire import Questionnaire, read
from surveys.questionnaire.one_by_one import paged
from tests.load.figures import Figures
from tests.load.long_files import files_of
from tests.load.long_survey import LANGUAGES, long_survey
from tests.load.measure import Run

TIMES = 50
ANSWERING_MS, EDITOR_MS, IMPORT_S = 100.0, 300.0, 5.0
STAFF_PAGES = {
    "the overview": "",
    "the builder": "/questions",
    "the builder with a question open": "/questions?open=question/q4",
    "the builder as respondents see it": "/questions?show=nb",
}


@pytest.fixture(autouse=True)
def begun_like_a_service() -> None:
    """What stands when it begins is not gone through again by the collector: as `runtime.serve` has it."""
    gc.collect()
    gc.freeze()


async def waited(figures: Figures, what: str, act: Callable[[], Awaitable[object]], most: float, status: int = 200) -> None:
    """The first time is of a process that has just begun: it is not counted."""
    await act()
    taken, worked = [], time.process_time()
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = await act()
        taken.append((time.perf_counter() - began) * 1000)
        assert not isinstance(answer, httpx.Response) or answer.status_code == status, answer.text[:500]
    run, worked = Run(0, taken), (time.process_time() - worked) / TIMES * 1000
    figures.add(f"{what}, p50", run.percentile(0.5), "ms")
    figures.at_most(f"{what}, p99 (of it {worked:.0f} ms the program's own work)", run.percentile(0.99), most, "ms")


@pytest.mark.parametrize("pages", ["sections", "questions"])
async def test_answering(running: Running, pages: str) -> None:  # noqa: F811 – the fixture above
    figures, survey = Figures(), read(long_survey().document() | {"pages": pages})
    client = running.client
    await running.with_members(1)
    (token,) = await running.dispatched(await running.published(survey.document()))
    print(f"\n300 questions in three languages, by {pages}")
    for language in LANGUAGES:
        await waited(figures, f"the first page in {language}", lambda: client.get(f"/s/{token}?lang={language}"), ANSWERING_MS)  # noqa: B023 – waited for at once
    section = paged(survey).sections[0].id
    await waited(figures, "a page", lambda: client.get(f"/s/{token}/{section}"), ANSWERING_MS)
    given = {"q-q0": "o1", "go": "next"}
    await waited(figures, "a page sent", lambda: client.post(f"/s/{token}/{section}", data=given), ANSWERING_MS)
    wrong = given | {"q-q0": "nobody", "q-q3": "much"}
    await waited(figures, "a page with faults", lambda: client.post(f"/s/{token}/{section}", data=wrong), ANSWERING_MS, 422)
    await waited(figures, "all answers to check", lambda: client.get(f"/s/{token}/check"), ANSWERING_MS)
    await waited(figures, "the definition for a program", lambda: client.get(f"/api/surveys/answer/{token}"), ANSWERING_MS)
    assert figures.missed == []


async def test_writing(running: Running) -> None:  # noqa: F811 – the fixture above
    """What staff wait for between pressing a button and seeing the page it leads to."""
    figures, client = Figures(), running.client
    drafted = await client.post("/api/surveys/staff/surveys", json=long_survey().document(), headers=staff_headers())
    writer = Writer(running, UUID(drafted.json()["survey_id"]))
    print("\n300 questions in three languages, being written")
    for name, page in STAFF_PAGES.items():
        address = f"/staff/surveys/{writer.survey_id}{page}"
        await waited(figures, name, lambda: client.get(address, headers=STAFF), EDITOR_MS)  # noqa: B023 – waited for at once
    await writer.look("?open=question/q4")
    number = count()
    acts: dict[str, Callable[[], Awaitable[object]]] = {
        "a text is saved": lambda: writer.save(text=f"Hvor enig er du, {next(number)}?"),
        "a text is saved in another language": lambda: writer.save("save", text=f"How much, {next(number)}?", writing="en"),
        "a question is moved": lambda: writer.send("move", open="question/q4", act="down" if next(number) % 2 else "up"),
        "a question is copied": lambda: writer.send("move", open="question/q4", act="duplicate"),
        "a step is undone": lambda: writer.send("step", open="question/q4", act="undo"),
    }
    for name, act in acts.items():
        await writer.look("?open=question/q4")
        await waited(figures, name, act, EDITOR_MS)
    assert figures.missed == []


@pytest.mark.parametrize("kind", files_of(long_survey()))
def test_taking_in(kind: str) -> None:
    figures, content = Figures(), files_of(long_survey())[kind]
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        imported = import_file(content)
        taken.append(time.perf_counter() - began)
    questions = sum(len(section["questions"]) for section in imported.questionnaire["sections"])
    print(f"\n{kind}: {len(content) / 1000:,.0f} kB, {questions} questions, {len(imported.losses)} losses")
    assert questions >= 300
    assert set(imported.questionnaire["languages"]) == set(LANGUAGES)
    figures.add(f"import of {kind}, p50", Run(0, taken).percentile(0.5), "s")
    figures.at_most(f"import of {kind}, the longest", max(taken), IMPORT_S, "s")
    assert figures.missed == []


def test_the_survey_is_as_long_as_is_said() -> None:
    survey: Questionnaire = long_survey()
    assert len(survey.questions) == 300
    assert survey.languages == LANGUAGES
