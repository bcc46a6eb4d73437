"""The rows as people: each is accepted by the rules of the sign-up form, or rejected for one reason that is said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from membership.events import Language
from membership.importing.columns import Columns, Field
from membership.importing.sheet import Sheet
from membership.importing.words import Names, birth_year_of, gender_of, language_of
from membership.signing_up.form import TOO_YOUNG, Applicant, NotAccepted, Problem, Written, look_at, normalised
from ui import Municipality, mark


class Reason(StrEnum):
    too_young = "too_young"
    birth_unfit = "birth_unfit"
    email_missing = "email_missing"
    email_unfit = "email_unfit"
    twice = "twice"
    name_unfit = "name_unfit"
    gender_unfit = "gender_unfit"
    area_unfit = "area_unfit"


WHY = {
    Reason.too_young: mark("Fyller ikke 15 år i år"),
    Reason.birth_unfit: mark("Fødselsår, alder eller fødselsdato mangler eller kan ikke leses"),
    Reason.email_missing: mark("E-postadressen mangler"),
    Reason.email_unfit: mark("E-postadressen er ikke gyldig"),
    Reason.twice: mark("Adressen står også i rad %(row)s"),
    Reason.name_unfit: mark("Navnet er for langt, eller har tegn som ikke kan brukes"),
    Reason.gender_unfit: mark("Kjønnet kan ikke leses"),
    Reason.area_unfit: mark("Området er ikke et av våre"),
}
OF_FIELD = {
    "birth_year": Reason.birth_unfit,
    "email": Reason.email_unfit,
    "name": Reason.name_unfit,
    "gender": Reason.gender_unfit,
    "area": Reason.area_unfit,
}
"""In the order in which a row is rejected."""
FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, repr=False)
class Person:
    row: int
    applicant: Applicant
    language: Language


@dataclass(frozen=True)
class Rejected:
    """Says nothing of who it was. `other` is the row in which the same address stands before."""

    row: int
    reason: Reason
    other: int = 0


@dataclass(frozen=True, repr=False)
class Understood:
    people: Sequence[Person]
    rejected: Sequence[Rejected]


def understand(sheet: Sheet, columns: Columns, here: Municipality, today: date) -> Understood:
    """Blocks for as long as it takes; for a thread."""
    people: list[Person] = []
    rejected: list[Rejected] = []
    rows: dict[str, int] = {}
    names = Names(here)
    for number, cells in enumerate(sheet.rows, sheet.first):
        if not cells:
            continue
        seen = _look_at(_Row(number, cells, columns), here, names, today)
        if isinstance(seen, Person):
            before = rows.setdefault(normalised(seen.applicant.email), number)
            seen = seen if before == number else Rejected(number, Reason.twice, before)
        (people if isinstance(seen, Person) else rejected).append(seen)  # type: ignore[arg-type] # each to its own list
    return Understood(people, rejected)


@dataclass(frozen=True, repr=False)
class _Row:
    number: int
    cells: Sequence[str]
    columns: Columns

    def __getitem__(self, field: Field) -> str:
        column = self.columns.get(field, len(self.cells))
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def name(self) -> str:
        if Field.name in self.columns:
            return self[Field.name]
        return f"{self[Field.first_name]} {self[Field.last_name]}".strip()


def _look_at(row: _Row, here: Municipality, names: Names, today: date) -> Person | Rejected:
    """Age first: of somebody too young nothing more is looked at."""
    try:
        applicant, problems = look_at(_written(row, names, today), here, today)
    except NotAccepted as refused:
        problems = list(refused.problems)
    reason = _reason(row, problems)
    if reason is not None:
        return Rejected(row.number, reason)
    return Person(row.number, applicant, language_of(row[Field.language], here))


def _written(row: _Row, names: Names, today: date) -> Written:
    return Written(
        name=row.name,
        email=row[Field.email],
        gender=gender_of(row[Field.gender]),
        birth_year=birth_year_of(row[Field.birth], today),
        area=names.area_of(row[Field.area]),
        interests=names.interests_of(row[Field.interests]),
    )


def _reason(row: _Row, problems: Iterable[Problem]) -> Reason | None:
    """Name and area may be left out of a file altogether, though not out of the form."""
    wrong = dict(problems)
    if wrong.get("birth_year") == TOO_YOUNG:
        return Reason.too_young
    if not row.name:
        wrong.pop("name", None)
    elif row.name.startswith(FORMULA):
        wrong["name"] = ""
    if Field.area not in row.columns:
        wrong.pop("area", None)
    if "email" in wrong and not row[Field.email] and "birth_year" not in wrong:
        return Reason.email_missing
    return next((reason for field, reason in OF_FIELD.items() if field in wrong), None)
