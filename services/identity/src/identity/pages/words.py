"""Words for the pages about signing in, in the reader's language."""

from datetime import datetime
from math import ceil

from fastapi import Request
from starlette.responses import Response

from eventlog import Refused
from identity.refusals import TooManyTries, WrongSignIn
from ui import Texts, language_of, mark, site_of

ROLE_NAMES = {
    "administrator": (mark("Administrator"), mark("Alt, også kontoene til de andre")),
    "steward": (mark("Panelansvarlig"), mark("Medlemmer, kampanjer og utsendelser")),
    "author": (mark("Forfatter"), mark("Lage undersøkelser og se resultater")),
    "publisher": (mark("Utgiver"), mark("Publisere undersøkelser, sende ut og publisere resultater")),
    "analyst": (mark("Analytiker"), mark("Se undersøkelser og resultater")),
}

MINUTE = 60


def say_in(request: Request) -> Texts:
    return site_of(request).texts[language_of(request)]


def wait_text(request: Request, until: datetime, now: datetime) -> str:
    say = say_in(request)
    seconds = max(1, ceil((until - now).total_seconds()))
    if seconds < MINUTE:
        return say.number("For mange forsøk. Vent %(num)s sekund.", "For mange forsøk. Vent %(num)s sekunder.", seconds)
    minutes = ceil(seconds / MINUTE)
    return say.number("For mange forsøk. Vent %(num)s minutt.", "For mange forsøk. Vent %(num)s minutter.", minutes)


def told(request: Request, refusal: Refused, wrong: str, now: datetime) -> str:
    """What a person is told: `wrong` where something was wrong, how long to wait, or the refusal's own words."""
    say = say_in(request)
    if isinstance(refusal, TooManyTries):
        return wait_text(request, refusal.until, now)
    return say(wrong) if isinstance(refusal, WrongSignIn) else say(refusal.title)


def with_wait(response: Response, refusal: Refused, now: datetime) -> Response:
    if isinstance(refusal, TooManyTries):
        response.headers["Retry-After"] = str(max(1, ceil((refusal.until - now).total_seconds())))
    return response
