"""A program that reads one Excel file on its standard input and writes its first sheet as JSON.

A process of its own, with little memory and time: whatever a file does to its reader, it does here and to nobody else.
"""

import io
import resource
import sys
from datetime import date, datetime

import msgspec
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from membership.importing.sheet import MOST_COLUMNS, MOST_ROWS

MEMORY = 768 * 1024**2
SECONDS = 15
TOO_MANY_ROWS = 3
TOO_MANY_COLUMNS = 4


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sheet = _first(CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())))
    if sheet is None or sheet.end is None:
        sys.stdout.buffer.write(b"[]")
        return 0
    rows, columns = sheet.end
    if rows > MOST_ROWS + 100:
        return TOO_MANY_ROWS
    if columns >= MOST_COLUMNS:
        return TOO_MANY_COLUMNS
    lines = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    sys.stdout.buffer.write(msgspec.json.encode(lines))
    return 0


def _first(book: CalamineWorkbook) -> CalamineSheet | None:
    """The first sheet that people see and that has something in it."""
    for about in book.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_name(about.name)
            if sheet.end is not None:
                return sheet
    return None


def _text(cell: object) -> str:
    """As a person would have written it in a CSV file."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    sys.exit(main())
