"""Who may do what, asked of every route of every service: each role, nobody, and whoever comes with a pass that is none."""

import re
import tomllib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import APIRouter, FastAPI

from conftest import Databases
from identity.passes import PassOffice
from identity.roles import ROLES, rights_of
from runtime.rights import HEADER, RIGHTS, RouteWithoutRight, open_to_all, refuse_undeclared, ways_into
from tests.guards.houses import ROOT, SERVICES, StaffKeys, running

REVIEWED = tomllib.loads((ROOT / "tests/guards/rights.toml").read_text(encoding="utf-8"))
ANNA = UUID(int=1)
NOT_SIGNED_IN, NOT_ALLOWED = "urn:samrad:problem:not_signed_in", "urn:samrad:problem:not_allowed"


@pytest.fixture(scope="module")
def keys() -> StaffKeys:
    return StaffKeys(Ed25519PrivateKey.generate())


@pytest.fixture(scope="module")
async def apps(keys: StaffKeys, databases: Databases, nats_server: str) -> AsyncIterator[dict[str, FastAPI]]:
    async with AsyncExitStack() as stack:
        yield {name: await stack.enter_async_context(running(name, keys, databases.fresh, nats_server)) for name in SERVICES}


def declared(app: FastAPI) -> dict[str, str]:
    return {f"{method} {way.path}": way.rights[0] for way in ways_into(app) for method in way.methods - {"HEAD"}}


def expected(service: str) -> dict[str, str]:
    return {**REVIEWED["every"], **REVIEWED[service]}


def pass_of(keys: StaffKeys, role: str) -> str:
    return PassOffice(keys.private).make(b"", ANNA, "Anna", rights_of(frozenset({role})), datetime.now(UTC))


@pytest.mark.parametrize("service", SERVICES)
async def test_every_route_declares_what_was_reviewed_and_none_is_missing(apps: dict[str, FastAPI], service: str) -> None:
    assert declared(apps[service]) == expected(service)


@pytest.mark.parametrize("service", SERVICES)
async def test_every_route_admits_exactly_the_roles_that_have_its_right(
    apps: dict[str, FastAPI], keys: StaffKeys, service: str
) -> None:
    wrong = []
    for way, right in expected(service).items():
        for role, rights in REVIEWED["roles"].items():
            answer = await ask(apps[service], way, pass_of(keys, role))
            refusal = NOT_SIGNED_IN if right == "member" else NOT_ALLOWED
            if verdict(answer) != ("in" if right in {"open", "staff", *rights} else refusal):
                wrong.append((way, role, answer.status_code, answer.text[:200]))
    assert wrong == []


@pytest.mark.parametrize("service", SERVICES)
async def test_nobody_and_forgers_get_no_further_than_open_routes(
    apps: dict[str, FastAPI], keys: StaffKeys, service: str
) -> None:
    wrong = []
    for way, right in expected(service).items():
        for kind, forged in {"nobody": None, **forgeries(keys)}.items():
            answer = await ask(apps[service], way, forged)
            if verdict(answer) != ("in" if right == "open" else NOT_SIGNED_IN):
                wrong.append((way, kind, answer.status_code, answer.text[:200]))
    assert wrong == []


def forgeries(keys: StaffKeys) -> dict[str, str]:
    """Passes of an administrator, each wrong in one way."""
    now = datetime.now(UTC)
    claims = {"sub": str(ANNA), "name": "Anna", "rights": sorted(RIGHTS), "aud": "samrad", "exp": now + timedelta(seconds=60)}
    unsigned = jwt.encode(claims, "", algorithm="none")
    return {
        "another key": jwt.encode(claims, Ed25519PrivateKey.generate(), algorithm="EdDSA"),
        "the public key as a secret": jwt.encode(claims, "k" * 64, algorithm="HS256"),
        "no signature": unsigned,
        "expired": jwt.encode({**claims, "exp": now - timedelta(seconds=60)}, keys.private, algorithm="EdDSA"),
        "for another audience": jwt.encode({**claims, "aud": "other"}, keys.private, algorithm="EdDSA"),
        "without an end": jwt.encode({k: v for k, v in claims.items() if k != "exp"}, keys.private, algorithm="EdDSA"),
        "rights changed": tampered(jwt.encode({**claims, "rights": []}, keys.private, algorithm="EdDSA"), unsigned),
        "no token": "administrator",
    }


def tampered(signed: str, other: str) -> str:
    head, _, signature = signed.split(".")
    return f"{head}.{other.split('.')[1]}.{signature}"


async def ask(app: FastAPI, way: str, token: str | None) -> httpx.Response:
    method, path = way.split(" ")
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"Accept": "application/json"} | ({HEADER: token} if token else {})
    async with httpx.AsyncClient(transport=transport, base_url="http://panel.test", headers=headers) as client:
        return await client.request(method, re.sub(r"\{\w*id\}", str(UUID(int=9)), re.sub(r"\{(?!\w*id\})\w+\}", "x", path)))


def verdict(answer: httpx.Response) -> str:
    """in: past the door, whatever the route then said of an empty request; a fault is no answer."""
    if answer.status_code >= 500:
        return f"fault {answer.status_code}"
    kind = (
        answer.json().get("type") if "json" in answer.headers.get("content-type", "") and answer.content[:1] == b"{" else None
    )
    return kind if kind in {NOT_SIGNED_IN, NOT_ALLOWED} else "in"


def test_roles_are_those_that_were_reviewed_and_give_only_rights_there_are() -> None:
    assert {role: frozenset(rights) for role, rights in REVIEWED["roles"].items()} == ROLES
    assert frozenset().union(*ROLES.values()) == RIGHTS


def test_no_two_services_answer_the_same_address() -> None:
    ways = [way for service in SERVICES for way in REVIEWED[service]]
    assert len(ways) == len(set(ways))


def test_every_right_is_needed_somewhere() -> None:
    needed = {right for service in SERVICES for right in REVIEWED[service].values()}
    assert needed - {"open", "staff", "member"} == RIGHTS


@pytest.mark.parametrize("included", [True, False])
def test_an_application_with_a_route_that_declares_nothing_does_not_start(included: bool) -> None:
    app = FastAPI(docs_url=None, redoc_url=None)
    router = APIRouter() if included else app
    router.add_api_route("/open", lambda: None, dependencies=[open_to_all])
    router.add_api_route("/forgotten", lambda: None)
    if isinstance(router, APIRouter):
        app.include_router(router)
    with pytest.raises(RouteWithoutRight, match="/forgotten"):
        refuse_undeclared(app)
