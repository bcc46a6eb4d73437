"""From a document to a questionnaire that is sound, or to a list of everything that is wrong with it."""

from collections.abc import Iterator
from typing import Any

import msgspec

from surveys.questionnaire.conditions import condition_faults
from surveys.questionnaire.definition import Questionnaire, Section
from surveys.questionnaire.faults import Fault, InvalidQuestionnaire, fault_of
from surveys.questionnaire.judging import UNWRITTEN
from surveys.questionnaire.kinds import Asked, Question
from surveys.questionnaire.pieces import every_text

LARGEST = 1024 * 1024
PAGES_OF_OURS = ("check", "submit")  # they stand beside the sections in a link's addresses
DEEPEST = 60
MOST_QUESTIONS = 500
MOST_FAULTS = 100


def read(document: bytes | dict[str, Any]) -> Questionnaire:
    """A questionnaire that can be published; raises InvalidQuestionnaire with all faults at once, each with its place."""
    questionnaire = read_draft(document)
    faults = faults_of(questionnaire)
    if faults:
        raise InvalidQuestionnaire(faults)
    return questionnaire


def faults_of(questionnaire: Questionnaire) -> list[Fault]:
    """What is missing or wrong before it can be published, at most a hundred."""
    return [fault for _, fault in zip(range(MOST_FAULTS), _faults(questionnaire), strict=False)]


def read_draft(document: bytes | dict[str, Any]) -> Questionnaire:
    """A questionnaire in the making: it has the right shape, but texts, options and sense may be missing. Raises the same."""
    content = _decode(document if isinstance(document, bytes) else _as_json(document))
    if _too_deep(content, DEEPEST):
        raise InvalidQuestionnaire([Fault("", "too_deep")])
    try:
        return msgspec.convert(content, Questionnaire)
    except msgspec.ValidationError as error:
        raise InvalidQuestionnaire(_shape_faults(content, error)) from error


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


def _too_deep(content: object, most: int) -> bool:
    """Level by level: a long survey is read several times for each thing that is written in it."""
    level: list[Any] = [[content]]
    for _ in range(most + 1):
        parts = [part for whole in level for part in (whole.values() if type(whole) is dict else whole)]
        level = [part for part in parts if type(part) in (dict, list)]
    return bool(level)


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
            yield from (Fault(f"{place}.{field}", code) for field, code in question.faults())
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
        if not section.questions and not section.text:
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
        yield from _taken([(f"{place}.options[{index}]", option.id) for index, option in enumerate(question.choices())])
        yield from _taken([(f"{place}.rows[{index}]", row.id) for index, row in enumerate(question.parts())])


def _taken(ids: list[tuple[str, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, name in ids:
        if name in seen:
            yield Fault(f"{place}.id", "id_taken", {"name": name})
        seen.add(name)
