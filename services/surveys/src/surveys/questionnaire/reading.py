"""From a document to a questionnaire that is sound, or to a list of everything that is wrong with it."""

from collections.abc import Iterator
from typing import Any

import msgspec

from surveys.questionnaire.conditions import condition_faults
from surveys.questionnaire.definition import (
    Asked,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Questionnaire,
    Scale,
    Section,
    every_text,
    options_of,
)
from surveys.questionnaire.faults import Fault, InvalidQuestionnaire, fault_of
from surveys.questionnaire.judging import UNWRITTEN

LARGEST = 1024 * 1024
PAGES_OF_OURS = ("check", "submit")  # they stand beside the sections in a link's addresses
DEEPEST = 20
MOST_QUESTIONS = 500
MOST_FAULTS = 100


def read(document: bytes | dict[str, Any]) -> Questionnaire:
    """The questionnaire; raises InvalidQuestionnaire with all faults at once, each with its place."""
    content = _decode(document if isinstance(document, bytes) else _as_json(document))
    if _too_deep(content, DEEPEST):
        raise InvalidQuestionnaire([Fault("", "too_deep")])
    try:
        questionnaire = msgspec.convert(content, Questionnaire)
    except msgspec.ValidationError as error:
        raise InvalidQuestionnaire(_shape_faults(content, error)) from error
    faults = [fault for _, fault in zip(range(MOST_FAULTS), _faults(questionnaire), strict=False)]
    if faults:
        raise InvalidQuestionnaire(faults)
    return questionnaire


def _as_json(document: object) -> bytes:
    """A document that is no JSON (half letters, foreign objects) is refused here like one that came as bytes."""
    try:
        return msgspec.json.encode(document)
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidQuestionnaire([Fault("", "not_json")]) from error


def _decode(document: bytes) -> Any:
    if len(document) > LARGEST:
        raise InvalidQuestionnaire([Fault("", "too_big", {"most": LARGEST // 1024})])
    try:
        return msgspec.json.decode(document.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError as error:
        raise InvalidQuestionnaire([Fault("", "too_deep")]) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidQuestionnaire([Fault("", "not_json")]) from error


def _too_deep(content: object, left: int) -> bool:
    if isinstance(content, dict):
        content = list(content.values())
    if not isinstance(content, list | tuple):
        return False
    return left == 0 or any(_too_deep(part, left - 1) for part in content)


def _shape_faults(content: object, first: msgspec.ValidationError) -> list[Fault]:
    """The decoder stops at its first complaint: go through section by section and question by question to find them all."""
    if not isinstance(content, dict) or not isinstance(content.get("sections"), list):
        return [fault_of(first, "")]
    faults = []
    for number, section in enumerate(content["sections"]):
        place = f"sections[{number}]"
        questions = section.get("questions") if isinstance(section, dict) else None
        if isinstance(questions, list):
            faults += [
                fault
                for index, question in enumerate(questions)
                for fault in _convert(question, Question, f"{place}.questions[{index}]")
            ]
            section = {**section, "questions": []}  # noqa: PLW2901 - the questions have been judged
        faults += _convert(section, Section, place)
    stand_in = {"id": "x", "title": {}}
    faults = _convert({**content, "sections": [stand_in] if content["sections"] else []}, Questionnaire, "") + faults
    return faults[:MOST_FAULTS] or [fault_of(first, "")]


def _convert(content: object, shape: Any, place: str) -> list[Fault]:
    try:
        msgspec.convert(content, shape)
    except msgspec.ValidationError as error:
        return [fault_of(error, place)]
    return []


def _faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    yield from _whole_faults(questionnaire)
    yield from _text_faults(questionnaire)
    yield from _id_faults(questionnaire)
    for number, section in enumerate(questionnaire.sections):
        for index, question in enumerate(section.questions):
            place = f"sections[{number}].questions[{index}]"
            yield from (Fault(f"{place}.{field}", code) for field, code in _kind_faults(question))
    yield from condition_faults(questionnaire)


def _whole_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    if len(set(questionnaire.languages)) < len(questionnaire.languages):
        yield Fault("languages", "language_twice")
    found = sum(len(section.questions) for section in questionnaire.sections)
    if found == 0:
        yield Fault("sections", "no_questions")
    if found > MOST_QUESTIONS:
        yield Fault("sections", "too_many_questions", {"found": found, "most": MOST_QUESTIONS})
    for number, section in enumerate(questionnaire.sections):
        if not section.questions and section.text is None:
            yield Fault(f"sections[{number}]", "empty_section")


def _text_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    wanted = set(questionnaire.languages)
    for place, texts in every_text(questionnaire):
        for language in sorted(wanted - set(texts)):
            yield Fault(place, "language_missing", {"language": language})
        for language in sorted(set(texts) - wanted):
            yield Fault(place, "language_extra", {"language": language})
        for language in sorted(texts):
            if not texts[language].strip():
                yield Fault(place, "blank_text", {"language": language})
            elif UNWRITTEN.search(texts[language]):
                yield Fault(place, "unwritten", {"language": language})


def _id_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    sections = [(f"sections[{number}]", section.id) for number, section in enumerate(questionnaire.sections)]
    yield from _taken([*(("", taken) for taken in PAGES_OF_OURS), *sections])
    questions: list[tuple[str, Asked]] = [
        (f"sections[{number}].questions[{index}]", question)
        for number, section in enumerate(questionnaire.sections)
        for index, question in enumerate(section.questions)
    ]
    yield from _taken([(place, question.id) for place, question in questions])
    for place, question in questions:
        options = options_of(question)  # type: ignore[arg-type] # mypy widens the union to its base
        yield from _taken([(f"{place}.options[{index}]", option.id) for index, option in enumerate(options)])
        rows = question.rows if isinstance(question, Matrix) else ()
        yield from _taken([(f"{place}.rows[{index}]", row.id) for index, row in enumerate(rows)])


def _taken(ids: list[tuple[str, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, name in ids:
        if name in seen:
            yield Fault(f"{place}.id", "id_taken", {"name": name})
        seen.add(name)


def _kind_faults(question: Question) -> Iterator[tuple[str, str]]:
    match question:
        case MultipleChoice(options=options, min_choices=least, max_choices=most):
            if least is not None and most is not None and least > most:
                yield "min_choices", "choices_crossed"
            if max(least or 0, most or 0) > len(options):
                yield "max_choices", "choices_beyond"
            if all(option.exclusive for option in options):
                yield "options", "all_exclusive"
        case Scale(from_=start, to=end) if start >= end:
            yield "from", "scale_crossed"
        case Number(min=low, max=high) if low is not None and high is not None and low > high:
            yield "min", "numbers_crossed"
        case _:
            pass
