"""The page and the file with everything about a member."""

import json

import pytest

from membership.campaigns import neighbours
from membership.campaigns.neighbours import Neighbours

from .conftest import Running, words
from .test_about_me import answering
from .test_my_page import come_in, shown

__all__ = ["answering"]
PAGE, FILE = "/min-side/alt-om-meg", "/min-side/alt-om-meg.json"


async def test_a_member_reads_everything_and_takes_it_along(running: Running, answering: str) -> None:
    await come_in(running)
    asking = running.parts.neighbours
    object.__setattr__(running.parts, "neighbours", Neighbours(answering))
    page = words(await shown(running, PAGE))
    for told in ("Kari Nordmann", "Om klima", "Du har ikke sendt inn svar.", "Meldte seg på", "Invitasjon til en undersøkelse"):
        assert told in page
    assert "Noe mangler" not in page
    file = await running.client.get(FILE)
    assert file.headers["content-disposition"].startswith('attachment; filename="alt-om-meg-2')
    assert json.loads(file.text)["profile"]["name"] == "Kari Nordmann"
    await running.parts.neighbours.close()
    object.__setattr__(running.parts, "neighbours", asking)


async def test_a_page_that_could_not_be_filled_says_what_is_missing(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "PATIENCE", 0.2)
    await come_in(running)
    page = words(await shown(running, PAGE))
    assert "Noe mangler akkurat nå" in page
    assert "E-poster vi har sendt deg" in page
    assert json.loads((await running.client.get(FILE)).text)["complete"] is False


async def test_who_is_not_signed_in_is_shown_the_way_in(running: Running) -> None:
    answer = await running.client.get(PAGE, headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/min-side/logg-inn")
