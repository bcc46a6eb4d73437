"""Results as everyone sees them: what was published, as it was published."""

from fastapi import APIRouter, Request
from starlette.responses import Response

import ui
from analytics import results
from analytics.pages.groups import KINDS, grouping
from analytics.pages.pictures import breakdowns, pictures, respondents
from analytics.questions import text_in
from analytics.rates import Of, in_words, rates
from runtime.house import Db
from runtime.problems import Problem
from runtime.rights import open_to_all

router = APIRouter(prefix="/resultater", include_in_schema=False)


@router.get("", dependencies=[open_to_all])
async def show_results(request: Request, db: Db) -> Response:
    async with db.connect() as connection:
        found = await results.newest(connection)
    return ui.page(request, "public_results.html", results=found, rates=rates, Of=Of, text_in=text_in)


@router.get("/{slug}", dependencies=[open_to_all])
async def show_result(request: Request, slug: str, db: Db, by: str | None = None) -> Response:
    async with db.connect() as connection:
        result = await results.by_slug(connection, slug)
    if result is None:
        raise Problem(404, "unknown_result")
    language = ui.language_of(request)
    divided = grouping(by, language)
    figures = result.figures
    return ui.page(
        request,
        "public_result.html",
        result=result,
        title=text_in(result.title, language),
        findings=[text_in(finding, language) for finding in result.findings.texts],
        funnel=figures.funnel,
        rate=rates(figures.funnel)[Of.invited],
        share_in_words=in_words(figures.funnel.completed, figures.funnel.invited),
        questions=[(q, pictures(q, language), breakdowns(q, divided)) for q in figures.questions],
        respondents=respondents(figures.respondents, divided) if divided else [],
        kinds=KINDS,
        by=divided.kind if divided else None,
    )
