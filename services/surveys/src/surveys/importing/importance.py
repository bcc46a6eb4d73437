"""Which losses matter most: questions that are gone, then rules, then what is otherwise, and last what the panel has itself."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from surveys.importing import reasons as why
from surveys.importing.finishing import OWN_WORDS
from surveys.importing.fitting import NOT_FITTING
from surveys.importing.limesurvey import kinds as limesurvey_kinds
from surveys.importing.limesurvey.settings import CONSENT, MODE, OLD_CONDITIONS, PRIVACY, QUOTAS, SOFT
from surveys.importing.limesurvey.survey import EMPTY_GROUP
from surveys.importing.losses import Loss
from surveys.importing.surveyjs import kinds as surveyjs_kinds
from surveys.importing.surveyjs.flow import NO_TRIGGER, NOT_ENDED
from surveys.importing.surveyjs.grids import COLUMN_LEFT_OUT
from surveys.importing.surveyjs.properties import OWN_MESSAGE
from surveys.importing.xlsform import kinds as xlsform_kinds
from surveys.importing.xlsform.choices import NOT_USED
from surveys.importing.xlsform.kinds import ABOUT_DEVICE
from ui import mark


class Reasoned(Protocol):
    @property
    def reason(self) -> str: ...


Told = TypeVar("Told", bound=Reasoned)

QUESTIONS = frozenset(
    {why.HIDDEN, why.NOT_SHOWN, why.NO_ANSWERS, why.TOO_MANY, why.NO_SUCH_TYPE, EMPTY_GROUP, COLUMN_LEFT_OUT, NOT_USED}
    | {*limesurvey_kinds.UNKNOWN.values(), *surveyjs_kinds.UNKNOWN.values(), *xlsform_kinds.UNKNOWN.values()}
    | {surveyjs_kinds.ELSEWHERE}
) - {ABOUT_DEVICE}
RULES = frozenset(
    {why.FOR_ALL, why.NOT_CHECKED, why.NOT_WORKED_OUT, why.VALUE, why.LIMIT, why.REQUIRED_IF, OLD_CONDITIONS, SOFT}
    | {NOT_ENDED, NO_TRIGGER, NOT_FITTING, OWN_WORDS}
)
AROUND = frozenset(
    {
        why.LOOKS,
        why.PAGES,
        why.ACCESS,
        why.RESULTS,
        why.MAIL,
        why.SENT_ON,
        why.TIMED,
        why.POINTS,
        MODE,
        PRIVACY,
        CONSENT,
        QUOTAS,
    }
    | {OWN_MESSAGE, ABOUT_DEVICE}
)

HEADINGS = (
    mark("Spørsmål og svar som ikke er med"),
    mark("Betingelser og kontroller som ikke er med"),
    mark("Annet som er blitt annerledes"),
    mark("Utseende, e-poster og innstillinger som panelet har selv"),
)


def importance(reason: str) -> int:
    """The place among the headings. A rule that is lost says first what is so here, and on a line of its own why."""
    first = reason.split("\n", maxsplit=1)[0]
    return 0 if first in QUESTIONS else 1 if first in RULES else 3 if first in AROUND else 2


def by_importance(losses: Iterable[Loss]) -> list[Loss]:
    return sorted(losses, key=lambda loss: importance(loss.reason))


def under_headings(losses: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """The headings that have any, each with its losses."""
    found: dict[int, list[Told]] = {}
    for loss in losses:
        found.setdefault(importance(loss.reason), []).append(loss)
    return [(HEADINGS[place], found[place]) for place in sorted(found)]
