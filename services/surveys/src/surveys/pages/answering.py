"""Answering in a browser, without a script: the link, a page per section, a look over it all, the receipt.

A posted page is saved and answered with the next page itself: one round trip per page on a slow phone. What is posted again,
by a reload or the back button, is saved again and changes nothing else.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
from surveys.inviting.invitation import (
    AlreadyAnswered,
    InvitationEnded,
    InvitationRefusal,
    NoSuchInvitation,
    SurveyClosedRefused,
)
from surveys.parts import Parts, PartsOf
from surveys.questionnaire import Problem, Questionnaire, Section, check, offered_questions, visible_sections, with_section
from surveys.questionnaire.asking import Occasion
from surveys.questionnaire.forms import names_of
from surveys.questionnaire.sheets import (
    Context,
    check_sheet,
    next_section,
    previous_section,
    section_sheet,
    start_sheet,
    survey_sheet,
)
from surveys.responding.answering import AnswersRefused, Sitting, save, saved, sit_down, submit
from surveys.responding.drafts import Draft
from ui import language_of, page, site_of

router = APIRouter(prefix="/s/{token}", dependencies=[open_to_all], include_in_schema=False)
CHECK = "check"
MOST_FIELDS = 3_000
Form = ImmutableMultiDict[str, str]


@router.head("")  # those who check the links of a mail ask so
@router.get("")
async def open_link(request: Request, token: str, parts: PartsOf, now: Now) -> Response:
    """What it is about and who can see the answers; for one who has begun, the way on."""
    try:
        sitting = await _open(parts, token)
    except InvitationRefusal as refusal:
        return _refused(request, refusal)
    draft, visit = await saved(parts, sitting), _visit(request, sitting, now)
    if draft.at == CHECK:
        return _check_page(visit, draft)
    way = visible_sections(visit.questionnaire, draft.answers, visit.occasion)
    if draft.at or visit.questionnaire.introduction or not way:
        return _start_page(visit, draft)
    return _section_page(visit, way[0], draft.answers, opening=True)


@router.get(f"/{CHECK}")
async def look_over(request: Request, token: str, parts: PartsOf, now: Now) -> Response:
    try:
        sitting = await _open(parts, token)
    except InvitationRefusal as refusal:
        return _refused(request, refusal)
    return _check_page(_visit(request, sitting, now), await saved(parts, sitting))


@router.post("/submit")
async def send(request: Request, token: str, parts: PartsOf, now: Now) -> Response:
    """Send what is saved. A repeated sending gets the receipt again."""
    form = await _form(request)
    try:
        sitting = await sit_down(parts, token)
        return await _send(_visit(request, sitting, now), parts, await saved(parts, sitting), form)
    except InvitationRefusal as refusal:
        return _refused(request, refusal)


@router.get("/{section_id}")
async def section(request: Request, token: str, section_id: str, parts: PartsOf, now: Now, then: str = "") -> Response:
    """One page; `then=check` for one who came from the look over it all, and goes back there."""
    try:
        sitting = await _open(parts, token)
    except InvitationRefusal as refusal:
        return _refused(request, refusal)
    draft = await saved(parts, sitting)
    visit = _visit(request, sitting, now)
    return _section_page(visit, _section(visit, section_id), draft.answers, then=then)


@router.post("/{section_id}")
async def save_section(request: Request, token: str, section_id: str, parts: PartsOf, now: Now) -> Response:
    """Save the page; the field `go` says where to: next (also when nothing is said), back, stay, or send at once."""
    form = await _form(request)
    try:
        sitting = await sit_down(parts, token)
        visit = _visit(request, sitting, now)
        here = _section(visit, section_id)
        before = (await saved(parts, sitting)).answers
        shown = {question.id for question in offered_questions(visit.questionnaire, here.id, before, visit.occasion)}
        answers = with_section(visit.questionnaire, here.id, before, form, shown)
        if form.get("go") == "send":
            return await _send(visit, parts, Draft(answers, here.id), form)
        return await _save(visit, parts, here, answers, form)
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


@dataclass(frozen=True)
class Visit:
    """One request of one person: before which questionnaire, in which language, on which day."""

    request: Request
    sitting: Sitting
    questionnaire: Questionnaire
    language: str
    now: datetime

    @property
    def occasion(self) -> Occasion:
        return self.sitting.occasion(self.now)

    @property
    def base(self) -> str:
        return f"/s/{self.request.path_params['token']}"

    def page(self, path: str, template: str, sheet: Context, *, status: int = 200) -> Response:
        """A page under its own address, whatever was asked for, so that the links on it lead back to it."""
        scope = {**self.request.scope, "path": path, "raw_path": path.encode()}
        return page(Request(scope), template, status=status, **sheet)


def _visit(request: Request, sitting: Sitting, now: datetime) -> Visit:
    """The questionnaire page by page, in the language its reader wants: also one that the site itself does not speak."""
    publication = sitting.publication
    chosen = site_of(request).speak(request, publication.questionnaire.languages)
    language = language_of(request)
    return Visit(request, sitting, publication.paged_in(chosen, language), language, now)


async def _save(visit: Visit, parts: Parts, here: Section, answers: dict[str, Any], form: Form) -> Response:
    go, then = form.get("go") or "next", form.get("then", "")
    problems = _problems(visit, here, answers) if go == "next" else []
    onward = _onward(visit, here, answers, go, then) if not problems else here
    draft = Draft(answers, onward.id if onward else "" if go == "back" else CHECK)
    await save(parts, visit.sitting, draft, visit.now)
    if onward is not None:
        return _section_page(visit, onward, answers, problems, then=then if onward is here else "")
    return _start_page(visit, draft) if go == "back" else _check_page(visit, draft)


def _onward(visit: Visit, here: Section, answers: dict[str, Any], go: str, then: str) -> Section | None:
    """The section to show after this one; None before the first and after the last."""
    if go == "stay":
        return here
    if go == "back":
        return previous_section(visit.questionnaire, here.id, answers, visit.occasion)
    return None if then == CHECK else next_section(visit.questionnaire, here.id, answers, visit.occasion)


def _problems(visit: Visit, here: Section, answers: dict[str, Any]) -> list[Problem]:
    asked = {name for question in here.questions for name in names_of(question)}
    checked = check(visit.questionnaire, answers, here.id, visit.occasion)
    return [problem for problem in checked.problems if problem.question_id in asked]


async def _send(visit: Visit, parts: Parts, draft: Draft, form: Form) -> Response:
    """Register the response, or keep what was written and show what is wrong with it."""
    language = visit.questionnaire.language_for(visit.language)
    submission_id = _submission_id(parts, visit.sitting, draft, form)
    try:
        await submit(parts, visit.sitting, submission_id, draft.answers, language, visit.now)
    except AnswersRefused as refused:
        await save(parts, visit.sitting, draft, visit.now)
        return _check_page(visit, draft, status=refused.status)
    kept = check(visit.questionnaire, draft.answers, occasion=visit.occasion).answers_kept
    sheet = survey_sheet(visit.questionnaire, visit.language, kept)
    return page(visit.request, "answer_receipt.html", **sheet)


def _submission_id(parts: Parts, sitting: Sitting, draft: Draft, form: Form) -> UUID:
    """The one the form carries; without one, the same answers on the same link are the same submission."""
    try:
        return UUID(form.get("submission_id", ""))
    except ValueError:
        written = sitting.invitation_id.bytes + msgspec.json.encode(draft.answers, order="sorted")
        return UUID(bytes=hmac.digest(parts.invitation_secret, written, sha256)[:16], version=4)


def _section(visit: Visit, section_id: str) -> Section:
    found = visit.questionnaire.section(section_id)
    if found is None:
        raise Unreadable(404, "no_such_section")
    return found


def _start_page(visit: Visit, draft: Draft) -> Response:
    minutes = visit.sitting.publication.minutes
    sheet = start_sheet(
        visit.questionnaire, draft.answers, visit.language, visit.base, minutes, draft.at, occasion=visit.occasion
    )
    return visit.page(visit.base, "answer_start.html", sheet)


def _section_page(
    visit: Visit,
    shown: Section,
    answers: dict[str, Any],
    problems: Sequence[Problem] = (),
    *,
    then: str = "",
    opening: bool = False,
) -> Response:
    sheet = section_sheet(
        visit.questionnaire,
        shown,
        answers,
        visit.language,
        visit.base,
        problems,
        from_check=then == CHECK,
        occasion=visit.occasion,
    )
    sheet |= {"opening": opening, "minutes": visit.sitting.publication.minutes}
    return visit.page(f"{visit.base}/{shown.id}", "answer_section.html", sheet, status=422 if sheet["errors"] else 200)


def _check_page(visit: Visit, draft: Draft, *, status: int = 200) -> Response:
    sheet = check_sheet(visit.questionnaire, draft.answers, visit.language, visit.base, str(uuid4()), visit.occasion)
    return visit.page(f"{visit.base}/{CHECK}", "answer_check.html", sheet, status=status)


def _refused(request: Request, refusal: InvitationRefusal) -> Response:
    names = {
        AlreadyAnswered: "used",
        InvitationEnded: "ended",
        SurveyClosedRefused: "closed",
        NoSuchInvitation: "unknown",
    }
    return page(request, f"answer_{names[type(refusal)]}.html", status=refusal.status)


async def _form(request: Request) -> Form:
    """What was posted. Read by the standard library: a tenth of the cost of a parser made for files."""
    try:
        body = (await request.body()).decode()
        return ImmutableMultiDict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise Unreadable(422, "unreadable_form") from error
