"""Every kind of question, on the page and back: what was answered stands there again, and would be sent again."""

from html.parser import HTMLParser
from typing import Any, get_args

import pytest
from starlette.datastructures import FormData, UploadFile

from surveys.questionnaire import answers_from_form, check
from surveys.questionnaire.drawing import draw_questions
from surveys.questionnaire.kinds import Question
from surveys.questionnaire.misshapen import misshapen
from surveys.questionnaire.sheets import check_sheet

from .building import asking, options, question, texts

OTHER = {"id": "other", "text": texts("Annet"), "write_in": True}
PICTURE = {"file": "0" * 64, "alt": texts("Et bilde")}
CASES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (question("q", "single_choice"), {"q": "b"}),
    (question("q", "single_choice", look="dropdown", comment=texts("Si mer")), {"q": "b", "q.comment": "<i>"}),
    (question("q", "single_choice", options=[*options("a"), OTHER]), {"q": "other", "q.other": "båt & bro"}),
    (question("q", "single_choice", look="pictures", options=[options("a")[0] | {"picture": PICTURE}]), {"q": "a"}),
    (question("q", "multiple_choice"), {"q": ["a", "c"]}),
    (question("q", "yes_no"), {"q": "no"}),
    (question("q", "scale"), {"q": 0}),
    (question("q", "scale", **{"from": 1, "to": 5, "look": "stars"}), {"q": 4}),
    (question("q", "scale", **{"from": 1, "to": 5, "look": "smileys"}), {"q": 5}),
    (question("q", "matrix"), {"q": {"r1": "a", "r2": "b"}}),
    (question("q", "matrix", look="table"), {"q": {"r1": "a", "r2": "b"}}),
    (question("q", "matrix_multiple"), {"q": {"r1": ["a", "b"]}}),
    (question("q", "ranking"), {"q": ["c", "a", "b"]}),
    (question("q", "ranking", required=True), {"q": {"a": 2, "b": 2}}),
    (question("q", "constant_sum"), {"q": {"r1": 40, "r2": 0, "r3": 60}}),
    (question("q", "constant_sum"), {"q": {"r1": "mye"}}),
    (question("q", "number", decimals=1), {"q": 2.5}),
    (question("q", "number", look="slider", min=0, max=10), {"q": 7}),
    (question("q"), {"q": "kort"}),
    (question("q", format="email"), {"q": "ikke en adresse"}),
    (question("q", "long_text"), {"q": "to\nlinjer"}),
    (question("q", "multiple_text"), {"q.r1": "en", "q.r2": "to"}),
    (question("q", "date"), {"q": "2024-02-29"}),
    (question("q", "date"), {"q": {"day": "31", "month": "2", "year": "2024"}}),
    (question("q", "date", precision="month"), {"q": "2024-02"}),
    (question("q", "date", precision="year"), {"q": "2024"}),
    (question("q", "time"), {"q": "14:05"}),
    (question("q", "area"), {"q": "south"}),
    (question("q", "consent"), {"q": "yes"}),
]
NOT_ON_THE_PAGE = {"calculated", "random"}


class Controls(HTMLParser):
    """What a browser would send of a page, as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str | UploadFile]] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        match tag:
            case "input" if "name" in a and (a.get("type") not in ("radio", "checkbox") or "checked" in a):
                self.sent.append((a["name"], a.get("value", "")))
            case "select":
                self._select = a["name"]
            case "option" if "selected" in a:
                self.sent.append((self._select, a["value"]))
            case "textarea":
                self._area = a["name"]
            case _:
                pass

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent.append((self._area, data.removeprefix("\n")))
            self._area = ""


@pytest.mark.parametrize(("one", "answers"), CASES)
@pytest.mark.parametrize("wrong", [False, True])
def test_what_was_answered_stands_on_the_page_and_is_sent_again(
    one: dict[str, Any], answers: dict[str, Any], *, wrong: bool
) -> None:
    questionnaire = asking(one)
    problems = check(questionnaire, answers if not wrong else {"q": object()}).problems
    controls = Controls()
    controls.feed(str(draw_questions(questionnaire, list(questionnaire.questions.values()), "nb", answers, problems)))
    assert answers_from_form(questionnaire, "s1", FormData(controls.sent)) == answers


@pytest.mark.parametrize(("one", "answers"), CASES)
def test_what_was_answered_is_said_in_words(one: dict[str, Any], answers: dict[str, Any]) -> None:
    questionnaire = asking(one)
    parts = check_sheet(questionnaire, answers, "nb", "/s/x", "id")["parts"]
    written = parts[0][1][0]
    kept = check(questionnaire, answers).answers_kept
    assert bool(written.lines) == bool(kept)
    assert not any("%(" in line or "None" in line for line in written.lines)


def test_every_kind_is_among_the_cases() -> None:
    covered = {one["kind"] for one, _ in CASES} | NOT_ON_THE_PAGE | {"statement"}
    assert covered == {kind.kind for kind in get_args(Question)}


JUNK: list[Any] = [
    None, True, 0, -1, 2**70, 1.5, 1e308, "", "a", "31", "2024-02-29x", "\ue000", [], ["a"], ["a", "a"], [1], [[]], {},
    {"a": 1}, {"r1": "a"}, {"r1": ["a"]}, {"r1": {}}, {"a": {"b": []}}, {"day": []}, {"r1": 10**40}, {"": ""},
]  # fmt: skip


@pytest.mark.parametrize("one", [one for one, _ in CASES])
def test_what_may_be_saved_by_a_program_can_be_shown_on_every_page(one: dict[str, Any]) -> None:
    questionnaire = asking(one)
    for name in questionnaire.names:
        for junk in JUNK:
            answers = {name: junk}
            if misshapen(questionnaire, answers):
                continue
            problems = check(questionnaire, answers).problems
            draw_questions(questionnaire, list(questionnaire.questions.values()), "nb", answers, problems)
            check_sheet(questionnaire, answers, "en", "/s/x", "id")


def test_a_month_is_said_as_people_say_it() -> None:
    questionnaire = asking(question("q", "date", precision="month"))
    assert check_sheet(questionnaire, {"q": "2024-02"}, "nb", "/s/x", "id")["parts"][0][1][0].lines == ["februar 2024"]
