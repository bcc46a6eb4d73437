"""More sign-ups than a school's from one network are slowed; nobody is shut out."""

import base64
import json
from datetime import UTC, datetime, timedelta

import altcha
import httpx
import pytest

from membership.events import SignedUp, SignInRequested
from membership.signing_up import floods
from membership.signing_up.floods import Floods, Networks, Shown, Slowed, network_of

from .conftest import FORM, Running, words

NOW = datetime(2100, 11, 23, 12, tzinfo=UTC)
PAGE = {"accept": "text/html"}
HERE = "192.0.2.7"


@pytest.fixture
def flooded() -> Floods:
    flooded = Floods(b"k" * 32)
    assert not any(flooded.slow(HERE, Shown(), NOW) for _ in range(floods.SIGN_UPS_OF_A_NETWORK))
    return flooded


def held_back(flooded: Floods, shown: Shown = Shown(), after: timedelta = timedelta(0)) -> Slowed:  # noqa: B008 – frozen
    slowed = flooded.slow(HERE, shown, NOW + after)
    assert slowed is not None
    return slowed


def solved(slowed: Slowed) -> str:
    challenge = altcha.Challenge.from_dict(dict(slowed.challenge))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    said = {"challenge": dict(slowed.challenge), "solution": solution.to_dict()}
    return base64.b64encode(json.dumps(said).encode()).decode()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_network_is_a_neighbourhood_of_addresses(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_school_of_200_behind_one_address_is_asked_nothing() -> None:
    school = Floods(b"k" * 32)
    assert not any(school.slow(HERE, Shown(), NOW + timedelta(seconds=3 * n)) for n in range(200))


def test_another_network_is_not_slowed_and_an_hour_later_nobody_is(flooded: Floods) -> None:
    held_back(flooded)
    assert flooded.slow("198.51.100.1", Shown(), NOW) is None
    assert flooded.slow(HERE, Shown(), NOW + timedelta(hours=1)) is None


def test_all_networks_together_are_slowed_as_well() -> None:
    networks = Networks()
    taken = [networks.take("x", f"net-{n}", NOW, each=5, everyone=8) for n in range(10)]
    assert taken == [True] * 8 + [False] * 2


def test_no_address_is_kept(flooded: Floods) -> None:
    assert "192.0.2" not in repr(flooded._networks.__dict__)


def test_a_solved_puzzle_lets_one_sign_up_on_once(flooded: Floods) -> None:
    now = datetime.now(UTC)  # the library has a clock of its own
    slowed = flooded.slow(HERE, Shown(), NOW)
    assert slowed is not None
    proof = solved(Slowed(flooded._challenge(now), ""))
    assert flooded.slow(HERE, Shown(proof=proof), NOW) is None
    held_back(flooded, Shown(proof=proof))


def test_an_old_puzzle_is_worth_nothing(flooded: Floods) -> None:
    held_back(flooded, Shown(proof=solved(Slowed(flooded._challenge(datetime.now(UTC) - timedelta(hours=1)), ""))))


def test_a_ticket_is_good_after_the_wait_and_once(flooded: Floods) -> None:
    ticket = held_back(flooded).ticket
    assert held_back(flooded, Shown(ticket=ticket), timedelta(seconds=5)).ticket == ticket
    assert flooded.slow(HERE, Shown(ticket=ticket), NOW + floods.WAIT) is None
    assert held_back(flooded, Shown(ticket=ticket), floods.WAIT).ticket != ticket


def test_a_ticket_does_not_last(flooded: Floods) -> None:
    ticket = held_back(flooded).ticket
    held_back(flooded, Shown(ticket=ticket), floods.WAIT + floods.GOOD_FOR)


def test_tickets_let_no_flood_through(flooded: Floods) -> None:
    tickets = [held_back(flooded).ticket for _ in range(floods.TICKETS_OF_A_NETWORK + 20)]
    later = NOW + floods.WAIT
    assert sum(flooded.slow(HERE, Shown(ticket=ticket), later) is None for ticket in tickets) == floods.TICKETS_OF_A_NETWORK


def packed(said: object) -> str:
    return base64.b64encode(json.dumps(said).encode()).decode()


@pytest.mark.parametrize(
    "rubbish",
    [
        "x",
        "æ",
        "\ud800",
        "..",
        "9.9.9",
        "1795608394.67ccc20838c3a25e.a1d69bc5db13624bfff30d3e32194d2e",
        packed([]),
        packed({"challenge": {"parameters": []}, "solution": {}}),
        packed({"challenge": {"parameters": {"algorithm": 1, "nonce": 0, "salt": None, "cost": "x"}}, "solution": {}}),
        base64.b64encode(b"[" * 1400).decode(),
        "A" * 5000,
    ],
)
def test_rubbish_is_worth_nothing(flooded: Floods, rubbish: str) -> None:
    held_back(flooded, Shown(proof=rubbish, ticket=rubbish))


def test_this_machine_itself_is_never_slowed() -> None:
    here = Floods(b"k" * 32)
    for address in ("127.0.0.1", "::1"):
        assert not any(here.slow(address, Shown(), NOW) for _ in range(floods.SIGN_UPS_OF_A_NETWORK + 1))


async def flood(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "HERE", frozenset())
    now = datetime.now(UTC)
    while running.parts.floods.slow("127.0.0.1", Shown(), now) is None:
        pass


async def test_without_javascript_a_person_waits_and_sends_the_form_once_more(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "WAIT", timedelta(0))
    await flood(running, monkeypatch)
    answer = await running.sign_up(name="Kari Nordmann")
    assert answer.status_code == 429
    assert "Mange bruker skjemaet herfra akkurat nå" in words(answer.text)
    assert 'value="Kari Nordmann"' in answer.text
    assert await running.events() == []
    ticket = answer.text.split('name="ticket" value="')[1].split('"')[0]
    assert (await running.sign_up(ticket=ticket)).status_code == 303
    assert (await running.sign_up(ticket=ticket)).status_code == 429
    assert len(await running.events(SignedUp)) == 1


async def test_a_program_is_given_the_puzzle(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    await flood(running, monkeypatch)
    body = {**FORM, "birth_year": 1984}

    async def sent(**more: str) -> httpx.Response:
        return await running.client.post("/api/membership/sign-ups", json={**body, **more})

    slowed = await sent()
    assert (slowed.status_code, slowed.headers["content-type"]) == (429, "application/problem+json")
    assert slowed.json()["type"] == "urn:samrad:problem:many_from_here"
    proof = solved(Slowed(slowed.json()["challenge"], ""))
    assert (await sent(proof=proof)).status_code == 202
    assert (await sent(proof=proof)).status_code == 429
    assert len(await running.events(SignedUp)) == 1


async def test_what_must_be_put_right_is_not_counted(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "HERE", frozenset())
    monkeypatch.setattr(floods, "SIGN_UPS_OF_A_NETWORK", 3)
    for _ in range(floods.SIGN_UPS_OF_A_NETWORK):
        assert (await running.sign_up(email="kari@")).status_code == 422
    assert (await running.sign_up()).status_code == 303


@pytest.mark.parametrize("path", ["/min-side/logg-inn", "/avmeld"])
async def test_a_flood_of_wishes_for_a_way_in_is_slowed_and_nobody_is_shut_out(
    running: Running, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(floods, "HERE", frozenset())
    monkeypatch.setattr(floods, "WAIT", timedelta(0))
    monkeypatch.setattr(floods, "SIGN_UPS_OF_A_NETWORK", 2)
    answers = [await running.client.post(path, data={"email": "kari@nordmann.test"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert len(await running.events(SignInRequested)) == 2
    ticket = answers[2].text.split('name="ticket" value="')[1].split('"')[0]
    waited = await running.client.post(path, data={"email": "kari@nordmann.test", "ticket": ticket})
    assert waited.status_code == 303
