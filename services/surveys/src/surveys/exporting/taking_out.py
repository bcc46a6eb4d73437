"""What staff take out of a survey: its questions in another form. Pages and JSON share it."""

import asyncio
from datetime import datetime
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from surveys import desk, pictures
from surveys.exporting.forms import KINDS, Form, Wanted, exported
from surveys.exporting.paper import Paper
from surveys.exporting.paper_writing import paper
from surveys.parts import Parts
from surveys.questionnaire import Questionnaire, read_draft
from ui import language_of, municipality, site_of

PDF: Form = "paper.pdf"


async def take_out(request: Request, parts: Parts, survey_id: UUID, form: Form, language: str, now: datetime) -> Response:
    """The file; paper in the reader's language where none is asked for. Raises NoSuchSurvey, and NoLettersFor."""
    survey = await desk.survey_of(parts, survey_id)
    questionnaire = read_draft(survey.definition)
    spoken = questionnaire.language_for(language or language_of(request))
    shown = await _pictures(parts, paper(questionnaire, spoken)) if form == PDF else {}
    today = now.astimezone(desk.HERE).date()
    wanted = Wanted(questionnaire, survey.number, municipality().name, today, spoken, shown, base_of(request))
    content = await asyncio.to_thread(exported, form, wanted)
    name = f"{survey.number}-{spoken}.pdf" if form == PDF else f"{survey.number}-{form}"
    return Response(content, media_type=KINDS[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def base_of(request: Request) -> str:
    """Where the panel stands on the web."""
    return site_of(request).public_url.rstrip("/")


async def on_paper(parts: Parts, survey_id: UUID, language: str) -> tuple[Questionnaire, Paper]:
    questionnaire = read_draft((await desk.survey_of(parts, survey_id)).definition)
    return questionnaire, paper(questionnaire, questionnaire.language_for(language))


async def _pictures(parts: Parts, printed: Paper) -> dict[str, bytes]:
    found = {file: await pictures.find(parts.engine, file) for file in dict.fromkeys(printed.pictures)}
    return {file: content for file, content in found.items() if content is not None}
