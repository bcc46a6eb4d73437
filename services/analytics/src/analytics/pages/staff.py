"""Results as staff see them: live, and the act of publishing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.responses import Response

import ui
from analytics import desk, participation, results, surveys
from analytics.disclosure import FLOOR
from analytics.events import Findings
from analytics.pages.groups import KINDS, grouping
from analytics.pages.pictures import breakdowns, pictures, respondents
from analytics.publication import LONGEST_FINDING, MOST_FINDINGS, FindingsTooLong, TooFewAnswers
from analytics.questions import text_in
from analytics.rates import Funnel, rates
from runtime.house import Db, Log, Now
from runtime.rights import Staff, needs

router = APIRouter(prefix="/staff/results", include_in_schema=False)
Reader = Annotated[Staff, needs("results:read")]
Publisher = Annotated[Staff, needs("results:publish")]
SCRIPT = Path(__file__).with_name("live.js")


@router.get("")
async def show_surveys(request: Request, db: Db, _: Reader) -> Response:
    async with db.connect() as connection:
        found = await surveys.newest(connection)
        funnels = await participation.totals(connection, [survey.id for survey in found])
        published = {result.survey_id for result in await results.newest(connection)}
    rows = [(survey, funnels.get(survey.id, Funnel()), survey.id in published) for survey in found]
    return ui.page(request, "results.html", rows=rows, rates=rates, text_in=text_in)


@router.get("/live.js")
async def live_script(_: Reader) -> Response:
    return FileResponse(SCRIPT, media_type="text/javascript", headers={"Cache-Control": "private, max-age=3600"})


@router.get("/{survey_id}")
async def show_survey(request: Request, survey_id: UUID, db: Db, _: Reader, by: str | None = None) -> Response:
    return ui.page(request, "result_of_survey.html", **await _seen(request, db, survey_id, by))


@router.get("/{survey_id}/live")
async def show_changes(request: Request, survey_id: UUID, db: Db, _: Reader, by: str | None = None) -> Response:
    """The part of the page that moves; 304 while nothing new is counted."""
    async with db.connect() as connection:
        tag = _tag(request, await desk.live(connection, survey_id), by)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": f'"{tag}"'})
    seen = await _seen(request, db, survey_id, by)
    response = ui.page(request, "live_figures.html", **seen)
    response.headers["ETag"] = f'"{seen["tag"]}"'
    return response


@router.get("/{survey_id}/publish")
async def ask_to_publish(request: Request, survey_id: UUID, db: Db, _: Publisher) -> Response:
    return await _publish_page(request, db, survey_id)


@router.post("/{survey_id}/publish")
async def publish(request: Request, survey_id: UUID, db: Db, log: Log, now: Now, _: Publisher) -> Response:
    form = {name: str(value) for name, value in (await request.form()).items()}
    try:
        await desk.publish(db, log, survey_id, _findings(form), now)
    except (FindingsTooLong, TooFewAnswers) as refused:
        return await _publish_page(request, db, survey_id, form, str(refused.title), refused.status)
    return RedirectResponse(f"/staff/results/{survey_id}", 303)


async def _seen(request: Request, db: AsyncEngine, survey_id: UUID, by: str | None) -> dict[str, Any]:
    language = ui.language_of(request)
    divided = grouping(by, language)
    async with db.connect() as connection:
        current = await desk.live(connection, survey_id)
        figures = await desk.figures_of(connection, current, [divided.kind] if divided else [])
        published = await results.by_survey(connection, survey_id)
    return {
        "survey": current.survey,
        "title": text_in(current.survey.title, language),
        "funnel": current.funnel,
        "rates": rates(current.funnel),
        "questions": [(q, pictures(q, language), breakdowns(q, divided)) for q in figures.questions],
        "respondents": respondents(figures.respondents, divided) if divided else [],
        "kinds": KINDS,
        "by": divided.kind if divided else None,
        "tag": _tag(request, current, by),
        "published": published,
        "floor": FLOOR,
    }


def _tag(request: Request, current: desk.Live, by: str | None) -> str:
    return f"{current.tag}-{by if by in KINDS else 'all'}-{ui.language_of(request)}"


async def _publish_page(
    request: Request,
    db: AsyncEngine,
    survey_id: UUID,
    said: Mapping[str, str] | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    async with db.connect() as connection:
        current = await desk.live(connection, survey_id)
        published = await results.by_survey(connection, survey_id)
    return ui.page(
        request,
        "publish_result.html",
        status=status,
        survey=current.survey,
        title=text_in(current.survey.title, ui.language_of(request)),
        funnel=current.funnel,
        published=published,
        said=said if said is not None else _said(published.findings if published else Findings()),
        written_in=[tongue for tongue in ui.LANGUAGES if tongue in current.survey.questionnaire.languages]
        or list(ui.LANGUAGES)[:1],
        most=MOST_FINDINGS,
        longest=LONGEST_FINDING,
        problem=problem,
        floor=FLOOR,
    )


def _findings(form: Mapping[str, str]) -> Findings:
    """Empty findings are left out; line breaks within one are spaces."""
    found = (
        {tongue: text for tongue in ui.LANGUAGES if (text := " ".join(form.get(f"finding-{n}-{tongue}", "").split()))}
        for n in range(1, MOST_FINDINGS + 1)
    )
    return Findings(tuple(finding for finding in found if finding))


def _said(findings: Findings) -> dict[str, str]:
    return {
        f"finding-{n}-{tongue}": text for n, finding in enumerate(findings.texts, start=1) for tongue, text in finding.items()
    }
