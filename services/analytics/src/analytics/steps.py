"""From one publication to the next: what is compared with what was said before tells of no fewer than ten new responses.

Both publications can be subtracted from one another, group by group, and so can what each of them leaves hidden. A part of
the figures is renewed only where each such difference is of nobody or of ten and more; else it stands as it was.
"""

from collections.abc import Mapping

import msgspec

from analytics.disclosure import FLOOR
from analytics.figures import Breakdown, Distribution, Part, QuestionFigures, SurveyFigures


def in_steps(former: SurveyFigures, now: SurveyFigures) -> SurveyFigures:
    before = {(question.id, part.id): part for question in former.questions for part in (*question.parts, *question.beside)}
    questions = tuple(_question(before, question) for question in now.questions)
    return msgspec.structs.replace(now, respondents=_part(former.respondents, now.respondents), questions=questions)


def _question(before: Mapping[tuple[str, str], Part], question: QuestionFigures) -> QuestionFigures:
    parts, beside = (
        tuple(_part(before.get((question.id, part.id)), part) for part in of) for of in (question.parts, question.beside)
    )
    return msgspec.structs.replace(question, parts=parts, beside=beside)


def _part(former: Part | None, now: Part) -> Part:
    if former is None or former.total.state == "hidden":
        return now
    if not _a_step(former.total.base, now.total.base):
        return former
    breakdowns = {kind: _breakdown(former.breakdowns.get(kind), new) for kind, new in now.breakdowns.items()}
    return msgspec.structs.replace(now, breakdowns=breakdowns)


def _breakdown(former: Breakdown | None, now: Breakdown) -> Breakdown:
    if former is None:
        return now
    shown_before = {group for group, told in former.groups.items() if told.state == "shown"}
    shown_now = {group for group, told in now.groups.items() if told.state == "shown"}
    if not shown_before:
        return now
    if shown_before - shown_now:
        return former
    steps = [_a_step(former.groups[group].base, now.groups[group].base) for group in shown_before]
    rest = _a_step(former.base - _told(former, shown_before), now.base - _told(now, shown_before))
    return now if rest and all(steps) else former


def _told(breakdown: Breakdown, groups: set[str]) -> int:
    return sum(breakdown.groups.get(group, Distribution()).base for group in groups)


def _a_step(before: int, now: int) -> bool:
    return now == before or now - before >= FLOOR
