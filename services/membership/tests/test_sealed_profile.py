from dataclasses import replace
from datetime import date
from uuid import UUID

import msgspec
import pytest

from membership.signing_up import sealed_profile
from membership.signing_up.form import Applicant
from sealing import Key, Unreadable

MEMBER = UUID(int=1)
KEY = Key(bytes(32))
KARI = Applicant(
    name="Kari Nordmann",
    email="kari@nordmann.test",
    gender="woman",
    birth_year=1984,
    area="sandvika",
    interests=("climate", "schools"),
    extra={"home": "rented", "about": 'Æ "ø" \\ å'},
)


def test_what_was_written_comes_back_exactly() -> None:
    for applicant in (KARI, replace(KARI, name="", area="", interests=(), extra={})):
        assert sealed_profile.open_all(sealed_profile.seal(applicant, KEY, MEMBER), KEY, MEMBER) == applicant


def test_nothing_of_it_can_be_read_in_what_is_stored() -> None:
    stored = msgspec.json.encode(sealed_profile.seal(KARI, KEY, MEMBER)).decode()
    assert not [text for text in ("Kari", "kari@", "woman", "1984", "sandvika", "climate", "rented", "home") if text in stored]


def test_another_members_key_or_place_opens_nothing() -> None:
    sealed = sealed_profile.seal(KARI, KEY, MEMBER)
    for key, member_id in ((Key(bytes([1] * 32)), MEMBER), (KEY, UUID(int=2))):
        with pytest.raises(Unreadable):
            sealed_profile.open_all(sealed, key, member_id)


def test_a_profile_from_before_there_were_own_fields_opens() -> None:
    before = msgspec.structs.replace(sealed_profile.seal(KARI, KEY, MEMBER), extra="")
    assert sealed_profile.open_all(before, KEY, MEMBER) == replace(KARI, extra={})


def test_the_background_told_of_a_member_holds_none_of_the_own_fields() -> None:
    sealed = sealed_profile.seal(KARI, KEY, MEMBER)
    background = sealed_profile.background(sealed, KEY, MEMBER, "nn", date(2026, 11, 25))
    assert (background.age_band, background.area, background.language) == ("40-49", "sandvika", "nn")
    assert "rented" not in repr(background)
