"""The sender against a real mail server that misbehaves on purpose, real PostgreSQL, and membership asked over real NATS."""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from notifications.events import Kind
from notifications.mails import Mail
from notifications.notification import Status
from notifications.smtp import Connection, MailServer
from sealing.links import read_link

from .conftest import Membership, Outbox, Peer, text_of


async def test_an_invitation_is_sent_with_the_members_own_link(box: Outbox, membership: Membership, peer: Peer) -> None:
    survey_id = await box.survey("Om klima")
    id_ = await box.queue(membership.member("kari.aas@example.test", "nn"), survey_id)
    box.start_sender(peer.url, membership.url)
    state = await box.until(id_, lambda s: s.status is Status.sent)
    assert state.about is not None
    (mail,) = peer.taken
    assert mail["To"] == "kari.aas@example.test"
    assert mail["Subject"] == "Bærum kommune spør deg: Om klima"
    assert mail["Message-ID"] == f"<{id_}@panel.example>"
    body = text_of(mail)
    link = next(line for line in body.splitlines() if line.startswith("http"))
    token = link.removeprefix("http://127.0.0.1:8080/s/").removesuffix("?lang=nn")
    assert read_link(b"k" * 32, "s", token) == state.about.cause_id
    assert "omtrent 5 minutt" in body


async def test_a_mail_whose_member_withdrew_is_dropped_without_being_offered(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    gone, withdrawn = membership.member("a@example.test"), membership.member("b@example.test")
    membership.statuses |= {gone: "gone", withdrawn: "withdrawn"}
    ids = [await box.queue(gone), await box.queue(withdrawn)]
    box.start_sender(peer.url, membership.url)
    states = [await box.until(id_, lambda s: s.status is Status.dropped) for id_ in ids]
    assert [s.reason for s in states] == ["gone", "withdrawn"]
    assert not peer.offered


async def test_waiting_invitations_to_a_closed_survey_are_dropped(box: Outbox, membership: Membership, peer: Peer) -> None:
    id_ = await box.queue(membership.member("a@example.test"), await box.survey(closed=True))
    box.start_sender(peer.url, membership.url)
    state = await box.until(id_, lambda s: s.status is Status.dropped)
    assert state.reason == "survey_closed"
    assert not membership.asked


async def test_a_mail_refused_for_now_is_offered_again_later_and_one_refused_for_good_is_not(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    later = timedelta()
    busy = await box.queue(membership.member("busy.a@example.test"))
    full = await box.queue(membership.member("full.a@example.test"))
    unknown = await box.queue(membership.member("unknown.a@example.test"))
    spam = await box.queue(membership.member("spam.a@example.test"))
    box.start_sender(peer.url, membership.url, clock=lambda: datetime.now(UTC) + later)
    for id_, reason in ((busy, "smtp_450"), (full, "smtp_452")):
        state = await box.until(id_, lambda s: s.tries == 1)
        assert (state.status, state.reason) == (Status.queued, reason)
        assert timedelta(seconds=45) <= state.due_at - datetime.now(UTC) + timedelta(seconds=1) <= timedelta(seconds=76)
    for id_ in (unknown, spam):
        state = await box.until(id_, lambda s: s.status is Status.failed)
        assert state.reason == "smtp_550"
    later = timedelta(minutes=2)
    await box.until(busy, lambda s: s.tries == 2)
    await box.until(full, lambda s: s.tries == 2)
    assert peer.offered["busy.a@example.test"] == 2
    assert peer.offered["unknown.a@example.test"] == 1
    assert peer.handed_over["spam.a@example.test"] == 1


async def test_a_mail_still_refused_after_three_days_fails(box: Outbox, membership: Membership, peer: Peer) -> None:
    later = timedelta()
    id_ = await box.queue(membership.member("busy.a@example.test"))
    box.start_sender(peer.url, membership.url, clock=lambda: datetime.now(UTC) + later)
    await box.until(id_, lambda s: s.tries == 1)
    later = timedelta(hours=72)
    state = await box.until(id_, lambda s: s.status is Status.failed)
    assert state.reason == "smtp_450"


async def test_a_connection_cut_or_silent_after_handing_over_leaves_the_mail_uncertain_and_never_sent_again(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    cut = await box.queue(membership.member("cut.a@example.test"))
    hang = await box.queue(membership.member("hang.a@example.test"))
    later = timedelta()
    box.start_sender(peer.url, membership.url, clock=lambda: datetime.now(UTC) + later, patience=0.5)
    for id_ in (cut, hang):
        state = await box.until(id_, lambda s: s.status is Status.uncertain)
        assert state.reason == "no_answer"
    later = timedelta(days=4)
    await asyncio.sleep(1)
    assert peer.handed_over == {"cut.a@example.test": 1, "hang.a@example.test": 1}


async def test_mail_waits_for_a_mail_server_that_is_away_and_goes_when_it_is_back(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    await peer.stop()
    id_ = await box.queue(membership.member("a@example.test"))
    box.start_sender(peer.url, membership.url)
    await asyncio.sleep(0.7)
    assert (await box.state(id_)).tries == 0
    await peer.start()
    await box.until(id_, lambda s: s.status is Status.sent)
    assert len(peer.contents) == 1


async def test_mail_waits_for_membership_and_goes_when_it_is_back(box: Outbox, membership: Membership, peer: Peer) -> None:
    await membership.stop()
    id_ = await box.queue(membership.member("a@example.test"))
    box.start_sender(peer.url, membership.url)
    await asyncio.sleep(0.7)
    assert (await box.state(id_)).status is Status.queued
    await membership.start()
    await box.until(id_, lambda s: s.status is Status.sent)


async def test_mail_waits_for_the_broker_and_goes_when_it_is_back(
    box: Outbox, membership: Membership, peer: Peer, own_nats: Any
) -> None:
    box.start_sender(peer.url, membership.url)
    first = await box.queue(membership.member("a@example.test"))
    await box.until(first, lambda s: s.status is Status.sent)
    own_nats.kill()
    second = await box.queue(membership.member("b@example.test"))
    await asyncio.sleep(0.7)
    own_nats.start()
    await box.until(second, lambda s: s.status is Status.sent, patience=20)


async def test_two_senders_at_once_hand_each_mail_over_once(box: Outbox, membership: Membership, peer: Peer) -> None:
    ids = [await box.queue(membership.member(f"m{n}@example.test")) for n in range(120)]
    box.start_sender(peer.url, membership.url)
    box.start_sender(peer.url, membership.url)
    for id_ in ids:
        await box.until(id_, lambda s: s.status in (Status.sent, Status.uncertain))
    assert max(peer.handed_over.values()) == 1
    assert len(peer.contents) == 120


async def test_a_sender_told_to_stop_sees_what_it_hands_over_to_its_end(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    ids = [await box.queue(membership.member(f"m{n}@example.test")) for n in range(150)]
    box.start_sender(peer.url, membership.url)
    async with asyncio.timeout(10):
        while len(peer.contents) < 20:
            await asyncio.sleep(0.005)
    await box.stop_senders()
    states = [(await box.state(id_)).status for id_ in ids]
    assert set(states) <= {Status.sent, Status.queued}
    assert states.count(Status.sent) == len(peer.contents)


async def test_an_address_that_cannot_be_used_fails_as_our_own_fault_and_is_not_offered(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    id_ = await box.queue(membership.member("a@example.test\r\nBcc: all@example.test"))
    box.start_sender(peer.url, membership.url)
    state = await box.until(id_, lambda s: s.status is Status.failed)
    assert state.reason == "address_unusable"
    assert not peer.offered


async def test_an_address_beyond_ascii_goes_only_where_the_server_can_take_it(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    box.start_sender(peer.url, membership.url)
    refused = await box.queue(membership.member("bjørn@example.test"))
    state = await box.until(refused, lambda s: s.status is Status.failed)
    assert state.reason == "server_without_smtputf8"
    domain_only = await box.queue(membership.member("bjorn@bærum.example.test"))
    await box.until(domain_only, lambda s: s.status is Status.sent)
    assert peer.taken[0]["To"] == "bjorn@xn--brum-voa.example.test"


async def test_nothing_stored_names_anyone(box: Outbox, membership: Membership, peer: Peer) -> None:
    survey_id = await box.survey()
    for script in ("fine", "busy", "unknown", "spam", "cut"):
        await box.queue(membership.member(f"{script}.needle@haystack.test"), survey_id)
    box.start_sender(peer.url, membership.url)
    async with asyncio.timeout(10):
        while sum(peer.offered.values()) < 5 or len(peer.contents) < 1:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    async with box.engine.connect() as connection:
        tables = ("events", "announcements", "outbox", "dead_letters", "claims")
        rows = [await connection.execute(text(f"select t::text from {table} t")) for table in tables]
    stored = "\n".join(row[0] for result in rows for row in result)
    assert "invitation" in stored
    for needle in ("needle", "haystack", "Kari", "/s/"):
        assert needle not in stored


async def bare_rate(peer: Peer, mails: int, lanes: int = 8) -> float:
    """The bound: mails a second that the same library hands to the same server, with nothing to decide, resolve or record."""
    mail = Mail("bare@example.test", b"Subject: bare\r\n\r\n" + b"some words of a mail\r\n" * 300, needs_utf8=False)

    async def lane() -> None:
        connection = Connection(MailServer.at(peer.url), "panel@panel.example")
        for _ in range(mails // lanes):
            await connection.offer(mail)
            await connection.hand_over(mail)
        await connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(lane() for _ in range(lanes)))
    return mails / (time.perf_counter() - began)


async def test_mail_leaves_at_a_good_part_of_the_rate_of_bare_smtp(box: Outbox, membership: Membership, peer: Peer) -> None:
    survey_id = await box.survey()
    ids = [await box.queue(membership.member(f"m{n}@example.test"), survey_id) for n in range(600)]
    bare = await bare_rate(peer, 400)
    peer.contents.clear()
    peer.connections = 0
    began, cpu = time.perf_counter(), time.process_time()
    box.start_sender(peer.url, membership.url)
    async with asyncio.timeout(60):
        while len(peer.contents) < len(ids):
            await asyncio.sleep(0.01)
    rate = len(ids) / (time.perf_counter() - began)
    cpu = (time.process_time() - cpu) / len(ids) * 1000
    sys.stdout.write(
        f"\n{rate:.0f} mails/s, bare SMTP {bare:.0f}/s, {cpu:.1f} ms CPU a mail with the server's, asked {membership.asked}\n"
    )
    assert peer.connections <= 8
    assert max(membership.asked) <= 200
    assert rate > 0.3 * bare  # 0.7 was measured; absolute rates are not asserted on a shared machine


async def test_a_sign_in_is_asked_about_by_its_request_and_gives_its_code(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    id_ = await box.queue(membership.member("a@example.test"), kind=Kind.sign_in)
    box.start_sender(peer.url, membership.url)
    state = await box.until(id_, lambda s: s.status is Status.sent)
    assert state.about is not None
    assert [request["request_id"] for request in membership.requests] == [str(state.about.cause_id)]
    assert "482913" in text_of(peer.taken[0])


async def test_a_sign_in_nobody_waits_for_any_more_is_dropped_without_being_asked_about(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    id_ = await box.queue(membership.member("a@example.test"), kind=Kind.sign_in)
    box.start_sender(peer.url, membership.url, clock=lambda: datetime.now(UTC) + timedelta(minutes=11))
    state = await box.until(id_, lambda s: s.status is Status.dropped)
    assert state.reason == "too_late"
    assert not membership.asked


async def test_a_sign_in_goes_at_once_though_a_large_dispatch_is_under_way_to_a_slow_server(
    box: Outbox, membership: Membership, peer: Peer
) -> None:
    peer.slowness = 0.1  # 8 lanes: 80 mails a second
    survey_id = await box.survey()
    for n in range(800):
        await box.queue(membership.member(f"m{n}@example.test"), survey_id)
    box.start_sender(peer.url, membership.url)
    async with asyncio.timeout(10):
        while len(peer.contents) < 30:
            await asyncio.sleep(0.02)
    began = time.perf_counter()
    sign_in = await box.queue(membership.member("waiting@example.test"), kind=Kind.sign_in)
    await box.until(sign_in, lambda s: s.status is Status.sent)
    waited = time.perf_counter() - began
    sys.stdout.write(f"\na sign-in mail behind {800 - len(peer.contents)} invitations took {waited:.2f} s\n")
    assert len(peer.contents) < 400
    assert waited < 2.5


async def test_a_confirmation_does_not_wait_behind_invitations(box: Outbox, membership: Membership, peer: Peer) -> None:
    survey_id = await box.survey()
    for n in range(500):
        await box.queue(membership.member(f"m{n}@example.test"), survey_id)
    confirmation = await box.queue(membership.member("waiting@example.test"))
    async with box.engine.connect() as connection:
        head = await connection.scalar(text("select position from log_head"))
    assert await box.log.caught_up("outbox", head or 0)
    box.start_sender(peer.url, membership.url)
    await box.until(confirmation, lambda s: s.status is Status.sent)
    assert len(peer.contents) < 100
