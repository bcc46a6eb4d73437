"""A program that reads one Excel file on its standard input and writes the sheets of an XLSForm as JSON.

A process of its own, with little memory and time: whatever a file does to its reader, it does here and to nobody else.
"""

import io
import resource
import sys
from datetime import date, datetime, time

import msgspec
from python_calamine import CalamineWorkbook

MEMORY = 768 * 1024**2
SECONDS = 15
SHEETS = ("survey", "choices", "settings", "external_choices")
MOST_ROWS, MOST_COLUMNS = 5_000, 200
TOO_LARGE = 3


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    found: dict[str, list[list[str]]] = {}
    for name in book.sheet_names:
        known = name.strip().lower()
        if known not in SHEETS or known in found:
            found.setdefault(f"?{name}"[:100], [])
            continue
        sheet = book.get_sheet_by_name(name)
        if sheet.end is not None and (sheet.end[0] >= MOST_ROWS or sheet.end[1] >= MOST_COLUMNS):
            return TOO_LARGE
        rows = sheet.to_python(skip_empty_area=False) if sheet.end is not None else []
        found[known] = [[_text(cell) for cell in row] for row in rows]
    sys.stdout.buffer.write(msgspec.json.encode(found))
    return 0


def _text(cell: object) -> str:
    """As a person would have written it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


if __name__ == "__main__":
    sys.exit(main())
