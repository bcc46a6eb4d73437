"""Who may do what. Every route declares a right, or that it is open to all; one that declares nothing stops the start.

Staff come through the gateway with a token that identity signed a moment ago; each service verifies it by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from runtime.problems import Problem

HEADER = "X-Samrad-Staff"
AUDIENCE = "samrad"
LEEWAY = 5  # seconds between the clocks of two machines
RIGHTS = frozenset(
    {
        "panel:read",
        "panel:write",
        "members:read",
        "surveys:read",
        "surveys:write",
        "surveys:publish",
        "dispatch:send",
        "results:read",
        "results:publish",
        "outbox:read",
        "accounts:manage",
    }
)


class RouteWithoutRight(Exception):
    """A route was added that does not say who may use it."""


@dataclass(frozen=True)
class Staff:
    id: UUID
    name: str
    rights: frozenset[str]


@dataclass(frozen=True)
class Needs:
    """Dependency: the staff member behind the request, who must have `right` (None: any signed-in staff member)."""

    right: str | None

    async def __call__(self, request: Request) -> Staff:
        staff = staff_of(request)
        if staff is None:
            raise Problem(401, "not_signed_in")
        if self.right is not None and self.right not in staff.rights:
            raise Problem(403, "not_allowed")
        request.state.staff = staff
        return staff


class OpenToAll:
    """Dependency: says that anyone may use the route. One that lets in fewer, by a proof of its own, has its own `word`."""

    word = "open"

    async def __call__(self) -> None:
        return None


def needs(right: str) -> Any:
    assert right in RIGHTS, right
    return Depends(Needs(right))


open_to_all = Depends(OpenToAll())
AnyStaff = Annotated[Staff, Depends(Needs(None))]


def staff_of(request: Request) -> Staff | None:
    """Who the token says it is, or None without a valid one."""
    token = request.headers.get(HEADER)
    if not token:
        return None
    try:
        claims = jwt.decode(
            token,
            request.app.state.staff_token_key,
            algorithms=["EdDSA"],
            audience=AUDIENCE,
            leeway=LEEWAY,
            options={"require": ["exp", "sub", "aud"]},
        )
        return Staff(UUID(claims["sub"]), str(claims["name"]), frozenset(claims["rights"]))
    except (jwt.PyJWTError, KeyError, ValueError, TypeError):
        return None


def load_public_key(pem_or_path: str) -> Ed25519PublicKey:
    pem = pem_or_path if pem_or_path.lstrip().startswith("-----") else Path(pem_or_path).read_text()
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError("the staff token key is not an Ed25519 public key")
    return key


@dataclass(frozen=True)
class Way:
    """One route as it is answered, and what it declares: a right, "staff" for any of them, "member", or "open" for all."""

    methods: frozenset[str]
    path: str
    rights: tuple[str, ...]


def ways_into(app: FastAPI) -> list[Way]:
    """Every route of the application, those of its included routers as well; only its OpenAPI document is left out."""
    return [
        Way(frozenset(route.methods or ()), route.path or "", tuple(_declared(getattr(route, "dependant", None))))
        for route in iter_route_contexts(app.routes)  # `app.routes` alone holds routers, not what is in them
        if route.path != app.openapi_url
    ]


def _declared(dependant: Dependant | None) -> Iterable[str]:
    if dependant is None:
        return
    if isinstance(dependant.call, Needs):
        yield dependant.call.right or "staff"
    elif isinstance(dependant.call, OpenToAll):
        yield dependant.call.word
    for inner in dependant.dependencies:
        yield from _declared(inner)


def refuse_undeclared(app: FastAPI) -> None:
    """Raise RouteWithoutRight unless every route declares exactly one right."""
    for way in ways_into(app):
        if len(way.rights) != 1:
            raise RouteWithoutRight(f"{sorted(way.methods)} {way.path} declares {list(way.rights)}")
