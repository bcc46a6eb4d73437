"""The privacy notice, the record of processing and the consent texts, each in every version there has been."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from membership import documents
from membership.documents import Kind, Version
from membership.documents.rendering import escaped, html, table
from membership.pages.languages import read_in
from membership.signing_up.asked import asked_by, shown
from runtime.problems import Problem
from runtime.rights import open_to_all
from ui import language_of, page, site_of, translate

router = APIRouter(dependencies=[open_to_all], include_in_schema=False)

PATHS = {Kind.notice: "/personvern", Kind.processing: "/personvern/behandling", Kind.consent: "/personvern/samtykke"}
VersionId = Annotated[str, Path(max_length=20)]


@router.get("/personvern")
async def notice(request: Request) -> Response:
    return _shown(request, documents.newest(Kind.notice))


@router.get("/personvern/behandling")
async def processing(request: Request) -> Response:
    return _shown(request, documents.newest(Kind.processing))


@router.get("/personvern/samtykke")
async def consent(request: Request) -> Response:
    return _shown(request, documents.newest(Kind.consent))


@router.get("/personvern/behandling/{version}")
async def earlier_processing(request: Request, version: VersionId) -> Response:
    return _found(request, Kind.processing, version)


@router.get("/personvern/samtykke/{version}")
async def earlier_consent(request: Request, version: VersionId) -> Response:
    return _found(request, Kind.consent, version)


@router.get("/personvern/{version}")
async def earlier_notice(request: Request, version: VersionId) -> Response:
    return _found(request, Kind.notice, version)


def _found(request: Request, kind: Kind, version: str) -> Response:
    known = documents.find(kind, version)
    if known is None:
        raise Problem(404, "no_such_version", "Denne versjonen finnes ikke")
    return _shown(request, known)


def _shown(request: Request, version: Version) -> Response:
    return page(
        request,
        "document.html",
        kind=version.kind,
        version=version,
        versions=documents.all_of(version.kind),
        newest=documents.newest(version.kind),
        at=PATHS[version.kind],
        text=html(version.text(read_in(request)), _values(request)),
    )


def _values(request: Request) -> dict[str, str]:
    """What the municipality puts in. Earlier versions are shown with what it says today."""
    language, here = language_of(request), site_of(request).municipality
    say = translate(language)
    fields = shown(asked_by(here), language, say)
    rows = [(field.label if field.required else f"{field.label} ({say('valgfritt')})", field.purpose) for field in fields]
    return {
        "municipality": escaped(here.name),
        "contact": escaped(here.contact),
        "fields": table((say("Hva"), say("Hvorfor")), rows),
    }
