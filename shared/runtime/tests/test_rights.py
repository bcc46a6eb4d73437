from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter

from runtime.rights import HEADER, RouteWithoutRight, Staff, needs, open_to_all

from .conftest import token, toy

Ask = Callable[..., Any]


async def test_who_has_the_right_gets_in(ask: Ask) -> None:
    assert (await ask("GET", "/staff/things", headers=token())).json() == {"name": "Kari"}


async def test_who_has_another_right_does_not(ask: Ask) -> None:
    assert (await ask("GET", "/staff/things", headers=token(rights=["panel:write"]))).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {HEADER: "nonsense"},
        {HEADER: "a.b.c"},
        token(exp=datetime.now(UTC) - timedelta(minutes=5)),
        token(exp=None),
        token(aud="elsewhere"),
        token(sub="no id"),
        token(rights=None),
        token(key=Ed25519PrivateKey.generate()),
    ],
    ids=["none", "nonsense", "empty", "old", "endless", "elsewhere", "nobody", "rightless", "forged"],
)
async def test_nobody_else_gets_in(ask: Ask, headers: dict[str, str]) -> None:
    assert (await ask("GET", "/staff/things", headers=headers)).status_code == 401


def test_a_route_that_declares_nothing_stops_the_start() -> None:
    router = APIRouter()

    @router.get("/anything")
    async def anything() -> None:
        return None

    with pytest.raises(RouteWithoutRight):
        toy(router)


def test_a_route_that_declares_two_things_stops_the_start() -> None:
    router = APIRouter()

    @router.get("/both", dependencies=[open_to_all])
    async def both(staff: Annotated[Staff, needs("panel:read")]) -> None:
        return None

    with pytest.raises(RouteWithoutRight):
        toy(router)


def test_a_right_nobody_knows_cannot_be_asked_for() -> None:
    with pytest.raises(AssertionError):
        needs("panel:destroy")
