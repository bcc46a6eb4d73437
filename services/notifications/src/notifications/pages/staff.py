"""The outbox room: how the mail goes, and the few mails that need a person."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

import ui
from notifications import outbox
from notifications.api import LAST, send_again
from notifications.known_surveys import known_surveys
from notifications.notification import Status
from notifications.pages.reasons import in_words
from runtime.house import Db, Log, Now
from runtime.rights import Staff, needs

router = APIRouter(include_in_schema=False)
PAGE = 25


@router.get("/staff/outbox")
async def show_outbox(
    request: Request,
    db: Db,
    staff: Annotated[Staff, needs("outbox:read")],
    before: Annotated[int, Query(ge=0, le=LAST)] = LAST,
    again: Annotated[str, Query(max_length=8)] = "",
) -> HTMLResponse:
    language = ui.language_of(request)
    async with db.connect() as connection:
        mailings = await outbox.mailings(connection)
        trouble = await outbox.trouble(connection, before, PAGE + 1)
        surveys = {m.survey_id for m in mailings if m.survey_id is not None}  # every mail stands in a mailing
        titles = {id_: survey.title(language) for id_, survey in (await known_surveys(connection, surveys)).items()}
    return ui.page(
        request,
        "outbox.html",
        mailings=mailings,
        totals={status.value: sum(m.number(status) for m in mailings) for status in Status},
        trouble=trouble[:PAGE],
        reasons={t.notification_id: in_words(t.reason, ui.translate(language)) for t in trouble},
        titles=titles,
        may_send="dispatch:send" in staff.rights,
        ordered=bool(again),
        first_page=before == LAST,
        next_page=f"/staff/outbox?before={trouble[PAGE - 1].position}#trouble" if len(trouble) > PAGE else None,
    )


@router.post("/staff/outbox/{notification_id}/send-again")
async def order_again(
    notification_id: UUID, log: Log, now: Now, staff: Annotated[Staff, needs("dispatch:send")]
) -> RedirectResponse:
    await send_again(log, notification_id, staff, now)
    return RedirectResponse("/staff/outbox?again=1", 303)
