"""A blank questionnaire as it stands on paper: numbered questions, what to tick or to write, and who goes where.

The same paper is printed from a page and drawn as PDF; `paper_writing.py` says what stands on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

MOST_COLUMNS = 7
"""A grid with more is too wide for a page: each row then has a list of its own."""


@dataclass(frozen=True)
class Box:
    """One thing to tick. With `line`, a place to write beside it; `picture` by its hash, `shows` what it shows."""

    text: str
    line: bool = False
    picture: str = ""
    shows: str = ""


@dataclass(frozen=True)
class Field:
    """A short place to write in, between a label and a unit."""

    label: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Lines:
    """Lines to write on, under a label."""

    label: str
    count: int


@dataclass(frozen=True)
class Fill:
    """What there is to fill in. Of the parts those that are there are printed, in this order."""

    how: str = ""
    boxes: tuple[Box, ...] = ()
    points: tuple[str, ...] = ()
    ends: tuple[str, str] = ("", "")
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    in_a_row: bool = False
    lines: tuple[Lines, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One question; `number` is none for a text that asks nothing."""

    number: int | None
    text: str
    help: str
    only_if: str
    fill: Fill
    beside: tuple[Lines, ...] = ()


@dataclass(frozen=True)
class Part:
    number: int
    title: str
    text: str
    only_if: str
    asked: tuple[Asked, ...]
    stop: str = ""


@dataclass(frozen=True)
class Paper:
    """`language` is the questionnaire's, `words` that of the panel's own words around it."""

    language: str
    words: str
    title: str
    introduction: str
    parts: tuple[Part, ...]
    closing: str

    @property
    def pictures(self) -> tuple[str, ...]:
        return tuple(box.picture for part in self.parts for asked in part.asked for box in asked.fill.boxes if box.picture)

    def texts(self) -> Iterator[str]:
        """Every text that is to be printed."""
        yield from (self.title, self.introduction, self.closing)
        for part in self.parts:
            yield from (part.title, part.text, part.only_if, part.stop)
            for asked in part.asked:
                fill = asked.fill
                yield from (
                    asked.text,
                    asked.help,
                    asked.only_if,
                    fill.how,
                    *fill.points,
                    *fill.ends,
                    *fill.rows,
                    *fill.columns,
                )
                yield from (text for box in fill.boxes for text in (box.text, box.shows))
                yield from (text for field in fill.fields for text in (field.label, field.unit))
                yield from (lines.label for lines in (*fill.lines, *asked.beside))
