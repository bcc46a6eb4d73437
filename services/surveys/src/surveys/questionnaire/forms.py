"""A posted page as answers. What cannot be understood is kept as it was typed: `check` refuses it, the page shows it again."""

import re
from collections.abc import Sequence
from typing import Any, Protocol

from surveys.questionnaire.definition import Matrix, MultipleChoice, Number, Question, Questionnaire, Scale
from surveys.questionnaire.rules import Answers

PREFIX = "q-"
"""Before every question's id in forms and anchors, so that no question can take the name of another part of the page."""

LONGEST = 20_000
_SPACES = re.compile(r"\s")
_NUMBER = re.compile(r"[-+]?\d{1,15}(\.\d{1,15})?", re.ASCII)


class Form(Protocol):
    """The part of Starlette's FormData that is used."""

    def getlist(self, key: Any) -> Sequence[Any]: ...


def control_name(question_id: str, row: str | None = None) -> str:
    return f"{PREFIX}{question_id}.{row}" if row else f"{PREFIX}{question_id}"


def answers_from_form(questionnaire: Questionnaire, section_id: str, form: Form) -> dict[str, Any]:
    """The answers on one section's page; what was left empty is left out."""
    section = questionnaire.section(section_id)
    answers = {question.id: _answer(question, form) for question in section.questions} if section else {}
    return {name: answer for name, answer in answers.items() if answer not in (None, "", [], {})}


def with_section(questionnaire: Questionnaire, section_id: str, saved: Answers, form: Form) -> dict[str, Any]:
    """What was saved before, with this section's answers replaced by those of its page."""
    section = questionnaire.section(section_id)
    here = {question.id for question in section.questions} if section else set()
    before = {name: answer for name, answer in saved.items() if name not in here}
    return before | answers_from_form(questionnaire, section_id, form)


def _answer(question: Question, form: Form) -> Any:
    match question:
        case MultipleChoice():
            return _typed(form, control_name(question.id))
        case Matrix(rows=rows):
            chosen = {row.id: _first(form, control_name(question.id, row.id)) for row in rows}
            return {row: option for row, option in chosen.items() if option}
        case Scale():
            return whole_or_typed(_first(form, control_name(question.id)))
        case Number():
            return number_or_typed(_first(form, control_name(question.id)))
        case _:
            return _first(form, control_name(question.id))


def _typed(form: Form, name: str) -> list[str]:
    return [value[:LONGEST] for value in form.getlist(name)[:500] if isinstance(value, str)]


def _first(form: Form, name: str) -> str:
    return next(iter(_typed(form, name)), "")


def whole_or_typed(typed: str) -> int | str:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else typed  # noqa: PLR2004 - no scale has more


def number_or_typed(typed: str) -> int | float | str:
    """A number as people write it: 1 234,5 and 1234.5; with both signs, the last one is the decimal sign."""
    plain = _SPACES.sub("", typed).replace("\N{MINUS SIGN}", "-")
    if "," in plain and "." in plain:
        plain = plain.replace("," if plain.rindex(".") > plain.rindex(",") else ".", "")
    plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return typed
    return float(plain) if "." in plain else int(plain)
