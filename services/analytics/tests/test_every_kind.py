"""Kinds of questions that are counted in ways of their own: what is counted, what is told, and what is shown."""

import random
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

import ui
from analytics.disclosure import FLOOR, NEARLY_ALL
from analytics.figures import QuestionFigures, SurveyFigures, figures
from analytics.heard import SurveysHeard
from analytics.moments_in_bins import dates
from analytics.pages.groups import grouping
from analytics.pages.pictures import breakdowns, pictures
from analytics.pages.weighed import mean_place
from analytics.possible import answers_of
from analytics.questions import Question, Questionnaire, text_in
from analytics.rates import Funnel
from analytics.steps import in_steps
from analytics.tally import ANSWERED, DEALT_OUT, Background, Counts, cells_of, count, readers

from .house import MUNICIPALITY, PUBLIC_URL, analytics, staff
from .panel import SURVEY, background, heard, options, published, texts

QUESTIONS: list[dict[str, Any]] = [
    {"id": "cycles", "kind": "yes_no", "text": texts("Do you cycle?"), "yes": {"nb": "Ja visst"}},
    {"id": "where", "kind": "area", "text": texts("Where?"), "options": options("sandvika", "fornebu")},
    {
        "id": "lot",
        "kind": "random",
        "text": texts("Lot"),
        "groups": [{"id": "a", "text": texts("A"), "weight": 2}, *options("b")],
    },
    {"id": "agrees", "kind": "consent", "text": texts("May we quote you?")},
    {"id": "stars", "kind": "scale", "look": "stars", "from": 1, "to": 5, "text": texts("How many stars?")},
    {"id": "mood", "kind": "scale", "look": "smileys", "from": 1, "to": 5, "text": texts("How do you feel?")},
    {
        "id": "list",
        "kind": "single_choice",
        "look": "dropdown",
        "text": texts("Which?"),
        "options": [*options("bus"), {"id": "other", "text": texts("Other"), "write_in": True}],
        "comment": texts("Comment"),
    },
    {
        "id": "uses",
        "kind": "matrix_multiple",
        "text": texts("When?"),
        "rows": options("bus", "bike"),
        "options": options("am", "pm"),
    },
    {"id": "order", "kind": "ranking", "text": texts("What first?"), "options": options("bus", "bike", "car"), "places": 2},
    {"id": "budget", "kind": "constant_sum", "text": texts("Share it out"), "rows": options("parks", "roads"), "total": 200},
    {"id": "born", "kind": "date", "precision": "year", "text": texts("Born?")},
    {"id": "seen", "kind": "date", "earliest": "2019-01-01", "latest": "2019-12-31", "text": texts("Last seen?")},
    {"id": "hour", "kind": "time", "text": texts("When?")},
    {"id": "names", "kind": "multiple_text", "text": texts("Names"), "rows": options("one", "two")},
    {"id": "hello", "kind": "statement", "text": texts("Hello")},
    {
        "id": "group",
        "kind": "calculated",
        "text": texts("Group"),
        "value": ["if", [">", ["answer", "stars"], 3], "glad", "not"],
    },
    {"id": "points", "kind": "calculated", "text": texts("Points"), "value": ["+", ["answer", "stars"], 1]},
]
DOCUMENT = {"sections": [{"questions": QUESTIONS}], "languages": ["pl", "nb"]}
READ = msgspec.convert(DOCUMENT, Questionnaire).questions
PLAN = readers(READ)


@pytest.fixture
def words() -> None:
    """The panel's own texts."""
    ui.setup(FastAPI(), packages=["analytics"], municipality=MUNICIPALITY, public_url=PUBLIC_URL)


def question(name: str) -> Question:
    return next(one for one in READ if one.id == name)


def answered(chance: random.Random) -> dict[str, Any]:
    parks = chance.choice((0, 50, 100, 120))
    said: dict[str, Any] = {
        "cycles": chance.choice(("yes", "no")),
        "where": chance.choice(("sandvika", "fornebu")),
        "lot": chance.choice(("a", "b")),
        "stars": chance.randint(1, 5),
        "mood": chance.randint(1, 5),
        "list": chance.choice(("bus", "other")),
        "uses": {"bus": chance.sample(("am", "pm"), chance.randint(1, 2))},
        "order": chance.sample(("bus", "bike", "car"), 2),
        "budget": {"parks": parks, "roads": 200 - parks},
        "born": f"{chance.randint(1930, 2005)}",
        "seen": f"2019-{chance.randint(3, 9):02}-{chance.randint(1, 28):02}",
        "hour": f"{chance.randint(7, 17):02}:{chance.randint(0, 59):02}",
        "points": chance.randint(-2, 30),
    }
    said["group"] = "glad" if said["stars"] > 3 else "not"
    return said | ({"agrees": "yes"} if chance.random() < 0.6 else {})


def told_of(people: int, seed: int = 5, **always: Any) -> SurveyFigures:
    chance = random.Random(seed)
    counts: Counts = {}
    completed: dict[tuple[str, str], int] = {}
    for _ in range(people):
        person = msgspec.convert(background(chance), Background)
        count(counts, person, cells_of(PLAN, answered(chance) | always, ["list.other", "list.comment", "names.one"]))
        for group in person.groups:
            completed[group] = completed.get(group, 0) + 1
    return figures(READ, Funnel(people, people, people, people), completed, counts, people)


def of(told: SurveyFigures, name: str) -> QuestionFigures:
    return next(one for one in told.questions if one.id == name)


def test_each_kind_of_answer_is_counted_where_it_belongs() -> None:
    said = {
        "cycles": "yes",
        "uses": {"bus": ["am", "pm"]},
        "order": ["car", "bus"],
        "budget": {"parks": 50, "roads": 150},
        "born": "1974",
        "seen": "2019-10-12",
        "hour": "14:05",
        "group": "glad",
        "points": 4.5,
    }
    assert set(cells_of(PLAN, said, ["names.one"])) == {
        ("cycles", "", "yes"),
        *(("uses", "bus", value) for value in ("am", "pm", ANSWERED)),
        ("order", "car", "1"),
        ("order", "bus", "2"),
        *(("order", option, ANSWERED) for option in ("bus", "bike", "car")),
        *(("budget", row, value) for row in ("parks", "roads") for value in (ANSWERED, DEALT_OUT)),
        ("born", "", "197"),
        ("seen", "", "2019-10"),
        ("hour", "", "14"),
        ("group", "", "glad"),
        ("group", "", ANSWERED),
        ("points", "", "4"),
        ("points", "", ANSWERED),
        ("names.one", "", ANSWERED),
    }
    assert cells_of(PLAN, said, [])["budget", "parks", DEALT_OUT] == 250


def test_a_row_that_was_not_offered_is_in_nobodys_mean() -> None:
    cells = cells_of(PLAN, {"budget": {"parks": 200}}, [])
    assert cells == {("budget", "parks", ANSWERED): 1, ("budget", "parks", DEALT_OUT): 1000, ("budget", "parks", "all"): 1}


def test_what_does_not_fit_is_counted_as_nothing() -> None:
    wrong = {
        "cycles": ["yes"],
        "uses": {"tram": ["am"], "bus": "am"},
        "order": ["car", "tram"],
        "budget": {"parks": 50},
        "born": "19",
        "seen": "2031-10-12",
        "hour": "99:00",
        "hello": "x",
    }
    assert cells_of(PLAN, wrong, []) == {}


def test_a_calculated_value_never_brings_out_what_a_person_wrote() -> None:
    assert cells_of(PLAN, {"group": "My name is Planted", "points": "Planted"}, []) == {}


def test_a_statement_has_no_figures() -> None:
    assert "hello" not in {one.id for one in told_of(30).questions}


def test_who_did_not_tick_a_box_is_counted_among_all_who_answered() -> None:
    total = of(told_of(40), "agrees").parts[0].total
    assert (total.state, total.base) == ("shown", 40)
    assert total.counts["yes"] + total.counts["no"] == 40


def test_that_nearly_nobody_ticked_a_box_is_not_told_exactly() -> None:
    counts: Counts = {("all", ""): {("agrees", "", "yes"): 2}}
    total = of(figures(READ, Funnel(completed=40), {("all", ""): 40}, counts, 1), "agrees").parts[0].total
    assert (total.state, total.at_least_90, total.counts) == ("capped", ("no",), {})


def test_what_was_dealt_out_has_a_mean_for_each_row() -> None:
    parts = of(told_of(60), "budget").parts
    assert sum(part.total.mean or 0 for part in parts) == pytest.approx(1, abs=0.001)


def test_means_are_not_told_when_nearly_everyone_gave_a_row_nothing() -> None:
    """The few others' shares could be worked out from the mean of either row."""
    parts = of(told_of(40, budget={"parks": 0, "roads": 200}), "budget").parts
    assert [(part.total.state, part.total.mean, part.total.counts) for part in parts] == [("capped", None, {})] * 2


def test_a_ranking_is_told_for_each_thing_or_for_none() -> None:
    parts = of(told_of(40, order=["bus", "car"]), "order").parts
    assert [part.total.state for part in parts] == ["capped"] * 3
    assert pictures(of(told_of(40, order=["bus", "car"]), "order"), "nb")[0].at_least_90 == (
        "bus (nb): 1. plass",
        "car (nb): 2. plass",
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(10, 200), st.integers(0, 10_000))
def test_what_is_linked_is_hidden_together_and_hides_no_one_mind(people: int, seed: int) -> None:
    chance = random.Random(seed)
    fixed = chance.choice(({}, {"order": ["bus", "car"]}, {"budget": {"parks": 200, "roads": 0}}))
    told = told_of(people, seed, **fixed)
    for name in ("order", "budget"):
        parts = of(told, name).parts
        assert len({part.total.state for part in parts}) == 1
        assert all(not nearly_all_in(part.total.counts, part.total.base) for part in parts if part.total.state == "shown")
        for kind in parts[0].breakdowns:
            shown = [{g for g, d in part.breakdowns[kind].groups.items() if d.state == "shown"} for part in parts]
            assert all(groups == shown[0] for groups in shown)
            rest = parts[0].breakdowns[kind].base - sum(parts[0].breakdowns[kind].groups[g].base for g in shown[0])
            assert rest == 0 or rest >= FLOOR
            for part in parts:
                for group in shown[0]:
                    one = part.breakdowns[kind].groups[group]
                    assert one.base >= FLOOR
                    assert not nearly_all_in(one.counts, one.base)
                if part.total.state == "shown" and rest and shown[0]:
                    hidden = {
                        value: n - sum(part.breakdowns[kind].groups[g].counts[value] for g in shown[0])
                        for value, n in part.total.counts.items()
                    }
                    assert rest not in hidden.values()


def nearly_all_in(counts: dict[str, int], base: int) -> bool:
    return any(n / base >= NEARLY_ALL and base - n < FLOOR for n in counts.values())


@settings(max_examples=30, deadline=None)
@given(st.integers(10, 80), st.integers(0, 60), st.integers(0, 1_000))
def test_two_publications_of_every_kind_differ_by_nobody_or_by_ten(before: int, more: int, seed: int) -> None:
    former, now = told_of(before, seed), told_of(before + more, seed)
    for old, new in zip(former.questions, in_steps(former, now).questions, strict=True):
        for was, became in zip((*old.parts, *old.beside), (*new.parts, *new.beside), strict=True):
            if was.total.base:
                assert became.total.base == was.total.base or became.total.base - was.total.base >= FLOOR


def test_texts_beside_an_answer_are_counted_under_their_own_names() -> None:
    told = told_of(30)
    assert [(part.id, part.total.base) for part in of(told, "list").beside] == [("list.other", 30), ("list.comment", 30)]
    assert [(part.id, part.total.base) for part in of(told, "names").parts] == [("names.one", 30), ("names.two", 0)]
    shown = pictures(of(told, "names"), "nb")[0]
    assert [row.n for row in shown.rows] == [30, None]


@pytest.mark.usefixtures("words")
def test_the_place_in_the_mean_is_of_those_who_gave_it_one() -> None:
    order = {part.id: mean_place(part.total) for part in of(told_of(300), "order").parts}
    assert all(1 <= place <= 2 for place in order.values())
    rows = pictures(of(told_of(300), "order"), "en")[0].rows
    assert "on average place 1." in rows[0].text


def test_answers_nobody_gave_are_left_out_where_they_would_be_many() -> None:
    told = told_of(60)
    assert [value.id for value in of(told, "seen").values] == [f"2019-{month:02}" for month in range(3, 10)]
    assert [value.id for value in of(told, "group").values] == ["glad", "not"]
    assert of(told, "hour").values[0].text["nb"] == "kl. 07–08"
    assert {value.text["nb"] for value in of(told, "born").values} >= {"1930–1939", "2000–2009"}


@pytest.mark.parametrize(
    ("earliest", "latest", "first", "n"),
    [
        ("2025-01-01", "2026-12-31", "2025-01", 24),
        ("2025-01-01", "2027-01-01", "2025", 3),
        ("1900-01-01", "2020-01-01", "190", 13),
        (None, None, "190", 21),
        ("2020-05-05", None, "202", 9),
        ("0001-01-01", "9999-12-31", "0", 51),
    ],
)
def test_dates_are_counted_in_steps_of_their_span(earliest: str | None, latest: str | None, first: str, n: int) -> None:
    found = dates(Question(id="q", kind="date", text={}, earliest=earliest, latest=latest))
    assert (found[0].id, len(found)) == (first, n)


def test_a_year_is_never_counted_in_months() -> None:
    found = dates(Question(id="q", kind="date", text={}, precision="year", earliest="2025-01-01", latest="2026-01-01"))
    assert [value.id for value in found] == ["2025", "2026"]


def test_our_words_stand_in_every_language_and_the_authors_go_before() -> None:
    yes, no = answers_of(question("cycles"))
    assert (yes.text["nb"], yes.text["en"], no.text["nn"]) == ("Ja visst", "Yes", "Nei")
    assert answers_of(question("mood"))[0].text["en"] == "1 – very sour face"
    assert answers_of(question("stars"))[0].text == {"nb": "1"}


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_kind_has_a_picture_alone_and_by_group(language: str) -> None:
    told = told_of(120)
    assert len(msgspec.json.encode(told)) < 120_000
    for one in told.questions:
        assert pictures(one, language)[0].title.endswith(f"({language})")
        assert bool(breakdowns(one, grouping("gender", language))) == (one.kind != "multiple_text")


def test_a_survey_in_a_language_the_pages_do_not_speak_is_shown_in_it() -> None:
    polish = msgspec.convert({"id": "q", "kind": "yes_no", "text": {"pl": "Czy?"}, "yes": {"pl": "Tak"}}, Question)
    assert text_in(polish.text, "en") == "Czy?"


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    async with analytics(database) as client:
        yield client


async def answer(engine: AsyncEngine, people: int) -> None:
    chance = random.Random(11)
    said: list[tuple[str, dict[str, Any]]] = [("surveys.v1.survey_published", published() | {"questionnaire": DOCUMENT})]
    for _ in range(people):
        answers = answered(chance)
        by_row = {"choices": {"uses": answers.pop("uses")}, "shares": {"budget": answers.pop("budget")}}
        response = {
            "survey_id": SURVEY,
            "background": background(chance),
            "answers": answers,
            "texts": ["list.other"],
            **by_row,
        }
        said.append(("surveys.v1.response_submitted", response))
    async with engine.begin() as connection:
        await SurveysHeard().hear(connection, heard(iter(said)))


async def test_staff_and_everybody_see_every_kind(client: httpx.AsyncClient, engine: AsyncEngine) -> None:
    await answer(engine, 90)
    reader = staff("results:read", "results:publish") | {"accept": "text/html"}
    for by in ("", "?by=gender", "?by=age_band"):
        page = await client.get(f"/staff/results/{SURVEY}{by}", headers=reader)
        assert page.status_code == 200, page.text
        assert "Share it out (nb)" in page.text
    assert "i snitt plass" in page.text
    assert "Med egne ord" in page.text
    published_now = await client.post(f"/staff/results/{SURVEY}/publish", headers=reader)
    assert published_now.status_code == 303
    shown = await client.get("/resultater/om-klima?by=gender", headers={"accept": "text/html"})
    assert (shown.status_code, "Share it out (nb)" in shown.text) == (200, True)
    figures_said = (await client.get("/api/analytics/results/om-klima")).json()["figures"]["questions"]
    assert {one["kind"] for one in figures_said} == {one["kind"] for one in QUESTIONS} - {"statement"}
