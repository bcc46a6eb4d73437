"""Questions as HTML. Each is drawn once per language with its places left open, and then only filled in.

A respondent's page is the hottest page of the product: drawing fifty radio buttons anew costs more than all the rest of it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup, escape

import ui
from surveys.questionnaire.definition import (
    Language,
    LongText,
    Matrix,
    Number,
    Question,
    Questionnaire,
    ShortText,
    options_of,
)
from surveys.questionnaire.forms import control_name
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.rules import Answers, hangs_on_same_page
from surveys.questionnaire.words import condition_in_words, explain

OPEN = "\ue000answer\ue001"
"""Stands where a typed answer goes while a question is drawn: letters for private use, that no text of ours has."""

_TICK = re.compile(r'<input\b(?=[^>]*\btype="(?:radio|checkbox)")(?=[^>]*\bname="([^"]*)")(?=[^>]*\bvalue="([^"]*)")[^>]*(?=>)')


@dataclass(frozen=True, slots=True)
class Drawing:
    """Pieces of HTML, and between them the places: (control, value) to tick, or None for what was typed."""

    pieces: tuple[str, ...]
    places: tuple[tuple[str, str] | None, ...]

    def filled(self, ticked: frozenset[tuple[str, str]], typed: str) -> str:
        filling = [(escape(typed) if place is None else " checked" if place in ticked else "") for place in self.places]
        return "".join([part for pair in zip(self.pieces, [*filling, ""], strict=True) for part in pair])


_DRAWN: WeakKeyDictionary[Questionnaire, dict[tuple[str, str], Drawing]] = WeakKeyDictionary()


def draw_questions(
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    language: str,
    answers: Answers,
    problems: Sequence[Problem] = (),
) -> Markup:
    """The questions with what has been answered, and with what is wrong where something is."""
    wrong: dict[str, list[Problem]] = {}
    for problem in problems:
        wrong.setdefault(problem.question_id, []).append(problem)
    drawn = [_draw(questionnaire, q, language, answers.get(q.id), wrong.get(q.id, ())) for q in questions]
    return Markup("\n".join(drawn))  # noqa: S704 - drawn by templates that escape; what is filled in is escaped here


def _draw(questionnaire: Questionnaire, question: Question, language: str, answer: Any, problems: Sequence[Problem]) -> str:
    typed = "" if answer is None else typed_again(question, answer, language)
    if problems:
        errors = {problem.row or "": explain(problem, language, question) for problem in problems}
        html = _template(questionnaire, question, language, errors)
        return _opened(html).filled(_ticked(question, answer), typed)
    drawn = _DRAWN.setdefault(questionnaire, {})
    drawing = drawn.get((language, question.id))
    if drawing is None:
        drawing = drawn[language, question.id] = _opened(_template(questionnaire, question, language, {}))
    return drawing.filled(_ticked(question, answer), typed)


def _template(questionnaire: Questionnaire, question: Question, language: str, errors: Mapping[str, str]) -> str:
    spoken = questionnaire.language_for(language)
    return ui.render(
        f"questions/{question.kind}.html",
        language,
        question=question,
        name=control_name(question.id),
        text=question.text[spoken],
        help=_help(questionnaire, question, language),
        options=[(option.id, option.text[spoken]) for option in options_of(question)],
        rows=[(row.id, row.text[spoken]) for row in getattr(question, "rows", ())],
        low=_in(spoken, getattr(question, "low", None)),
        high=_in(spoken, getattr(question, "high", None)),
        unit=_in(spoken, getattr(question, "unit", None)),
        value=OPEN,
        errors=errors,
    )


def _in(spoken: Language, texts: Mapping[Language, str] | None) -> str | None:
    return texts[spoken] if texts else None


def _help(questionnaire: Questionnaire, question: Question, language: str) -> str | None:
    """When the question is to be answered, where that hangs on another on the same page; then the author's own help."""
    hangs = question.show_if and hangs_on_same_page(questionnaire, question)
    note = condition_in_words(questionnaire, question.show_if, language) if question.show_if and hangs else None
    return " ".join(filter(None, (note, _in(questionnaire.language_for(language), question.help)))) or None


def _opened(html: str) -> Drawing:
    """Find the places: where a choice is ticked, or where a typed answer stands."""
    before, found, after = html.partition(OPEN)
    if found:
        return Drawing((before, after), (None,))
    pieces, places, start = [], [], 0
    for tag in _TICK.finditer(html):
        pieces.append(html[start : tag.end()])
        places.append((tag.group(1), tag.group(2)))
        start = tag.end()
    return Drawing((*pieces, html[start:]), tuple(places))


def _ticked(question: Question, answer: Any) -> frozenset[tuple[str, str]]:
    name = control_name(question.id)
    if isinstance(answer, dict):
        return frozenset((control_name(question.id, row), str(option)) for row, option in answer.items())
    if isinstance(answer, list):
        return frozenset((name, str(option)) for option in answer)
    return frozenset() if answer is None or isinstance(question, Matrix) else frozenset({(name, str(answer))})


def typed_again(question: Question, answer: Any, language: str) -> str:
    """What a person typed, as they would type it."""
    if isinstance(question, ShortText | LongText):
        return str(answer)
    if isinstance(question, Number):
        return str(answer).replace(".", ",") if isinstance(answer, float) and language != "en" else str(answer)
    return ""
