from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from membership.background import age_band
from membership.signing_up import form
from membership.signing_up.form import Applicant, NotAccepted, Written, as_written, check, check_profile, normalised
from ui import read_municipality

from .conftest import ROOT

HERE = read_municipality(ROOT / "deploy/municipality/baerum.toml")
TODAY = date(2026, 11, 23)
WRITTEN = Written(
    name="  Kari   Nordmann ",
    email=" Kari@Nordmann.TEST ",
    gender="woman",
    birth_year="1984",
    area="sandvika",
    interests=("schools", "climate"),
    consent="2026-11",
)


def accepted(**changes: Any) -> Applicant:
    return check(replace(WRITTEN, **changes), HERE, TODAY)


def problems(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(NotAccepted) as refused:
        accepted(**changes)
    return list(refused.value.problems)


def test_what_is_written_well_is_accepted_and_tidied() -> None:
    applicant = accepted()
    assert (applicant.name, applicant.email) == ("Kari Nordmann", "Kari@nordmann.test")
    assert (applicant.birth_year, applicant.interests) == (1984, ("climate", "schools"))


def test_a_profile_is_checked_alike_without_asking_for_consent() -> None:
    profile = check_profile(replace(WRITTEN, consent=""), HERE, TODAY)
    assert profile == accepted()
    with pytest.raises(NotAccepted) as refused:
        check_profile(replace(WRITTEN, consent="", area="oslo"), HERE, TODAY)
    assert refused.value.problems == [("area", form.AREA_UNFIT)]


def test_what_was_accepted_can_be_shown_in_the_form_again() -> None:
    assert check_profile(as_written(accepted()), HERE, TODAY) == accepted()


def test_nothing_of_what_is_written_shows_in_a_traceback() -> None:
    assert "Kari" not in repr(WRITTEN) + repr(accepted())


@pytest.mark.parametrize(
    ("field", "wrong", "problem"),
    [
        ("name", "", form.NAME_UNFIT),
        ("name", " \t ", form.NAME_UNFIT),
        ("name", "Kari\x00", form.NAME_UNFIT),
        ("name", "Kari\u202e", form.NAME_UNFIT),
        ("name", "K" * 101, form.NAME_TOO_LONG),
        ("email", "", form.ADDRESS_UNFIT),
        ("email", "kari", form.ADDRESS_UNFIT),
        ("email", "kari@", form.ADDRESS_UNFIT),
        ("email", "kari@nordmann.no\r\nBcc: alle@nordmann.no", form.ADDRESS_UNFIT),
        ("email", "a@b.no, c@d.no", form.ADDRESS_UNFIT),
        ("email", f"{'k' * 300}@nordmann.no", form.ADDRESS_UNFIT),
        ("gender", "", form.GENDER_UNFIT),
        ("gender", "robot", form.GENDER_UNFIT),
        ("birth_year", "", form.YEAR_UNFIT),
        ("birth_year", "84", form.YEAR_UNFIT),
        ("birth_year", "nitten", form.YEAR_UNFIT),
        ("birth_year", "1684", form.YEAR_UNFIT),
        ("birth_year", "2084", form.YEAR_UNFIT),
        ("birth_year", "१९८४", form.YEAR_UNFIT),
        ("area", "oslo", form.AREA_UNFIT),
        ("area", "", form.AREA_UNFIT),
        ("interests", ("climate", "gossip"), form.INTERESTS_UNFIT),
        ("consent", "", form.CONSENT_MISSING),
        ("consent", "1999-01", form.CONSENT_MISSING),
    ],
)
def test_what_is_wrong_is_said_at_the_field(field: str, wrong: str, problem: str) -> None:
    assert problems(**{field: wrong}) == [(field, problem)]


def test_everything_wrong_is_said_at_once_in_the_order_of_the_page() -> None:
    empty = {"name": "", "email": "", "gender": "", "birth_year": "", "area": "", "interests": (), "consent": ""}
    assert [field for field, _ in problems(**empty)] == ["name", "email", "birth_year", "gender", "area", "consent"]


@pytest.mark.parametrize(("year", "young"), [("2012", True), ("2011", False), ("2026", True)])
def test_one_must_be_15_this_year(year: str, young: bool) -> None:
    if young:
        assert problems(birth_year=year, name="") == [("birth_year", form.TOO_YOUNG)]
    else:
        assert accepted(birth_year=year).birth_year == int(year)


def test_two_ways_of_writing_an_address_are_one() -> None:
    assert normalised("Kari@Nordmann.no") == normalised("kari@nordmann.NO")
    assert normalised("bj\u00f8rn@x.no") == normalised("BJ\u00d8RN@x.no")
    assert normalised("kåre@x.no") == normalised("ka\u030are@x.no")


@pytest.mark.parametrize(
    ("year", "band"), [(2011, "15-19"), (2007, "15-19"), (2006, "20-29"), (1986, "40-49"), (1946, "80+"), (1920, "80+")]
)
def test_a_birth_year_is_told_as_a_coarse_age_band(year: int, band: str) -> None:
    assert age_band(year, TODAY) == band
