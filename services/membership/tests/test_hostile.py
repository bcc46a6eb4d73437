"""What nobody should send, to a member's own pages and to every kind of link that is good: never a fault of ours."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from membership.erasing import certificate
from membership.events import SignInRequested
from membership.own_page import member_sessions, personal_links

from .conftest import Running
from .test_my_page import KARI, come_in, new_address

FORM = "application/x-www-form-urlencoded"
FIELDS = (
    "email", "code", "how", "until", "most", "name", "birth_year", "gender", "area", "interests", "language", "extra.x",
    "certificate", "List-Unsubscribe",
)  # fmt: skip
VALUES = ("%00", "%ff%fe", "%ed%a0%80", "x" * 3000, "-1", "1e999999", "9999-12-31", "0001-01-01", "%D9%A3", "2026-W01-1")
BODIES: Mapping[str, tuple[str, bytes]] = {
    **{value[:10]: (FORM, "&".join(f"{field}={value}" for field in FIELDS).encode()) for value in VALUES},
    "for now": (FORM, b"how=for-now&most=2&language=nb"),
    "until nothing": (FORM, b"how=until&until=%00&email=a%00@b.test"),
    "many fields": (FORM, b"&".join(b"a%d=" % n for n in range(4_000))),
    "json": ("application/json", b'{"email":"\\u0000"}'),
    "no end": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
    "no bounds": ("multipart/form-data", b"--x\r\n\r\n"),
    "a file": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="email"; filename="a"\r\n\r\n\x00\r\n--x--\r\n',
    ),
    "no type": ("", b"\x00\xff"),
}
QUERIES = ("", "?done=%00&lang=%ff", "?done=" + "x" * 5000, "?lang=..%2f..%2f")
OWN = ("", "/profil", "/pause", "/hvor-ofte", "/e-post", "/slett", "/logg-inn", "/logg-inn/kode")


async def signed_in_anew(running: Running, kari: UUID) -> None:
    """The member's session again, whatever became of it."""
    token = await member_sessions.open_session(running.parts.engine, kari, datetime.now(UTC), None)
    running.client.cookies.set("samrad-member", token)


async def links(running: Running, kari: UUID) -> list[str]:
    await running.client.post("/min-side/logg-inn", data={"email": KARI})
    request_id = (await running.events(SignInRequested))[-1].stream_id
    return [
        personal_links.unsubscribe_path(running.parts, kari),
        f"{personal_links.unsubscribe_path(running.parts, kari)}/angre",
        personal_links.stay_path(running.parts, kari),
        personal_links.sign_in_path(running.parts, request_id),
        await new_address(running, kari, "ny@nordmann.test"),
        running.parts.confirm_path(kari),
        f"/slettet/{certificate.token_of(running.parts, kari)}",
    ]


async def test_nothing_sent_to_a_members_pages_or_a_good_link_is_a_fault_of_ours(running: Running) -> None:
    kari = await come_in(running, KARI)
    paths = [*(f"/min-side{page}" for page in OWN), "/min-side/tilbake", "/avmeld", *await links(running, kari)]
    running.client.cookies.clear()
    await signed_in_anew(running, kari)
    assert (await running.client.get("/min-side")).status_code == 200
    faults = [f"GET {path}{query}" for path in paths for query in QUERIES if await fault(running, "GET", path + query)]
    for path in paths:
        if path == "/min-side/slett":
            continue  # it heeds nothing that is written
        await signed_in_anew(running, kari)
        faults += [
            f"POST {path}: {name}" for name, (kind, body) in BODIES.items() if await fault(running, "POST", path, kind, body)
        ]
    assert faults == []


async def fault(running: Running, method: str, path: str, kind: str = "", body: bytes = b"") -> bool:
    answer = await running.client.request(method, path, content=body, headers={"content-type": kind, "accept": "text/html"})
    return answer.status_code >= 500
