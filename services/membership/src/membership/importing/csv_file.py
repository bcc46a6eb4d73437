"""CSV as the programs people have write it: three separators, four encodings, with or without a mark at the start."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from membership.importing.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    UNBALANCED,
    UNREADABLE,
    NotTaken,
)

SEPARATORS = (";", ",", "\t")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
SAMPLE = 1_000
SAID = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
"""What Excel writes on a line of its own, so that it knows the separator again."""


def read_csv(content: bytes) -> list[list[str]]:
    """Raises NotTaken."""
    text = _text(content)
    said = SAID.match(text)
    return list(_lines(text[said.end() :], said.group(1), 1)) if said else list(_lines(text, _separator(text), 0))


def _text(content: bytes) -> str:
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        raise NotTaken(UNREADABLE) from None
    if UNPRINTABLE.search(text):
        raise NotTaken(UNREADABLE)
    return text


def _encoding(content: bytes) -> str:
    """By the mark at the start; without one by the zeros of UTF-16; else UTF-8 where it fits, and Windows' own where not."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = content[:SAMPLE]
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(start) > 1 and zeros.count(0) > len(zeros) * 0.7:
            return encoding
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator(text: str) -> str:
    """The one that parts the first line with something in it into most cells."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda separator: _width(line, separator))


def _width(line: str, separator: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=separator), []))
    except csv.Error:
        return 0


def _lines(text: str, separator: str, skipped: int) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = skipped
    yield from ([] for _ in range(skipped))
    try:
        for cells in islice(reader, MOST_ROWS + 100):
            number += 1
            if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                raise NotTaken(TOO_MANY_COLUMNS)
            yield cells
    except csv.Error:
        raise NotTaken(UNBALANCED, number + 1) from None
    if next(reader, None) is not None:
        raise NotTaken(TOO_MANY_ROWS)
