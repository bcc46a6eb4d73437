"""The variables a questionnaire gives: one for each thing that can be answered, with its codes and what they mean."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from surveys.exporting.bounds import MOST_LETTERS, MOST_VARIABLES, TooMuchAtOnce
from surveys.questionnaire import Questionnaire, Section
from surveys.questionnaire.kinds import (
    Consent,
    ConstantSum,
    Matrix,
    MatrixMultiple,
    MultipleChoice,
    MultipleText,
    Number,
    Question,
    Ranking,
    Scale,
    Statement,
)
from surveys.questionnaire.pieces import Option, Row, Texts
from ui import municipality

CHOSEN: Texts = {"nb": "Valgt", "nn": "Valt", "en": "Chosen"}
NOT_CHOSEN: Texts = {"nb": "Ikke valgt", "nn": "Ikkje valt", "en": "Not chosen"}
TICKED: Texts = {"nb": "Krysset av", "nn": "Kryssa av", "en": "Ticked"}
OF_OURS = (CHOSEN, NOT_CHOSEN, TICKED)


@dataclass(frozen=True)
class Code:
    """`missing`: outside the scale, as "don't know" is."""

    value: str
    label: Texts
    missing: bool = False


@dataclass(frozen=True)
class Variable:
    """`part` is what of the question it is about: a row, an option, both. `lowest` and `highest` bound a number."""

    name: str
    question: Question
    section: Section
    holds: Literal["code", "number", "date", "time", "text", "value"]
    part: tuple[Texts, ...] = ()
    codes: tuple[Code, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    own_words: bool = False


def said(texts: Texts, language: str) -> str:
    """The text in the language, or nothing where nobody has written it; our own words in the nearest language we have."""
    return texts.get(language) or (texts[municipality().around(language)] if texts in OF_OURS else "")


def variables(questionnaire: Questionnaire) -> tuple[Variable, ...]:
    """Raises TooMuchAtOnce."""
    every = (
        variable
        for section in questionnaire.sections
        for question in section.questions
        for variable in _of_question(question, section)
    )
    found = tuple(islice(every, MOST_VARIABLES + 1))
    if len(found) > MOST_VARIABLES or sum(map(_letters, found)) > MOST_LETTERS:
        raise TooMuchAtOnce
    return found


def _letters(variable: Variable) -> int:
    return (1 + len(variable.codes)) * sum(map(len, variable.question.text.values()))


def _of_question(question: Question, section: Section) -> Iterator[Variable]:
    if isinstance(question, Statement):
        return
    for kind, make in PARTED.items():
        if isinstance(question, kind):
            yield from (Variable(question=question, section=section, **part) for part in make(question))
            break
    else:
        yield Variable(question=question, section=section, **_whole(question))
    for words in question.own_words():
        yield Variable(words.name, question, section, "text", part=(words.label,), own_words=True)


Fields = dict[str, Any]


def _whole(question: Question) -> Fields:
    """Those that are answered at once."""
    codes = tuple(Code(option.id, option.text, option.outside) for option in question.choices())
    match question:
        case Consent():
            return {"name": question.id, "holds": "code", "codes": (Code("yes", TICKED),)}
        case Scale():
            points = range(question.from_, question.to + 1)
            ends: Mapping[int, Texts | None] = {question.from_: question.low, question.to: question.high}
            scale = tuple(Code(str(point), ends.get(point) or {}) for point in points)
            return {"name": question.id, "holds": "code", "codes": scale}
        case Number():
            return {"name": question.id, "holds": "number", "lowest": question.min, "highest": question.max}
    holds = {"date": "date", "time": "time", "calculated": "value"}.get(question.kind, "text")
    words = holds == "text" and not codes
    return {"name": question.id, "holds": "code" if codes else holds, "codes": codes, "own_words": words}


def _chosen(question: MultipleChoice) -> Iterator[Fields]:
    yield from (_ticked(f"{question.id}[{option.id}]", option.text) for option in question.options)


def _ticked(name: str, *part: Texts) -> Fields:
    return {"name": name, "holds": "code", "part": part, "codes": (Code("1", CHOSEN), Code("0", NOT_CHOSEN))}


def _rows(question: Matrix) -> Iterator[Fields]:
    codes = tuple(Code(option.id, option.text, option.outside) for option in question.options)
    for row in question.rows:
        yield {"name": f"{question.id}[{row.id}]", "holds": "code", "part": (row.text,), "codes": codes}


def _rows_chosen(question: MatrixMultiple) -> Iterator[Fields]:
    for row in question.rows:
        yield from (_ticked(f"{question.id}[{row.id}][{option.id}]", row.text, option.text) for option in question.options)


def _places(question: Ranking) -> Iterator[Fields]:
    for option in question.options:
        yield _numbered(question.id, option, 1, question.ranked())


def _shares(question: ConstantSum) -> Iterator[Fields]:
    for row in question.rows:
        yield _numbered(question.id, row, 0, question.total)


def _numbered(question_id: str, part: Row | Option, lowest: float, highest: float) -> Fields:
    name = f"{question_id}[{part.id}]"
    return {"name": name, "holds": "number", "part": (part.text,), "lowest": lowest, "highest": highest}


def _none(_: MultipleText) -> Iterator[Fields]:
    """Its lines are words of people's own, and have their names from them."""
    return iter(())


PARTED: Mapping[type, Callable[[Any], Iterator[Fields]]] = {
    MultipleChoice: _chosen,
    Matrix: _rows,
    MatrixMultiple: _rows_chosen,
    Ranking: _places,
    ConstantSum: _shares,
    MultipleText: _none,
}
