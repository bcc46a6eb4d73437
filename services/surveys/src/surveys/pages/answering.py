"""Answering in a browser, without a script: the link, a page per section, a look over it all, the receipt.

A posted page is saved and answered with the next page itself: one round trip per page on a slow phone. What is posted again,
by a reload or the back button, is saved again and changes nothing else.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import ImmutableMultiDict

from runtime.house import Now
from runtime.problems import Problem as Unreadable
from runtime.rights import open_to_all
from surveys.answering import AnswersRefused, Sitting, save, saved, sit_down, submit
from surveys.drafts import Draft
from surveys.invitation import AlreadyAnswered, InvitationEnded, InvitationRefusal, NoSuchInvitation, SurveyClosedRefused
from surveys.parts import Parts, PartsOf
from surveys.questionnaire import Problem, Questionnaire, Section, check, visible_sections, with_section
from surveys.questionnaire.forms import names_of
from surveys.questionnaire.sheets import (
    check_sheet,
    next_section,
    previous_section,
    section_sheet,
    start_sheet,
    survey_sheet,
)
from ui import language_of, page, site_of

router = APIRouter(prefix="/s/{token}", dependencies=[open_to_all], include_in_schema=False)
CHECK = "check"
MOST_FIELDS = 3_000
Form = ImmutableMultiDict[str, str]


@router.head("")  # those who check the links of a mail ask so
@router.get("")
async def open_link(request: Request, token: str, parts: PartsOf) -> Response:
    """What it is about and who can see the answers; for one who has begun, the way on."""
    try:
        sitting = await _open(parts, token)
    except InvitationRefusal as refusal:
        return _refused(request, refusal)
    draft = await saved(parts, sitting)
    if draft.at == CHECK:
        return _check_page(request, sitting, draft)
    if draft.at or sitting.publication.questionnaire.introduction:
        return _start_page(request, sitting, draft)
    first = visible_sections(sitting.publication.paged, draft.answers)[0]
    return _section_page(request, sitting, first, draft.answers, opening=True)


@router.get(f"/{CHECK}")
async def look_over(request: Request, token: str, parts: PartsOf) -> Response:
    try:
        sitting = await _open(parts, token)
    except InvitationRefusal as refusal:
        return _refused(request, refusal)
    return _check_page(request, sitting, await saved(parts, sitting))


@router.post("/submit")
async def send(request: Request, token: str, parts: PartsOf, now: Now) -> Response:
    """Send what is saved. A repeated sending gets the receipt again."""
    form = await _form(request)
    try:
        sitting = await sit_down(parts, token)
        return await _send(request, parts, sitting, await saved(parts, sitting), form, now)
    except InvitationRefusal as refusal:
        return _refused(request, refusal)


@router.get("/{section_id}")
async def section(request: Request, token: str, section_id: str, parts: PartsOf, then: str = "") -> Response:
    """One page; `then=check` for one who came from the look over it all, and goes back there."""
    try:
        sitting = await _open(parts, token)
    except InvitationRefusal as refusal:
        return _refused(request, refusal)
    draft = await saved(parts, sitting)
    return _section_page(request, sitting, _section(sitting, section_id), draft.answers, then=then)


@router.post("/{section_id}")
async def save_section(request: Request, token: str, section_id: str, parts: PartsOf, now: Now) -> Response:
    """Save the page; the field `go` says where to: next (also when nothing is said), back, stay, or send at once."""
    form = await _form(request)
    try:
        sitting = await sit_down(parts, token)
        here = _section(sitting, section_id)
        draft = await saved(parts, sitting)
        answers = with_section(sitting.publication.paged, here.id, draft.answers, form)
        if form.get("go") == "send":
            return await _send(request, parts, sitting, Draft(answers, here.id), form, now)
        return await _save(request, parts, sitting, here, answers, form, now)
    except InvitationRefusal as refusal:
        return _refused(request, refusal)


async def _open(parts: Parts, token: str) -> Sitting:
    """Sit down to go on answering. Raises when that is over, or never could be."""
    sitting = await sit_down(parts, token)
    if sitting.answered:
        raise AlreadyAnswered
    if sitting.loaded.state.withdrawn:
        raise InvitationEnded
    if not sitting.publication.open:
        raise SurveyClosedRefused
    return sitting


async def _save(
    request: Request, parts: Parts, sitting: Sitting, here: Section, answers: dict[str, Any], form: Form, now: Now
) -> Response:
    go, then = form.get("go") or "next", form.get("then", "")
    problems = _problems(sitting, here, answers) if go == "next" else []
    onward = _onward(sitting, here, answers, go, then) if not problems else here
    draft = Draft(answers, onward.id if onward else "" if go == "back" else CHECK)
    await save(parts, sitting, draft, now)
    if onward is not None:
        return _section_page(request, sitting, onward, answers, problems, then=then if onward is here else "")
    return _start_page(request, sitting, draft) if go == "back" else _check_page(request, sitting, draft)


def _onward(sitting: Sitting, here: Section, answers: dict[str, Any], go: str, then: str) -> Section | None:
    """The section to show after this one; None before the first and after the last."""
    questionnaire = sitting.publication.paged
    if go == "stay":
        return here
    if go == "back":
        return previous_section(questionnaire, here.id, answers)
    return None if then == CHECK else next_section(questionnaire, here.id, answers)


def _problems(sitting: Sitting, here: Section, answers: dict[str, Any]) -> list[Problem]:
    asked = {name for question in here.questions for name in names_of(question)}
    return [p for p in check(sitting.publication.paged, answers, here.id).problems if p.question_id in asked]


async def _send(request: Request, parts: Parts, sitting: Sitting, draft: Draft, form: Form, now: Now) -> Response:
    """Register the response, or keep what was written and show what is wrong with it."""
    language = _paged(request, sitting).language_for(language_of(request))
    submission_id = _submission_id(parts, sitting, draft, form)
    try:
        await submit(parts, sitting, submission_id, draft.answers, language, now)
    except AnswersRefused as refused:
        await save(parts, sitting, draft, now)
        return _check_page(request, sitting, draft, status=refused.status)
    return page(request, "answer_receipt.html", **_sheet(request, sitting))


def _submission_id(parts: Parts, sitting: Sitting, draft: Draft, form: Form) -> UUID:
    """The one the form carries; without one, the same answers on the same link are the same submission."""
    try:
        return UUID(form.get("submission_id", ""))
    except ValueError:
        written = sitting.invitation_id.bytes + msgspec.json.encode(draft.answers, order="sorted")
        return UUID(bytes=hmac.digest(parts.invitation_secret, written, sha256)[:16], version=4)


def _section(sitting: Sitting, section_id: str) -> Section:
    found = sitting.publication.paged.section(section_id)
    if found is None:
        raise Unreadable(404, "no_such_section")
    return found


def _paged(request: Request, sitting: Sitting) -> Questionnaire:
    """The questionnaire page by page, in the language its reader wants: also one that the site itself does not speak."""
    publication = sitting.publication
    chosen = site_of(request).speak(request, publication.questionnaire.languages)
    return publication.paged_in(chosen, language_of(request))


def _start_page(request: Request, sitting: Sitting, draft: Draft) -> Response:
    base, questionnaire = _base(request), _paged(request, sitting)
    language, minutes = language_of(request), sitting.publication.minutes
    sheet = start_sheet(questionnaire, draft.answers, language, base, minutes, draft.at)
    return page(_at(request, base), "answer_start.html", **sheet)


def _section_page(
    request: Request,
    sitting: Sitting,
    shown: Section,
    answers: dict[str, Any],
    problems: Sequence[Problem] = (),
    *,
    then: str = "",
    opening: bool = False,
) -> Response:
    base, questionnaire = _base(request), _paged(request, sitting)
    sheet = section_sheet(questionnaire, shown, answers, language_of(request), base, problems, from_check=then == CHECK)
    sheet |= {"opening": opening, "minutes": sitting.publication.minutes}
    status = 422 if sheet["errors"] else 200
    return page(_at(request, f"{base}/{shown.id}"), "answer_section.html", status=status, **sheet)


def _check_page(request: Request, sitting: Sitting, draft: Draft, *, status: int = 200) -> Response:
    base, questionnaire = _base(request), _paged(request, sitting)
    sheet = check_sheet(questionnaire, draft.answers, language_of(request), base, str(uuid4()))
    return page(_at(request, f"{base}/{CHECK}"), "answer_check.html", status=status, **sheet)


def _sheet(request: Request, sitting: Sitting) -> dict[str, Any]:
    return survey_sheet(_paged(request, sitting), language_of(request))


def _refused(request: Request, refusal: InvitationRefusal) -> Response:
    names = {
        AlreadyAnswered: "used",
        InvitationEnded: "ended",
        SurveyClosedRefused: "closed",
        NoSuchInvitation: "unknown",
    }
    return page(request, f"answer_{names[type(refusal)]}.html", status=refusal.status)


def _base(request: Request) -> str:
    return f"/s/{request.path_params['token']}"


def _at(request: Request, path: str) -> Request:
    """The request as if it had asked for the page that is shown, so that the links on that page lead back to it."""
    return Request({**request.scope, "path": path, "raw_path": path.encode()})


async def _form(request: Request) -> Form:
    """What was posted. Read by the standard library: a tenth of the cost of a parser made for files."""
    try:
        body = (await request.body()).decode()
        return ImmutableMultiDict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise Unreadable(422, "unreadable_form") from error
