"""Excel's own files: looked at from the outside here, and read by `workbook.py` in a process with little memory and time."""

import io
import subprocess
import sys
import zipfile

import msgspec

from membership.importing import workbook
from membership.importing.sheet import (
    TOO_LARGE_INSIDE,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    UNREADABLE,
    WITH_MACROS,
    NotTaken,
)

LARGEST_INSIDE = 100 * 1024**2
SECONDS = 20
WHY = {workbook.TOO_MANY_ROWS: TOO_MANY_ROWS, workbook.TOO_MANY_COLUMNS: TOO_MANY_COLUMNS}


def read_excel(content: bytes) -> list[list[str]]:
    """Blocks for as long as the reading takes. Raises NotTaken."""
    _look_at(content)
    command = [sys.executable, "-m", workbook.__name__]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env={})  # noqa: S603 – our own module
    except subprocess.TimeoutExpired:
        raise NotTaken(TOO_LARGE_INSIDE) from None
    if done.returncode:
        raise NotTaken(WHY.get(done.returncode, TOO_LARGE_INSIDE if done.returncode < 0 else UNREADABLE))
    lines: list[list[str]] = msgspec.json.decode(done.stdout, type=list[list[str]])
    return lines


def _look_at(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise NotTaken(UNREADABLE) from None
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise NotTaken(WITH_MACROS)
    if sum(part.file_size for part in parts) > LARGEST_INSIDE:
        raise NotTaken(TOO_LARGE_INSIDE)
