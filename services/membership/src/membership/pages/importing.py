"""Bringing an earlier panel along: upload, say what the columns are, look, order, follow."""

import asyncio
from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile
from starlette.responses import Response

from membership.importing import imports, kept, progress
from membership.importing.columns import REQUIRED, Columns, Field, chosen, guess, missing
from membership.importing.panel_import import Cancel, NoSuchImport, Order, PanelImport, Stage, Upload, panel_imports
from membership.importing.people import WHY, Reason, Rejected
from membership.importing.preview import as_csv, preview, said
from membership.importing.reading import read_file
from membership.importing.sheet import MOST_COLUMNS, NotTaken, Sheet
from membership.pages.form_fields import GENDER_NAMES
from membership.parts import Parts, PartsOf
from runtime.house import Now
from runtime.rights import Staff, needs
from ui import language_of, mark, municipality, page, translate
from ui.formats import HERE

PATH = "/staff/panel/import"
UPLOADS = frozenset({PATH})
A_PAGE = 50
CHOSEN = "chosen"
router = APIRouter(prefix=PATH, include_in_schema=False)
Writer = Annotated[Staff, needs("panel:write")]
Number = Annotated[int, Query(ge=1, le=400)]

FILE_MISSING = mark("Velg filen med medlemmene")
LABELS = {
    Field.email: mark("E-postadresse"),
    Field.birth: mark("Fødselsår, alder eller fødselsdato"),
    Field.name: mark("Hele navnet"),
    Field.first_name: mark("Fornavn"),
    Field.last_name: mark("Etternavn"),
    Field.gender: mark("Kjønn"),
    Field.area: mark("Område"),
    Field.interests: mark("Temaer"),
    Field.language: mark("Språk"),
}
LANGUAGE_NAMES = {"nb": mark("Bokmål"), "nn": mark("Nynorsk"), "en": mark("Engelsk")}
SUMMED_UP = {**WHY, Reason.twice: mark("Adressen står i flere rader")}
PAGES = {
    Stage.ordered: "staff_import_under_way.html",
    Stage.completed: "staff_import_done.html",
    Stage.cancelled: "staff_import_cancelled.html",
}
STAGES = {
    Stage.uploaded: mark("Lastet opp"),
    Stage.ordered: mark("Hentes inn"),
    Stage.completed: mark("Ferdig"),
    Stage.cancelled: mark("Avbrutt"),
}


@router.get("", dependencies=[needs("panel:write")])
async def upload_form(request: Request, parts: PartsOf) -> Response:
    return await _upload_page(request, parts)


@router.post("")
async def upload(request: Request, staff: Writer, parts: PartsOf, now: Now) -> Response:
    say = translate(language_of(request))
    async with request.form(max_files=1, max_fields=5) as form:
        file = form.get("file")
        content = await file.read() if isinstance(file, UploadFile) and file.filename else None
    if content is None:
        return await _upload_page(request, parts, say(FILE_MISSING))
    try:
        sheet = await asyncio.to_thread(read_file, content)
    except NotTaken as refused:
        return await _upload_page(request, parts, say(refused.text, row=refused.row))
    import_id = uuid4()
    await kept.keep(parts, import_id, sheet, now)
    await parts.log.execute(panel_imports, import_id, Upload(len(sheet.rows), staff.id), now)
    return _see(import_id)


@router.get("/{import_id}", dependencies=[needs("panel:write")])
async def one_import(request: Request, import_id: UUID, parts: PartsOf, now: Now, n: Number = 1) -> Response:
    state = await _state(parts, import_id)
    if state.stage is Stage.uploaded:
        return await _preview_page(request, parts, import_id, now, n)
    async with parts.engine.connect() as connection:
        reached = await progress.of(connection, import_id)
        rejected = await progress.rejected(connection, import_id)
    return page(
        request,
        PAGES[state.stage],
        state=state,
        reached=reached,
        import_id=import_id,
        **_rejected(request, import_id, rejected, n),
    )


@router.get("/{import_id}/rejected", dependencies=[needs("panel:write")])
async def rejected_rows(request: Request, import_id: UUID, parts: PartsOf, now: Now) -> Response:
    """With all that stood in them while the file is here, so that they can be put right and uploaded; then by number alone."""
    state = await _state(parts, import_id)
    say = translate(language_of(request))
    heading = [say("Rad"), say("Grunn")]
    if state.stage is Stage.uploaded:
        sheet = await kept.read(parts, import_id)
        looked = await preview(parts, sheet, _columns(request, sheet), municipality(), now.astimezone(HERE).date())
        heading += sheet.heading
        rows = [[str(r.row), _why(request, r), *sheet.rows[r.row - sheet.first]] for r in looked.rejected]
    else:
        async with parts.engine.connect() as connection:
            rows = [[str(r.row), _why(request, r)] for r in await progress.rejected(connection, import_id)]
    headers = {"Content-Disposition": 'attachment; filename="rejected.csv"'}
    return Response(as_csv(heading, rows), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/{import_id}/order")
async def order(request: Request, staff: Writer, import_id: UUID, parts: PartsOf, now: Now) -> Response:
    form = await request.form(max_files=0, max_fields=20)
    said_columns = chosen({name: value for name, value in form.items() if isinstance(value, str)}, MOST_COLUMNS)
    command = Order({str(field): column for field, column in said_columns.items()}, staff.id)
    outcome = await parts.log.execute(panel_imports, import_id, command, now)
    await parts.log.caught_up(imports.projection.name, outcome.position)
    return _see(import_id)


@router.post("/{import_id}/cancel")
async def cancel(staff: Writer, import_id: UUID, parts: PartsOf, now: Now) -> Response:
    """Recorded first, so that it cannot be ordered meanwhile; then the rows are erased."""
    await parts.log.execute(panel_imports, import_id, Cancel(staff.id), now)
    await kept.erase(parts, import_id)
    return _see(import_id)


async def _state(parts: Parts, import_id: UUID) -> PanelImport:
    state = (await parts.log.load(panel_imports, import_id)).state
    if state.stage is Stage.unknown:
        raise NoSuchImport
    return state


async def _upload_page(request: Request, parts: Parts, error: str = "") -> Response:
    say = translate(language_of(request))
    async with parts.engine.connect() as connection:
        earlier = await imports.recent(connection)
    return page(
        request,
        "staff_import.html",
        status=422 if error else 200,
        errors=[("file", error)] if error else [],
        earlier=earlier,
        stages={stage: say(text) for stage, text in STAGES.items()},
    )


async def _preview_page(request: Request, parts: Parts, import_id: UUID, now: Now, number: int) -> Response:
    say = translate(language_of(request))
    sheet = await kept.read(parts, import_id)
    columns = _columns(request, sheet)
    complete = not missing(columns)
    looked = await preview(parts, sheet, columns, municipality(), now.astimezone(HERE).date()) if complete else None
    query = {CHOSEN: "1", **{str(field): str(column) for field, column in columns.items()}}
    shown = {} if looked is None else _rejected(request, import_id, looked.rejected, number, query)
    return page(
        request,
        "staff_import_preview.html",
        import_id=import_id,
        sheet=sheet,
        columns=columns,
        fields=[(field, say(text), field in REQUIRED) for field, text in LABELS.items()],
        headings=[(str(n), f"{_letter(n)}: {text}" if text else _letter(n)) for n, text in enumerate(sheet.heading)],
        looked=looked,
        genders={gender: say(name) for gender, name in GENDER_NAMES.items()},
        language_names={tongue: say(name) for tongue, name in LANGUAGE_NAMES.items()},
        said=lambda row: said(sheet, columns, row),
        chosen_name=CHOSEN,
        **shown,
    )


def _columns(request: Request, sheet: Sheet) -> Columns:
    """What was chosen, or guessed before anything was."""
    said_columns = dict(request.query_params)
    return chosen(said_columns, len(sheet.heading)) if CHOSEN in said_columns else guess(sheet.heading)


def _rejected(
    request: Request, import_id: UUID, rejected: Sequence[Rejected], number: int, query: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """One page of the rejected rows, and the ways to the others."""
    start = (number - 1) * A_PAGE
    own = f"{PATH}/{import_id}"
    query = query or {}
    say = translate(language_of(request))

    def at(n: int) -> str:
        return f"{own}?{urlencode({**query, 'n': n})}#rejected"

    return {
        "rejected": [(row, _why(request, row)) for row in rejected[start : start + A_PAGE]],
        "reasons": {reason: say(text) for reason, text in SUMMED_UP.items()},
        "rejected_in_all": len(rejected),
        "previous": at(number - 1) if number > 1 else None,
        "next": at(number + 1) if start + A_PAGE < len(rejected) else None,
        "download": f"{own}/rejected?{urlencode(query)}",
    }


def _why(request: Request, rejected: Rejected) -> str:
    return translate(language_of(request))(WHY[rejected.reason], row=rejected.other)


def _letter(column: int) -> str:
    """As spreadsheets name their columns."""
    before, last = divmod(column, len(ascii_uppercase))
    return (ascii_uppercase[before - 1] if before else "") + ascii_uppercase[last]


def _see(import_id: UUID) -> Response:
    return RedirectResponse(f"{PATH}/{import_id}", 303)
