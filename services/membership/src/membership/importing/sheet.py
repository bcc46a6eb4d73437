"""A file of people as rows of text, whatever program wrote it. Nothing is understood yet, and nothing is kept here."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui import mark

MOST_ROWS = 20_000
MOST_COLUMNS = 50
LONGEST_CELL = 1_000

EMPTY = mark("Filen er tom")
NOBODY_IN_IT = mark("Filen har bare en overskriftsrad. Det må stå minst én person under den.")
TOO_MANY_ROWS = mark("Filen har flere enn 20 000 rader. Del den i flere filer.")
TOO_MANY_COLUMNS = mark("Filen har flere enn 50 kolonner. Ta bort dem som ikke trengs.")
CELL_TOO_LONG = mark("Rad %(row)s har en celle med mer enn 1 000 tegn. Mangler det et anførselstegn?")
UNBALANCED = mark("Rad %(row)s har et anførselstegn for mye eller for lite")
UNREADABLE = mark("Filen kan ikke leses. Lagre den som CSV eller .xlsx og prøv igjen.")
OLD_EXCEL = mark("Filen er i gammelt Excel-format, eller har et passord. Lagre den som .xlsx uten passord og prøv igjen.")
WITH_MACROS = mark("Filen har makroer, og slike tas ikke imot. Lagre den som .xlsx og prøv igjen.")
TOO_LARGE_INSIDE = mark("Regnearket er for stort når det pakkes ut. Lagre den delen som trengs, som CSV.")


class NotTaken(Exception):
    """Why a file is no list of people; `text` is a msgid, `row` a number in it."""

    def __init__(self, text: str, row: int = 0) -> None:
        super().__init__(text)
        self.text = text
        self.row = row


@dataclass(frozen=True, repr=False)
class Sheet:
    """`rows[n]` stands in row `first + n` of the file. A row with nothing in it is empty here."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    first: int


def sheet_of(lines: Sequence[Sequence[str]]) -> Sheet:
    """The first line with something in it is the heading. Raises NotTaken."""
    rows = [_stripped(cells) for cells in lines]
    top = next((n for n, cells in enumerate(rows) if cells), None)
    if top is None:
        raise NotTaken(EMPTY)
    while not rows[-1]:
        rows.pop()
    sheet = Sheet(rows[top], rows[top + 1 :], top + 2)
    _check(sheet)
    return sheet


def _stripped(cells: Sequence[str]) -> list[str]:
    """Without the space around texts, and without the empty cells at the end."""
    row = [cell.strip() for cell in cells]
    while row and not row[-1]:
        row.pop()
    return row


def _check(sheet: Sheet) -> None:
    if not sheet.rows:
        raise NotTaken(NOBODY_IN_IT)
    if len(sheet.rows) > MOST_ROWS:
        raise NotTaken(TOO_MANY_ROWS)
    for number, cells in enumerate([sheet.heading, *sheet.rows], sheet.first - 1):
        if len(cells) > MOST_COLUMNS:
            raise NotTaken(TOO_MANY_COLUMNS)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise NotTaken(CELL_TOO_LONG, number)
