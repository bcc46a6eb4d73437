"""A table of the population, from a file: read row by row, and every row that cannot be used is told of with its reason.

Two kinds are known. Our own has one row per group: `persons`, and any of `area`, `gender` and `age_band`. The other is as from
Statistics Norway's table 07459, with one row per year of age: `alder,kvinner,menn`, and `aar` where there are several years.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeVar, get_args

from membership.background import BANDS, YOUNGEST
from membership.events import AgeBand, PopulationCell
from membership.mirroring.population import MOST_PERSONS
from ui import mark

MOST_BYTES = 1024 * 1024
MOST_ROWS = 10_000
OLDEST = 130
T = TypeVar("T")
Counted = Literal["woman", "man"]
GENDERS_COUNTED: tuple[Counted, ...] = get_args(Counted)
HEADINGS = {
    "area": ("area", "område", "omrade", "sted"),
    "gender": ("gender", "kjønn", "kjonn"),
    "age_band": ("age_band", "aldersgruppe"),
    "persons": ("persons", "personer", "innbyggere", "antall"),
    "age": ("alder", "age"),
    "women": ("kvinner", "women"),
    "men": ("menn", "men"),
    "year": ("aar", "år", "year"),
}
NAMES = {heading: name for name, headings in HEADINGS.items() for heading in headings}
GENDERS: Mapping[str, Counted] = {
    **dict.fromkeys(("woman", "women", "kvinne", "kvinner", "k"), "woman"),
    **dict.fromkeys(("man", "men", "mann", "menn", "m"), "man"),
}
AGE_BANDS: Mapping[str, AgeBand] = {band: band for band in get_args(AgeBand)}

NOT_TEXT = mark("Filen er ikke ren tekst (CSV i UTF-8)")
TOO_LARGE = mark("Filen er større enn 1 MB")
TOO_LONG = mark("Filen har mer enn 10 000 rader")
NO_HEADINGS = mark("Første rad må ha navnene på kolonnene, og de må være blant dem som står under")
NO_DIMENSION = mark("Tabellen må ha minst én av kolonnene area, gender og age_band, og kolonnen persons")
NO_ROWS = mark("Tabellen har ingen rader som kan brukes")
ROW_LENGTH = mark("Raden har ikke like mange felt som første rad")
NOT_A_NUMBER = mark("«%(value)s» er ikke et helt antall personer")
UNKNOWN_AREA = mark("«%(value)s» er ikke et av områdene i panelet")
UNKNOWN_GENDER = mark("«%(value)s» er ikke et kjønn vi har tall for: skriv woman eller man")
UNKNOWN_AGE_BAND = mark("«%(value)s» er ikke en av aldersgruppene, som 20-29 eller 80+")
NOT_AN_AGE = mark("«%(value)s» er ikke en alder i hele år")
TWICE = mark("Samme gruppe står også på rad %(value)s")


@dataclass(frozen=True)
class Fault:
    """`row` is counted from the first, with the headings as 1; 0 when it is the whole file. `text` is to be translated."""

    row: int
    text: str
    value: str = ""


class Unfit(Exception):
    """What must be put right before the file can be used."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(len(faults))
        self.faults = faults


@dataclass(frozen=True)
class Table:
    """`left_out`: rows of those who are too young for the panel, and of other years than the one asked for."""

    cells: tuple[PopulationCell, ...]
    left_out: int = 0

    @property
    def persons(self) -> int:
        return sum(cell.persons for cell in self.cells)

    def by(self, dimension: Literal["area", "gender", "age_band"]) -> dict[str, int]:
        """Persons in each group of this dimension; empty when the table does not have it."""
        found: Counter[str] = Counter()
        for cell in self.cells:
            if (key := getattr(cell, dimension)) is not None:
                found[key] += cell.persons
        return dict(found)


@dataclass
class Reading:
    """What has been found so far."""

    areas: Mapping[str, str]  # slug by what it may be called
    cells: dict[tuple[AgeBand | None, Counted | None, str | None], int] = field(default_factory=dict)
    first_at: dict[object, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0

    def fault(self, row: int, text: str, value: object = "") -> None:
        self.faults.append(Fault(row, text, str(value)[:60]))

    def new(self, row: int, key: object) -> bool:
        """Tells of a group that has stood before."""
        first = self.first_at.setdefault(key, row)
        if first != row:
            self.fault(row, TWICE, first)
        return first == row


def read(content: bytes, areas: Mapping[str, str], dated: date) -> Table:
    """`areas` are the municipality's, name by slug. Raises Unfit with every fault."""
    rows = _rows(content)
    _, heading = next(rows, (1, []))
    names = [NAMES.get(word.strip().lower(), "") for word in heading]
    if not names or "" in names or len(set(names)) != len(names):
        raise Unfit(Fault(1, NO_HEADINGS))
    row_of: Callable[[Reading, int, Mapping[str, str], date], None]
    reading = Reading({name.lower(): slug for slug, name in areas.items()} | {slug: slug for slug in areas})
    if set(names) in ({"age", "women", "men"}, {"year", "age", "women", "men"}):
        row_of = _year_of_age
    elif "persons" in names and len(names) > 1 and set(names) <= {"area", "gender", "age_band", "persons"}:
        row_of = _group
    else:
        raise Unfit(Fault(1, NO_DIMENSION))
    for number, fields in rows:
        if len(fields) != len(names):
            reading.fault(number, ROW_LENGTH)
        else:
            row_of(reading, number, dict(zip(names, (value.strip() for value in fields), strict=True)), dated)
    return _table(reading)


def _table(reading: Reading) -> Table:
    if reading.faults:
        raise Unfit(*reading.faults)
    if not sum(reading.cells.values()):
        raise Unfit(Fault(0, NO_ROWS))
    ordered = sorted(reading.cells.items(), key=lambda cell: tuple(part or "" for part in cell[0]))
    return Table(tuple(PopulationCell(persons, *group) for group, persons in ordered), reading.left_out)


def _rows(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows that hold something, with their numbers."""
    if len(content) > MOST_BYTES:
        raise Unfit(Fault(0, TOO_LARGE))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit(Fault(0, NOT_TEXT)) from None
    if not all(char.isprintable() or char in "\r\n\t" for char in text):
        raise Unfit(Fault(0, NOT_TEXT))
    if text.count("\n") > MOST_ROWS:
        raise Unfit(Fault(0, TOO_LONG))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            if any(value.strip() for value in fields):
                yield number, fields
    except csv.Error:
        raise Unfit(Fault(0, NOT_TEXT)) from None


def _persons(reading: Reading, row: int, value: str) -> int | None:
    digits = value.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if digits.isascii() and digits.isdecimal() and len(digits) < len(str(MOST_PERSONS)):
        return int(digits)
    reading.fault(row, NOT_A_NUMBER, value)
    return None


def _group(reading: Reading, row: int, values: Mapping[str, str], _: date) -> None:
    before = len(reading.faults)
    persons = _persons(reading, row, values["persons"])
    area = _known(reading, row, values.get("area"), reading.areas, UNKNOWN_AREA)
    gender = _known(reading, row, values.get("gender"), GENDERS, UNKNOWN_GENDER)
    band = _known(reading, row, values.get("age_band"), AGE_BANDS, UNKNOWN_AGE_BAND)
    group = (band, gender, area)
    if persons is not None and len(reading.faults) == before and reading.new(row, group):
        reading.cells[group] = persons


def _known(reading: Reading, row: int, value: str | None, names: Mapping[str, T], unknown: str) -> T | None:
    """None where the table has no such column."""
    if value is None:
        return None
    found = names.get(value.lower().replace("\N{EN DASH}", "-"))
    if found is None:
        reading.fault(row, unknown, value)
    return found


def _year_of_age(reading: Reading, row: int, values: Mapping[str, str], dated: date) -> None:
    age, year = values["age"].lower().removesuffix("år").strip(), values.get("year", str(dated.year))
    counts = {"woman": _persons(reading, row, values["women"]), "man": _persons(reading, row, values["men"])}
    if not (age.isascii() and age.isdecimal() and len(age) <= len(str(OLDEST)) and int(age) <= OLDEST):
        reading.fault(row, NOT_AN_AGE, values["age"])
    elif reading.new(row, (year, int(age))) and None not in counts.values():
        if year != str(dated.year) or int(age) < YOUNGEST:
            reading.left_out += 1
            return
        band = next((band for below, band in BANDS if int(age) < below), "80+")
        for gender in GENDERS_COUNTED:
            group = (AGE_BANDS[band], gender, None)
            reading.cells[group] = reading.cells.get(group, 0) + (counts[gender] or 0)
