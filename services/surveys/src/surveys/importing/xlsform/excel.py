"""Excel's own files, old and new: looked at from the outside here, and read by `workbook.py` with little memory and time."""

import io
import subprocess
import sys
import zipfile

import msgspec

from surveys.importing.losses import UnusableFile
from surveys.importing.xlsform import workbook

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = "_VBA_PROJECT".encode("utf-16-le")  # the name of the part of an old file that holds them
LARGEST_INSIDE = 100 * 1024**2
SECONDS = 20

Sheets = dict[str, list[list[str]]]


def is_excel(content: bytes) -> bool:
    return content.startswith((ZIP, OLE))


def read_sheets(content: bytes) -> Sheets:
    """Blocks for as long as the reading takes. Raises UnusableFile."""
    if content.startswith(ZIP):
        _look_at(content)
    elif MACROS in content:
        raise UnusableFile("macros")
    command = [sys.executable, "-I", workbook.__file__]  # by its path: the rest of the service is none of its business
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env={})  # noqa: S603 – our own module
    except subprocess.TimeoutExpired:
        raise UnusableFile("too_large_inside") from None
    if done.returncode:
        stopped = done.returncode < 0 or done.returncode == workbook.TOO_LARGE
        raise UnusableFile("too_large_inside" if stopped else "unreadable")
    return msgspec.json.decode(done.stdout, type=Sheets)


def _look_at(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise UnusableFile("unreadable") from None
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise UnusableFile("macros")
    if sum(part.file_size for part in parts) > LARGEST_INSIDE:
        raise UnusableFile("too_large_inside")
