"""Everything about a member, in one document; what could not be had is named."""

import dataclasses
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from faststream.nats import NatsBroker

from membership.campaigns import neighbours
from membership.campaigns.neighbours import Neighbours
from membership.member import NoSuchMember
from membership.own_page.about_me import about_me
from membership.stewarding.person import look
from runtime.rights import Staff

from .conftest import Running

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ASKED = {"survey_id": str(UUID(int=1)), "title": "Om klima", "invited_at": "2026-10-01T08:00:00Z", "answers": []}
MAILED = {"kind": "invitation", "survey_id": None, "queued_at": "2026-10-01T08:00:00Z", "outcome": "sent"}


@pytest.fixture
async def answering(own_nats: Any) -> AsyncIterator[str]:
    """The neighbours, who answer: surveys on two pages."""
    broker = NatsBroker(own_nats.url, logger=None)

    async def surveys(question: dict[str, Any]) -> dict[str, Any]:
        first = question["after"] == str(UUID(int=0))
        return {"invitations": [ASKED], "next": str(UUID(int=1)) if first else None}

    async def notifications(_: dict[str, Any]) -> dict[str, Any]:
        return {"mails": [MAILED]}

    broker.subscriber("rpc.surveys.about_member")(surveys)
    broker.subscriber("rpc.notifications.about_member")(notifications)
    await broker.start()
    yield own_nats.url
    await broker.stop()


def with_neighbours(running: Running, url: str) -> Any:
    return dataclasses.replace(running.parts, neighbours=Neighbours(url))


async def test_all_that_was_written_and_all_that_happened_comes_back_as_it_was(running: Running, answering: str) -> None:
    kari = await running.join(name="Kari Nordmann", email="kari@nordmann.test")
    parts = with_neighbours(running, answering)
    staff = Staff(UUID(int=7), "En ansatt", frozenset())
    await look(parts, kari, staff, "E-posten kommer ikke fram", NOW)
    told = await about_me(parts, kari, NOW)
    assert (told["format"], told["complete"], told["missing"]) == ("samrad.about-me/1", True, [])
    profile = told["profile"]
    assert (profile["name"], profile["email"], profile["birth_year"]) == ("Kari Nordmann", "kari@nordmann.test", 1984)
    assert (profile["gender"], profile["area"], list(profile["interests"])) == ("woman", "sandvika", ["climate", "schools"])
    (consent,) = told["consents"]
    assert "Jeg vil være med i innbyggerpanelet" in consent["text"]
    assert [fact["type"] for fact in told["facts"]] == ["signed_up", "member_joined", "member_viewed"]
    assert told["facts"][0]["profile"]["name"] == "Kari Nordmann"
    assert told["facts"][2]["seen"] == {"name": "En ansatt", "reason": "E-posten kommer ikke fram"}
    assert (told["asked"], told["mails"]) == ([ASKED, ASKED], [MAILED])
    assert told["mail_limits"]["mails"] == 1
    assert msgspec.json.decode(msgspec.json.encode(told))["member_id"] == str(kari)
    await parts.neighbours.close()


async def test_who_does_not_answer_is_named_and_the_rest_is_there(
    running: Running, own_nats: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "PATIENCE", 0.3)
    kari = await running.join(name="Kari Nordmann")
    for parts in (running.parts, with_neighbours(running, own_nats.url)):  # no broker at all; a broker, and nobody there
        told = await about_me(parts, kari, NOW)
        assert not told["complete"]
        assert [part["service"] for part in told["missing"]] == ["surveys", "notifications"]
        assert (told["asked"], told["mails"]) == (None, None)
        assert told["profile"]["name"] == "Kari Nordmann"
        await parts.neighbours.close()


async def test_there_is_nothing_about_one_who_is_no_member(running: Running) -> None:
    with pytest.raises(NoSuchMember):
        await about_me(running.parts, uuid4(), NOW)
