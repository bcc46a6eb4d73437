from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from membership.events import SignedUp
from membership.main import service
from membership.settings import Settings
from membership.signing_up import form, sealed_profile
from membership.signing_up.asked import Asked, asked_by
from membership.signing_up.form import Applicant, NotAccepted, Written, check
from runtime.serve import create_app
from ui import UnfitMunicipality, read_municipality

from .conftest import PUBLIC_URL, ROOT, Running, staff_headers, words

BAERUM = ROOT / "deploy/municipality/baerum.toml"
EXAMPLE = ROOT / "deploy/municipality/example.toml"
TODAY = date(2026, 11, 25)
PAGE = {"accept": "text/html"}
WRITTEN = Written(email="kari@nordmann.test", birth_year="1984", extra={"dwelling": "rented"}, consent="2026-11")
SENT = {
    "name": "Kari Nordmann",
    "email": "kari@nordmann.test",
    "birth_year": "1984",
    "gender": "woman",  # not asked, so not stored
    "area": "fjorden",
    "extra.dwelling": "rented",
    "extra.heard_of_us": "  På   biblioteket ",
    "extra.shoe_size": "42",
    "consent": "2026-11",
}


@pytest.fixture
async def elsewhere(settings: Settings) -> AsyncIterator[Running]:
    app = create_app(service(settings.model_copy(update={"municipality": EXAMPLE})))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
            yield Running(client, app.state.house.own)


async def stored(running: Running) -> Applicant:
    (signed_up,) = await running.events(SignedUp)
    assert isinstance(signed_up.event, SignedUp)
    keys = await running.parts.keyring.get([signed_up.stream_id])
    return sealed_profile.open_all(signed_up.event.profile, keys[signed_up.stream_id], signed_up.stream_id)


def asked(tmp_path: Path, said: str, instead: str) -> Asked:
    file = tmp_path / "other.toml"
    text = EXAMPLE.read_text()
    assert said in text
    file.write_text(text.replace(said, instead, 1))
    return asked_by(read_municipality(file))


def accepted(**changes: object) -> Applicant:
    return check(replace(WRITTEN, **changes), read_municipality(EXAMPLE), TODAY)  # type: ignore[arg-type] # any field


async def test_a_municipalitys_own_form_is_asked_sealed_and_opened(elsewhere: Running) -> None:
    page = words((await elsewhere.client.get("/bli-med", params={"lang": "nb"}, headers=PAGE)).text)
    for said in ("Hvordan bor du?", "For å se om også de som leier, er med.", "I bolig jeg leier", "Navn (valgfritt)"):
        assert said in page
    assert "Kjønn" not in page
    assert "Hva er du opptatt av" not in page

    sent = await elsewhere.client.post("/bli-med", data=SENT, headers=PAGE)
    assert sent.status_code == 303, sent.text
    assert await stored(elsewhere) == Applicant(
        name="Kari Nordmann",
        email="kari@nordmann.test",
        gender="unstated",
        birth_year=1984,
        area="fjorden",
        interests=(),
        extra={"dwelling": "rented", "heard_of_us": "På biblioteket"},
    )
    assert "biblioteket" not in repr(await elsewhere.events())


async def test_staff_who_look_at_a_member_see_what_the_municipality_asked(elsewhere: Running) -> None:
    await elsewhere.client.post("/bli-med", data=SENT, headers=PAGE)
    member_id = (await elsewhere.events(SignedUp))[0].stream_id
    assert (await elsewhere.client.post(elsewhere.parts.confirm_path(member_id))).status_code == 303
    shown = await elsewhere.client.post(
        f"/staff/panel/members/{member_id}?lang=nb", data={"reason": "mail"}, headers=staff_headers("members:read")
    )
    for said in ("Hvordan bor du? I bolig jeg leier", "På biblioteket"):
        assert said in words(shown.text)


async def test_somebody_who_gives_only_what_must_be_given_can_confirm(elsewhere: Running) -> None:
    only = {name: SENT[name] for name in ("email", "birth_year", "extra.dwelling", "consent")}
    assert (await elsewhere.client.post("/bli-med", data=only, headers=PAGE)).status_code == 303
    (signed_up,) = await elsewhere.events(SignedUp)
    assert (await elsewhere.client.post(elsewhere.parts.confirm_path(signed_up.stream_id))).status_code == 303
    applicant = await stored(elsewhere)
    assert (applicant.name, applicant.area, applicant.extra) == ("", "", {"dwelling": "rented"})


async def test_a_web_client_is_told_of_every_field_and_may_send_them(elsewhere: Running) -> None:
    described = (await elsewhere.client.get("/api/membership/form", headers={"accept-language": "nb"})).json()["fields"]
    assert [(one["name"], one["kind"], one["required"]) for one in described] == [
        ("name", None, False),
        ("email", None, True),
        ("birth_year", None, True),
        ("area", None, False),
        ("dwelling", "choice", True),
        ("heard_of_us", "short_text", False),
    ]
    assert all(one["purpose"] and one["label"] for one in described)
    assert described[3]["purpose"] == "For å se om alle bygdene er med."
    assert described[4]["options"]["rented"] == "I bolig jeg leier"

    body = {"email": "kari@nordmann.test", "birth_year": 1984, "consent": "2026-11"}
    refused = await elsewhere.client.post("/api/membership/sign-ups", json=body)
    assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, ["extra.dwelling"])
    sent = await elsewhere.client.post("/api/membership/sign-ups", json={**body, "extra": {"dwelling": "owned"}})
    assert sent.status_code == 202, sent.text
    assert (await stored(elsewhere)).extra == {"dwelling": "owned"}


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        ({}, form.CHOICE_UNFIT),
        ({"dwelling": "castle"}, form.CHOICE_UNFIT),
        ({"dwelling": "rented", "heard_of_us": "x" * 201}, form.ANSWER_TOO_LONG),
        ({"dwelling": "rented", "heard_of_us": "x\x00"}, form.ANSWER_UNFIT),
        ({"dwelling": "rented", "heard_of_us": "x\u202e"}, form.ANSWER_UNFIT),
    ],
)
def test_an_own_field_filled_in_wrongly_is_said_at_the_field(extra: dict[str, str], problem: str) -> None:
    with pytest.raises(NotAccepted) as refused:
        accepted(extra=extra)
    ((field, text),) = refused.value.problems
    assert text == problem
    assert field in {"extra.dwelling", "extra.heard_of_us"}


def test_what_is_not_asked_is_not_stored() -> None:
    applicant = accepted(gender="robot", interests=("gossip",), extra={"dwelling": "owned", "shoe_size": "42"})
    assert (applicant.gender, applicant.interests, applicant.extra) == ("unstated", (), {"dwelling": "owned"})


def test_what_may_be_left_out_must_still_be_right_when_given() -> None:
    with pytest.raises(NotAccepted) as refused:
        accepted(area="oslo", name="Kari\x00")
    assert refused.value.problems == [("name", form.NAME_UNFIT), ("area", form.AREA_UNFIT)]


def test_a_file_that_says_nothing_asks_what_is_usual() -> None:
    usual = asked_by(read_municipality(BAERUM))
    assert (usual.own, usual.purposes) == ((), {})
    assert {name for name in usual.built_in if usual.requires(name)} == {"name", "email", "birth_year", "gender", "area"}


@pytest.mark.parametrize(
    ("said", "instead", "why"),
    [
        ('gender = "off"', 'email = "off"', "email cannot be off"),
        ('gender = "off"', 'birth_year = "optional"', "birth_year cannot be optional"),
        ('name = "optional"', 'name = "off"', "name cannot be off"),
        ('gender = "off"', 'gender = "maybe"', "gender must be required, optional or off"),
        ('gender = "off"', 'sex = "off"', "sex is no field of ours"),
        ('interests = "off"', 'interests = "optional"', "interests is asked, but there is nothing to choose"),
        ('slug = "dwelling"', 'slug = "Dwelling"', "a slug is small letters"),
        ('slug = "dwelling"', 'slug = "heard_of_us"', "every field needs a slug of its own"),
        ('slug = "dwelling"', 'slug = "email"', "every field needs a slug of its own"),
        ('kind = "choice"', 'kind = "date"', "kind must be choice or short_text"),
        ('kind = "choice"', 'kind = "short_text"', "a choice has options"),
        ('kind = "short_text"', 'kind = "choice"', "a choice has options"),
        ('nn = "Korleis bur du?", ', "", "label of dwelling has no text in nn"),
        ("purpose = { nb = ", "why = { nb = ", "purpose is missing"),
        ("area = { nb", "shoe_size = { nb", "purposes may be given for"),
        ('"For å nå flere på samme måte."', f'"{"x" * 301}"', "longer than 300 characters"),
    ],
)
def test_a_form_that_cannot_be_asked_says_why(tmp_path: Path, said: str, instead: str, why: str) -> None:
    with pytest.raises(UnfitMunicipality, match=why):
        asked(tmp_path, said, instead)


def test_five_fields_of_ones_own_are_enough(tmp_path: Path) -> None:
    text = '{{ nb = "a", nn = "a", en = "a" }}'
    one = f'[[form.own]]\nslug = "more{{n}}"\nkind = "short_text"\nlabel = {text}\npurpose = {text}\n'
    with pytest.raises(UnfitMunicipality, match="at most 5"):
        asked(tmp_path, "[[form.own]]", "".join(one.format(n=n) for n in range(4)) + "[[form.own]]")


async def test_a_form_that_cannot_be_asked_stops_the_start(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text(EXAMPLE.read_text().replace('gender = "off"', 'email = "off"'))
    app = create_app(service(settings.model_copy(update={"municipality": file})))
    with pytest.raises(UnfitMunicipality, match="email cannot be off"):
        async with app.router.lifespan_context(app):
            pass


async def test_a_child_is_refused_by_json_too_before_anything_is_stored(elsewhere: Running) -> None:
    body = {"email": "nora@nordmann.test", "birth_year": 2014, "extra": {"dwelling": "owned"}, "consent": "2026-11"}
    refused = await elsewhere.client.post("/api/membership/sign-ups", json=body)
    assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, ["birth_year"])
    assert await elsewhere.events() == []
    async with elsewhere.parts.engine.connect() as connection:
        assert (await connection.exec_driver_sql("select count(*) from mail_limits")).scalar() == 0
