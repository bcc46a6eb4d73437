"""The codebook as a table: a row for each variable and, below it, for each of its codes; texts in every language.

Semicolons and a byte order mark, as spreadsheets in Norway expect; a cell that a spreadsheet would reckon is told to be text.
"""

import csv
import io
import re
from collections.abc import Iterator

from surveys.exporting.rules_said import asked_if
from surveys.exporting.variables import Code, Variable, said, variables
from surveys.questionnaire import Questionnaire
from ui import mark, municipality, translate

BYTE_ORDER_MARK = "\ufeff"
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
RECKONED = ("=", "+", "-", "@", "\t", "\r")
PARTS = " – "
EMPTY = mark("Tom: ikke spurt, eller ikke svart")
KEYS = ("variable", "question", "kind", "holds", "code", "missing", "lowest", "highest", "required", "own_words")
SPOKEN = ("text", "part", "label", "asked_if", "empty")


def as_csv(questionnaire: Questionnaire) -> bytes:
    languages = questionnaire.languages
    file = io.StringIO(newline="")
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([*KEYS, *(f"{name}_{language}" for language in languages for name in SPOKEN)])
    for variable in variables(questionnaire):
        writer.writerows(map(_harmless, _rows(questionnaire, variable)))
    return file.getvalue().encode()


def _rows(questionnaire: Questionnaire, variable: Variable) -> Iterator[list[str]]:
    question = variable.question
    bounds = [_figure(variable.lowest), _figure(variable.highest), _yes(question.required), _yes(variable.own_words)]
    begins = [variable.name, question.id, question.kind, variable.holds]
    yield [*begins, "", "", *bounds, *_spoken(questionnaire, variable, None)]
    for code in variable.codes:
        yield [*begins, code.value, _yes(code.missing), *bounds, *_spoken(questionnaire, variable, code)]


def _spoken(questionnaire: Questionnaire, variable: Variable, code: Code | None) -> Iterator[str]:
    """A text nobody has written is empty: a codebook shows what is there."""
    for language in questionnaire.languages:
        rules = (asked_if(questionnaire, piece.show_if, language) for piece in (variable.section, variable.question))
        yield said(variable.question.text, language)
        yield PARTS.join(said(part, language) for part in variable.part)
        yield said(code.label, language) if code else ""
        yield " ".join(rule for rule in rules if rule)
        yield "" if code else translate(municipality().around(language))(EMPTY)


def _harmless(cells: list[str]) -> list[str]:
    """A text that begins like a formula gets a mark before it, so that no spreadsheet runs it."""
    return [f"'{cell}" if cell.startswith(RECKONED) and not NUMBER.fullmatch(cell) else cell for cell in cells]


def _figure(number: float | None) -> str:
    return "" if number is None else f"{number:g}" if abs(number) < 1e6 else f"{number:.0f}"  # noqa: PLR2004 - beyond it :g has powers


def _yes(said: bool) -> str:
    return "1" if said else "0"
