"""Acting on a running stack as people and staff do, through the gateway: for the demo, the fault runs and the benchmarks."""

import asyncio
import hmac
import re
import struct
import time
from base64 import b32decode
from collections.abc import Mapping, Sequence
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx

Endpoints = Mapping[str, Any]
PATIENCE = 120.0
CONFIRM_LINK = re.compile(r"/bekreft/([A-Za-z0-9_-]+)")
COLLEAGUES: dict[str, httpx.Cookies] = {}
"""The colleague's way in to each stack, by its public address."""
SURVEY_LINK = re.compile(r"/s/([A-Za-z0-9_-]{43})")


def totp(secret: str, at: float) -> str:
    """The six digits an authenticator shows (RFC 6238, SHA-1, 30 seconds)."""
    digest = hmac.digest(b32decode(secret), struct.pack(">Q", int(at) // 30), "sha1")
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4]) & 0x7FFF_FFFF) % 1_000_000:06d}"


def client(endpoints: Endpoints) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=40, max_keepalive_connections=40)
    return httpx.AsyncClient(base_url=endpoints["public"], timeout=30, limits=limits)


class Office:
    """The municipality's staff at their desk, signed in with both factors."""

    def __init__(self, endpoints: Endpoints, http: httpx.AsyncClient) -> None:
        self._endpoints = endpoints
        self._http = http

    async def sign_in(self) -> Self:
        await _sign_in(self._http, self._endpoints["staff_account"])
        return self

    async def create_campaign(self, slug: str, channel: str, message: str, starts_on: str) -> None:
        body = {"slug": slug, "channel": channel, "message": message, "starts_on": starts_on}
        answer = await self._http.post("/api/membership/staff/campaigns", json=body)
        if answer.status_code != httpx.codes.CONFLICT:  # it is there from an earlier time
            _good(answer)

    async def record_effort(self, slug: str, hours: str, kroner: int) -> None:
        """Once for each campaign, however often it is told."""
        body = {"entry_id": str(uuid5(NAMESPACE_URL, slug)), "hours": hours, "kroner": kroner}
        _good(await self._http.post(f"/api/membership/staff/campaigns/{slug}/effort", json=body))

    async def publish_survey(self, definition: Mapping[str, Any], audience: Mapping[str, Any] | None = None) -> UUID:
        """Draft, choose the audience (all members unless told otherwise), have it approved, publish."""
        survey_id = UUID(_good(await self._http.post("/api/surveys/staff/surveys", json=definition)).json()["survey_id"])
        _good(await self._http.put(f"/api/surveys/staff/surveys/{survey_id}/audience", json=audience or {}))
        _good(await self._http.post(f"/api/surveys/staff/surveys/{survey_id}/review"))
        await self.approve(survey_id)
        _good(await self._http.post(f"/api/surveys/staff/surveys/{survey_id}/publish"))
        return survey_id

    async def approve(self, survey_id: UUID) -> None:
        """By a colleague, who signs in once for all that is done on this stack."""
        public = self._endpoints["public"]
        async with client(self._endpoints) as http:
            http.cookies = COLLEAGUES.get(public, http.cookies)
            path = f"/api/surveys/staff/surveys/{survey_id}"
            read = await http.get(f"{path}/review")
            if read.status_code == httpx.codes.UNAUTHORIZED:
                await _sign_in(http, self._endpoints["colleague_account"])
                COLLEAGUES[public] = http.cookies
                read = await http.get(f"{path}/review")
            _good(await http.post(f"{path}/approve", json={"version": _good(read).json()["version"]}))

    async def colleague(self) -> dict[str, str]:
        """The cookies of the colleague, who signs in once for all that is done on this stack: a code is good for one time."""
        public = self._endpoints["public"]
        if public not in COLLEAGUES:
            async with client(self._endpoints) as http:
                await _sign_in(http, self._endpoints["colleague_account"])
                COLLEAGUES[public] = http.cookies
        return {cookie.name: cookie.value or "" for cookie in COLLEAGUES[public].jar}

    async def reach(self, survey_id: UUID) -> int:
        answer = await self._http.put(f"/api/surveys/staff/surveys/{survey_id}/audience", json={})
        return int(_good(answer).json()["matching"])

    async def dispatch(self, survey_id: UUID) -> int:
        """Invite the audience; returns how many invitations were issued, when all are."""
        url = f"/api/surveys/staff/surveys/{survey_id}/dispatches"
        dispatch_id = _good(await self._http.post(url)).json()["dispatch_id"]
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            states = {d["dispatch_id"]: d for d in _good(await self._http.get(url)).json()}
            if dispatch_id in states and states[dispatch_id]["completed_at"]:
                return int(states[dispatch_id]["issued"])
            await asyncio.sleep(0.1)
        raise RuntimeError("the dispatch was not completed in time")

    async def close(self, survey_id: UUID) -> None:
        _good(await self._http.post(f"/api/surveys/staff/surveys/{survey_id}/close"))

    async def counts(self, survey_id: UUID) -> dict[str, Any]:
        """What analytics shows of a survey; all noughts until it has heard of it."""
        answer = await self._http.get(f"/api/analytics/staff/surveys/{survey_id}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return {"invited": 0, "delivered": 0, "started": 0, "completed": 0}
        return dict(_good(answer).json())

    async def publish_result(self, survey_id: UUID, findings: Sequence[Mapping[str, str]]) -> str:
        url = f"/api/analytics/staff/surveys/{survey_id}/publication"
        return str(_good(await self._http.post(url, json={"findings": findings})).json()["slug"])

    async def members(self) -> int:
        return int(_good(await self._http.get("/api/membership/panel")).json()["members"])


async def _sign_in(http: httpx.AsyncClient, account: Mapping[str, str]) -> None:
    """With both factors. A code that was used is refused until the next half minute: then it is waited for."""
    give_up = time.monotonic() + 70
    while True:
        code = totp(account["totp_secret"], time.time())
        body = {"name": account["name"], "password": account["password"], "code": code}
        answer = await http.post("/api/identity/sign-in", json=body)
        if answer.is_success:
            return
        if time.monotonic() > give_up:
            raise RuntimeError(f"signing in: {answer.status_code} {answer.text}")
        await asyncio.sleep(2)


class Mailbox:
    """What has come into the local inbox, read once and in order."""

    def __init__(self, endpoints: Endpoints, http: httpx.AsyncClient) -> None:
        self._url = endpoints["inbox_json"]
        self._http = http
        self._last: str | None = None

    async def fresh(self) -> list[dict[str, Any]]:
        """Mails since the last asking, oldest first."""
        params = {"after": self._last} if self._last else {}
        mails: list[dict[str, Any]] = _good(await self._http.get(self._url, params=params)).json()
        if mails:
            self._last = str(mails[0]["id"])
        return list(reversed(mails))


def link_in(mail: Mapping[str, Any], kind: re.Pattern[str]) -> str | None:
    """The token of the link of this kind in a mail."""
    found = kind.search(mail["text"])
    return found.group(1) if found else None


async def visit(http: httpx.AsyncClient, campaign: str) -> None:
    """As the script of the campaign's page tells that it was opened."""
    _good(await http.post(f"/k/{campaign}/visits"))


async def sign_up(http: httpx.AsyncClient, person: Mapping[str, Any]) -> None:
    _good(await http.post("/api/membership/sign-ups", json=person))


async def confirm(http: httpx.AsyncClient, token: str) -> None:
    _good(await http.post("/api/membership/confirmations", json={"token": token}))


async def consent_version(http: httpx.AsyncClient) -> str:
    return str(_good(await http.get("/api/membership/form")).json()["consent_version"])


def _good(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        path = urlsplit(str(answer.url)).path
        raise RuntimeError(f"{answer.request.method} {path}: {answer.status_code} {answer.text[:500]}")
    return answer
