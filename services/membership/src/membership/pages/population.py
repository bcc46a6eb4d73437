"""The population that the panel is compared with: what is in use, what was, and a file with other figures.

Nothing is kept between the file and the yes: the checked table travels in the form, and is checked again.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from eventlog import EventLog, Refused
from membership.mirroring import populations
from membership.mirroring.population import POPULATION, DateUnfit, ReplacePopulation, SourceUnfit, TableUnfit, decide
from membership.mirroring.population import Population as Before
from membership.mirroring.population import populations as decider
from membership.mirroring.population_table import Fault, Table, Unfit, read
from membership.mirroring.populations import Snapshot
from membership.pages.group_names import name_of
from runtime.house import Db, Log, Now
from runtime.problems import Problem
from runtime.rights import Staff, needs
from ui import language_of, mark, municipality, page, translate

PATH = "/staff/panel/population"
FAULTS_SHOWN = 1000
FILE_MISSING = mark("Velg en fil")
GENDER, AGE, AREA = mark("Kjønn"), mark("Alder"), mark("Område")
FIELD_OF: dict[type[Refused], str] = {SourceUnfit: "source", DateUnfit: "dated", TableUnfit: "file"}
router = APIRouter(include_in_schema=False)
Author = Annotated[Staff, needs("panel:write")]


@router.get(PATH, dependencies=[needs("panel:read")])
async def the_population(request: Request, db: Db, done: bool = False) -> Response:
    return await _shown(request, db, done=done)


@router.post(PATH)
async def check(request: Request, staff: Author, db: Db, now: Now) -> Response:
    """Shows what the file says before anything is taken into use."""
    async with request.form(max_files=1, max_fields=5) as form:
        return await _checked(request, form, staff, db, now)


async def _checked(request: Request, form: FormData, staff: Staff, db: AsyncEngine, now: datetime) -> Response:
    written = {name: str(form.get(name) or "").strip()[:300] for name in ("dated", "source")}
    try:
        table = await _uploaded(form, _day(written["dated"]))
        decide(ReplacePopulation(_day(written["dated"]), written["source"], table.cells, staff.id), Before(), now)
    except Unfit as unfit:
        return await _shown(request, db, written=written, faults=unfit.faults)
    except Refused as refused:
        return await _shown(request, db, written=written, errors=[(FIELD_OF[type(refused)], refused.title)])
    return page(
        request,
        "staff_population_check.html",
        written=written,
        totals_of=table,
        csv=_as_csv(table),
        totals=_totals(request, table),
    )


@router.post(f"{PATH}/use")
async def use(
    staff: Author,
    log: Log,
    now: Now,
    dated: Annotated[date, Form()],
    source: Annotated[str, Form(max_length=300)],
    table: Annotated[str, Form(max_length=1_000_000)],
) -> Response:
    """The table that was shown."""
    try:
        checked = read(table.encode(), municipality().areas, dated)
    except Unfit as unfit:
        raise Problem(422, "table_unfit") from unfit
    return await _replace(log, ReplacePopulation(dated, source, checked.cells, staff.id), now)


@router.post(f"{PATH}/back")
async def go_back(
    request: Request, staff: Author, log: Log, db: Db, now: Now, to: Annotated[str, Form(max_length=30)]
) -> Response:
    """To figures that were in use before, or to bundled ones."""
    async with db.connect() as connection:
        known = [*await populations.history(connection), *_bundled(request)]
    wanted = next((snapshot for snapshot in known if snapshot.name == to), None)
    if wanted is None:
        raise Problem(404, "not_found")
    return await _replace(log, ReplacePopulation(wanted.dated, wanted.source, wanted.cells, staff.id), now)


async def _replace(log: EventLog, command: ReplacePopulation, now: datetime) -> Response:
    outcome = await log.execute(decider, POPULATION, command, now)
    await log.caught_up(populations.projection.name, outcome.position)
    return RedirectResponse(f"{PATH}?done=1", 303)


async def _shown(
    request: Request,
    db: Db,
    *,
    written: dict[str, str] | None = None,
    errors: Sequence[tuple[str, str]] = (),
    faults: Sequence[Fault] = (),
    done: bool = False,
) -> Response:
    say = translate(language_of(request))
    bundled = _bundled(request)
    async with db.connect() as connection:
        history = await populations.history(connection)
    if faults:
        errors = [*errors, ("file", _in_words(say, faults[0]))]
    return page(
        request,
        "staff_population.html",
        status=422 if errors else 200,
        in_use=populations.chosen([*history, *bundled]),
        known=[*history, *bundled],
        written=written or {},
        errors=[(field, say(text)) for field, text in errors],
        error={field: say(text) for field, text in errors},
        faults=[(fault.row, _in_words(say, fault)) for fault in faults[:FAULTS_SHOWN]],
        more_faults=max(0, len(faults) - FAULTS_SHOWN),
        done=done,
    )


def _in_words(say: Any, fault: Fault) -> str:
    return str(say(fault.text, value=fault.value))


def _bundled(request: Request) -> tuple[Snapshot, ...]:
    return populations.bundled(request.app.state.house.settings.municipality)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise DateUnfit from None


async def _uploaded(form: FormData, dated: date) -> Table:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Unfit(Fault(0, FILE_MISSING))
    return read(await file.read(), municipality().areas, dated)


def _as_csv(table: Table) -> str:
    """As it is read again: only the columns that the table has."""
    names = [name for name in ("area", "gender", "age_band") if getattr(table.cells[0], name) is not None]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([*names, "persons"])
    writer.writerows([*(getattr(cell, name) for name in names), cell.persons] for cell in table.cells)
    return written.getvalue()


def _totals(request: Request, table: Table) -> list[tuple[str, list[tuple[str, int]]]]:
    """Persons by each dimension that the table has, for a look before the yes."""
    say, areas = translate(language_of(request)), municipality().areas
    found = [
        (say(GENDER), [(name_of(language_of(request), (None, key)), n) for key, n in table.by("gender").items()]),
        (say(AGE), [(name_of(language_of(request), (key, None)), n) for key, n in table.by("age_band").items()]),
        (say(AREA), [(areas[key], n) for key, n in table.by("area").items()]),
    ]
    return [(heading, rows) for heading, rows in found if rows]
