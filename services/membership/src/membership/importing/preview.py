"""What a file would become: looked at before anything is ordered, and changed by nothing."""

import asyncio
import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from membership.importing.columns import Columns, Field
from membership.importing.people import Person, Reason, Rejected, Understood, understand
from membership.importing.sheet import Sheet
from membership.parts import Parts
from membership.signing_up import addresses, invited
from ui import Municipality

SHOWN = 5
CELL = 60
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SEEN_IN = {
    Reason.birth_unfit: Field.birth,
    Reason.email_unfit: Field.email,
    Reason.twice: Field.email,
    Reason.name_unfit: Field.name,
    Reason.gender_unfit: Field.gender,
    Reason.area_unfit: Field.area,
}


@dataclass(frozen=True, repr=False)
class Preview:
    people: int
    known: int
    first: Sequence[Person]
    rejected: Sequence[Rejected]
    by_reason: Mapping[Reason, int]

    @property
    def new(self) -> int:
        return self.people - self.known


async def preview(parts: Parts, sheet: Sheet, columns: Columns, here: Municipality, today: date) -> Preview:
    understood = await asyncio.to_thread(understand, sheet, columns, here, today)
    known = await _known(parts, understood)
    by_reason = Counter(row.reason for row in understood.rejected)
    return Preview(len(understood.people), known, understood.people[:SHOWN], understood.rejected, by_reason)


async def _known(parts: Parts, understood: Understood) -> int:
    """How many are members, or have an invitation they have not answered."""
    hashes = [parts.address_hash(person.applicant.email) for person in understood.people]
    claims = [make(address) for address in hashes for make in (addresses.claim, invited.claim)]
    async with parts.engine.connect() as connection:
        holders = await invited.holders(connection, claims)
    return sum(addresses.claim(address) in holders or invited.claim(address) in holders for address in hashes)


def said(sheet: Sheet, columns: Columns, rejected: Rejected) -> str:
    """What stands in the cell that could not be used."""
    column = columns.get(SEEN_IN.get(rejected.reason, Field.language), -1)
    cells = sheet.rows[rejected.row - sheet.first]
    if rejected.reason is Reason.too_young or not 0 <= column < len(cells):
        return ""
    return cells[column][:CELL]


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """For a spreadsheet, which shall compute nothing of what somebody wrote."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([_escaped(cell) for cell in row] for row in [heading, *rows])
    return written.getvalue().encode("utf-8-sig")


def _escaped(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
