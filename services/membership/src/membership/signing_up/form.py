"""The sign-up form: what was written, checked field by field, in words the writer understands."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from email_validator import EmailNotValidError, validate_email

from membership.background import OLDEST, YOUNGEST, age_in
from membership.events import Gender
from membership.signing_up import consent
from membership.signing_up.asked import LONGEST_ANSWER, Asked, Kind, OwnField, asked_by
from ui import Municipality, mark

GENDERS: tuple[Gender, ...] = get_args(Gender)
LONGEST_NAME = 100
LONGEST_ADDRESS = 254
YEAR = re.compile(r"[0-9]{4}")

TOO_YOUNG = mark("Du må fylle minst 15 år i år for å være med")
YEAR_UNFIT = mark("Skriv fødselsåret ditt med fire sifre, for eksempel 1984")
NAME_UNFIT = mark("Skriv navnet ditt")
NAME_TOO_LONG = mark("Navnet kan ha høyst 100 tegn")
ADDRESS_UNFIT = mark("Skriv en e-postadresse som navn@eksempel.no")
GENDER_UNFIT = mark("Velg det som passer, eller «Vil ikke oppgi»")
AREA_UNFIT = mark("Velg området du bor i")
INTERESTS_UNFIT = mark("Velg blant temaene i listen")
INTERESTS_MISSING = mark("Velg minst ett tema")
CHOICE_UNFIT = mark("Velg ett av svarene")
ANSWER_UNFIT = mark("Skriv et svar")
ANSWER_TOO_LONG = mark("Svaret kan ha høyst 200 tegn")
CONSENT_MISSING = mark("Kryss av for at du vil være med")

Problem = tuple[str, str]
"""The field's name, and what to do about it (nb msgid)."""


@dataclass(frozen=True, repr=False)
class Written:
    """As it came. Shown again to the writer when something must be put right."""

    name: str = ""
    email: str = ""
    gender: str = ""
    birth_year: str = ""
    area: str = ""
    interests: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    consent: str = ""
    campaign: str = ""


@dataclass(frozen=True, repr=False)
class Applicant:
    """Checked, in the clear, and only in memory until it is sealed."""

    name: str
    email: str
    gender: Gender
    birth_year: int
    area: str
    interests: tuple[str, ...]
    extra: Mapping[str, str] = field(default_factory=dict)
    """Answers to the municipality's own fields, by slug; a field that was left empty is not there."""


class NotAccepted(Exception):
    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("the form must be put right")
        self.problems = problems


def check(written: Written, municipality: Municipality, today: date) -> Applicant:
    """A sign-up: the profile, and consent to the words in force. Raises NotAccepted."""
    applicant, problems = look_at(written, municipality, today)
    if written.consent != consent.VERSION:
        problems.append(("consent", CONSENT_MISSING))
    return _accepted(applicant, problems)


def check_profile(written: Written, municipality: Municipality, today: date) -> Applicant:
    """The same fields where consent is not the question: a member's own page, an imported row. Raises NotAccepted."""
    return _accepted(*look_at(written, municipality, today))


def as_written(applicant: Applicant) -> Written:
    """What to show in the form to somebody who wrote it before."""
    return Written(
        name=applicant.name,
        email=applicant.email,
        gender=applicant.gender,
        birth_year=str(applicant.birth_year),
        area=applicant.area,
        interests=applicant.interests,
        extra=applicant.extra,
    )


def look_at(written: Written, municipality: Municipality, today: date) -> tuple[Applicant, list[Problem]]:
    """What was understood, and what is wrong with it. The birth year first: of somebody too young nothing more is looked at."""
    asked = asked_by(municipality)
    problems: list[Problem] = []
    birth_year = _birth_year(written.birth_year, today, problems)
    applicant = Applicant(
        name=_name(written.name, asked, problems),
        email=_email(written.email, problems),
        gender=_gender(written.gender, asked, problems),
        birth_year=birth_year,
        area=_area(written.area, asked, municipality, problems),
        interests=_interests(written.interests, asked, municipality, problems),
        extra=_extra(written.extra, asked, problems),
    )
    return applicant, problems


def _accepted(applicant: Applicant, problems: Sequence[Problem]) -> Applicant:
    if problems:
        raise NotAccepted(sorted(problems, key=lambda problem: ORDER.index(problem[0].partition(".")[0])))
    return applicant


ORDER = ("name", "email", "birth_year", "gender", "area", "interests", "extra", "consent")
"""The fields as they stand on the page."""


def normalised(address: str) -> str:
    """Two ways of writing one mailbox, as one."""
    return unicodedata.normalize("NFC", address).casefold()


def address_in(text: str) -> str | None:
    """The address somebody wrote, or None when it can be none."""
    try:
        return validate_email(text.strip()[: LONGEST_ADDRESS + 1], check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return None


def _birth_year(text: str, today: date, problems: list[Problem]) -> int:
    if not YEAR.fullmatch(text.strip()):
        problems.append(("birth_year", YEAR_UNFIT))
        return 0
    year = int(text)
    age = age_in(year, today)
    if 0 <= age < YOUNGEST:
        raise NotAccepted([("birth_year", TOO_YOUNG)])
    if not YOUNGEST <= age <= OLDEST:
        problems.append(("birth_year", YEAR_UNFIT))
    return year


def _name(text: str, asked: Asked, problems: list[Problem]) -> str:
    name = _tidy(text)
    if len(name) > LONGEST_NAME:
        problems.append(("name", NAME_TOO_LONG))
    elif not name.isprintable() or (not name and asked.requires("name")):
        problems.append(("name", NAME_UNFIT))
    return name


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _email(text: str, problems: list[Problem]) -> str:
    address = address_in(text)
    if address is None:
        problems.append(("email", ADDRESS_UNFIT))
    return address or ""


def _gender(text: str, asked: Asked, problems: list[Problem]) -> Gender:
    if not asked.asks("gender") or (not text and not asked.requires("gender")):
        return "unstated"
    for gender in GENDERS:
        if gender == text:
            return gender
    problems.append(("gender", GENDER_UNFIT))
    return "unstated"


def _area(text: str, asked: Asked, municipality: Municipality, problems: list[Problem]) -> str:
    if not asked.asks("area") or (not text and not asked.requires("area")):
        return ""
    if text not in municipality.areas:
        problems.append(("area", AREA_UNFIT))
    return text


def _interests(chosen: Sequence[str], asked: Asked, municipality: Municipality, problems: list[Problem]) -> tuple[str, ...]:
    if not asked.asks("interests"):
        return ()
    known = tuple(slug for slug in municipality.interest_names if slug in chosen)
    if not set(chosen) <= set(known):
        problems.append(("interests", INTERESTS_UNFIT))
    elif not known and asked.requires("interests"):
        problems.append(("interests", INTERESTS_MISSING))
    return known


def _extra(written: Mapping[str, str], asked: Asked, problems: list[Problem]) -> dict[str, str]:
    """The municipality's own fields. What it does not ask is left out; the page may be older than its file."""
    answers: dict[str, str] = {}
    for own in asked.own:
        answer = _tidy(written.get(own.slug, ""))
        problem = _own_problem(own, answer)
        if problem:
            problems.append((f"extra.{own.slug}", problem))
        elif answer:
            answers[own.slug] = answer
    return answers


def _own_problem(own: OwnField, answer: str) -> str | None:
    if own.kind is Kind.choice:
        unfit = answer not in own.options if answer else own.required
        return CHOICE_UNFIT if unfit else None
    if len(answer) > LONGEST_ANSWER:
        return ANSWER_TOO_LONG
    return ANSWER_UNFIT if not answer.isprintable() or (own.required and not answer) else None
