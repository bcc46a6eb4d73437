"""One answer, one trace: from the request through the log and the broker to the count; and nothing personal in any span."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from local.acting import SURVEY_LINK, client, consent_version, link_in, sign_up
from local.stack import Stack
from local.story import CAMPAIGNS, person
from tests.faults.storm import Town, invitation_of, until
from tests.load import survey

EXPORTER = "OTEL_TRACES_EXPORTER"
META = "select meta::text as meta, type from events where stream_id = $1 order by version"


@dataclass(frozen=True)
class Span:
    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str | None
    written: str


def spans(stack: Stack) -> Iterator[Span]:
    """What the services' console exporters have written among their log lines."""
    for log in stack.state.logs.glob("*.log"):
        for line in log.read_text().splitlines():
            if line.startswith('{"name"'):
                yield span_of(line)


def span_of(line: str) -> Span:
    told: dict[str, Any] = json.loads(line)
    parent = told["parent_id"]
    context = told["context"]
    service = told["resource"]["attributes"]["service.name"]
    return Span(service, told["name"], context["trace_id"][2:], context["span_id"][2:], parent and parent[2:], line)


@dataclass
class Traced:
    town: Town
    link: str
    person: dict[str, Any]

    @property
    def stack(self) -> Stack:
        return self.town.stack


@pytest.fixture(scope="module")
async def traced(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Traced]:
    folder = Path(tmp_path_factory.mktemp("traced")) / "run"
    with Stack(folder, env={EXPORTER: "console"}) as stack:
        async with client(stack.endpoints) as http:
            town = Town(stack, http)
            await town.office.sign_in()
            one = person(town.chance, 1, CAMPAIGNS[0], await consent_version(http)) | {"campaign": ""}
            await sign_up(http, one)
            town.people = 1
            await town.confirm_all(1)
            await town.invite()
            yield Traced(town, town.links[0], one)


async def test_one_trace_runs_from_the_request_to_the_count(traced: Traced) -> None:
    answer = await traced.town.http.post(
        f"/api/surveys/answer/{traced.link}",
        content=survey.submission(traced.town.chance),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 201
    await until(traced.town.completed, 1)
    await _within(3, lambda: any(span.name == "hear analytics-surveys" for span in _of_answer(traced.stack)))
    trace = {(span.service, span.name): span for span in _of_answer(traced.stack)}
    request = trace["surveys", "POST /api/surveys/answer/{token}"]
    assert request.parent_id is None
    assert await _carried(traced) == {f"00-{request.trace_id}-{request.span_id}"}, "the facts carry the request's context"
    for followed in (
        ("surveys", "project"),
        ("surveys", "announce surveys.v1.response_submitted"),
        ("analytics", "hear analytics-surveys"),
    ):
        assert trace[followed].parent_id == request.span_id, followed


async def test_a_trace_that_a_client_brings_is_not_joined(traced: Traced) -> None:
    brought = "0af7651916cd43dd8448eb211c80319c"
    await traced.town.http.get(f"/s/{traced.link}", headers={"traceparent": f"00-{brought}-b7ad6b7169203331-01"})
    await _within(3, lambda: any(span.name == "GET /s/{token}" for span in spans(traced.stack)))
    assert brought not in {span.trace_id for span in spans(traced.stack)}


async def test_no_span_holds_a_link_an_address_or_a_name(traced: Traced) -> None:
    mails = (await traced.town.http.get(traced.stack.endpoints["inbox_json"])).json()
    links = [link for mail in mails if (link := link_in(mail, SURVEY_LINK))]
    assert links == [traced.link]
    secrets = [traced.link, str(invitation_of(traced.link)), traced.person["email"], traced.person["name"], "/s/", "/bekreft/"]
    written = list(spans(traced.stack))
    assert {span.service for span in written} >= {"membership", "surveys", "notifications", "analytics", "identity"}
    patterns = ("/s/{token}", "/bekreft/{token}")
    for span in written:
        bare = span.written
        for pattern in patterns:
            bare = bare.replace(pattern, "")
        assert [secret for secret in secrets if secret in bare] == [], span


async def test_by_default_no_span_is_made(tmp_path: Path) -> None:
    with Stack(tmp_path / "run", without=["membership", "surveys", "notifications", "analytics"]) as stack:
        async with client(stack.endpoints) as http:
            assert (await http.get("/staff/sign-in")).status_code == 200
        assert list(spans(stack)) == []
        assert "trace_id" not in "".join(log.read_text() for log in stack.state.logs.glob("*.log"))
        rows = await _rows(stack, "identity", "select distinct meta::text as meta from events")
        assert [row["meta"] for row in rows] == ["{}"]


def _of_answer(stack: Stack) -> list[Span]:
    """The spans of the trace that began with the answer's request."""
    found = list(spans(stack))
    begun = {span.trace_id for span in found if span.name == "POST /api/surveys/answer/{token}"}
    return [span for span in found if span.trace_id in begun]


async def _carried(traced: Traced) -> set[str]:
    """The trace contexts in the facts that the answer became, without their flags."""
    rows = await _rows(traced.stack, "surveys", META, invitation_of(traced.link))
    of_answer = [row for row in rows if row["type"] in {"response_started", "response_submitted"}]
    return {json.loads(row["meta"])["traceparent"].rpartition("-")[0] for row in of_answer}


async def _rows(stack: Stack, database: str, query: str, *values: object) -> list[Any]:
    server = stack.endpoints["postgres"]
    connection = await asyncpg.connect(host=server["socket"], port=server["port"], user=server["superuser"], database=database)
    try:
        return list(await connection.fetch(query, *values))
    finally:
        await connection.close()


async def _within(seconds: float, is_so: Any) -> None:
    give_up = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up, "it did not come"
        await asyncio.sleep(0.05)
