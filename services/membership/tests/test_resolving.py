import asyncio
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import nats

from membership.events import PauseReason, SignedUp, SignInRequested
from membership.main import service
from membership.over_time.staying import AskToStay, staying
from membership.own_page import personal_links
from membership.own_page.email_change import AskForNewAddress, moving
from membership.own_page.pausing import Pause, pausing
from membership.resolving import SUBJECT, Answer, Question, Request, resolve
from membership.settings import Settings
from runtime.serve import create_app

from .conftest import Running

KARI = "kari@nordmann.test"


async def answers(running: Running, *asked: tuple[str, *tuple[UUID, ...]], now: datetime | None = None) -> list[Answer]:
    requests = [Request(uuid4(), kind, *ids) for kind, *ids in asked]  # type: ignore[arg-type] # kinds are literals
    return (await resolve(running.parts, Question(requests), now or datetime.now(UTC))).answers


async def test_a_member_is_resolved_for_an_invitation(running: Running) -> None:
    member_id = await running.join(email="kari@nordmann.test")
    (answer,) = await answers(running, ("invitation", member_id))
    assert (answer.status, answer.address, answer.name, answer.language, answer.link) == (
        "ok",
        "kari@nordmann.test",
        "Kari Nordmann",
        "nb",
        None,
    )


async def test_a_sign_up_is_resolved_with_its_confirm_link_and_for_nothing_else(running: Running) -> None:
    await running.sign_up()
    member_id = (await running.events(SignedUp))[0].stream_id
    confirmation, invitation = await answers(running, ("confirmation", member_id), ("invitation", member_id))
    assert confirmation.link == running.parts.confirm_path(member_id)
    assert invitation.status == "gone"


async def test_nobody_is_asked_to_confirm_what_is_confirmed_or_too_old(running: Running) -> None:
    member_id = await running.join()
    await running.sign_up(email="other@nordmann.test")
    waiting = (await running.events(SignedUp))[-1].stream_id
    late = datetime.now(UTC) + timedelta(hours=49)
    late_answers = await answers(running, ("confirmation", member_id), ("confirmation", waiting), now=late)
    assert {a.status for a in late_answers} == {"gone"}


async def test_the_unknown_and_the_erased_are_gone(running: Running) -> None:
    member_id = await running.join()
    await running.parts.keyring.destroy(member_id)
    gone = await answers(running, ("invitation", member_id), ("sign_up_repeated", member_id), ("invitation", uuid4()))
    assert {(a.status, a.address, a.name) for a in gone} == {("gone", "", "")}


async def test_two_hundred_are_answered_at_once_in_the_order_asked(running: Running) -> None:
    ids = [await running.join() for _ in range(3)]
    asked = [("invitation", ids[n % 3]) for n in range(200)]
    assert [a.status for a in await answers(running, *asked)] == ["ok"] * 200


async def test_a_sign_in_gets_its_link_and_code_for_ten_minutes_and_only_for_the_one_who_asked(running: Running) -> None:
    kari, ola = await running.join(email=KARI), await running.join()
    await running.client.post("/min-side/logg-inn", data={"email": KARI})
    (asked,) = [r.stream_id for r in await running.events(SignInRequested)]
    mine, others, nobodys = await answers(running, ("sign_in", kari, asked), ("sign_in", ola, asked), ("sign_in", kari))
    assert mine.link == personal_links.sign_in_path(running.parts, asked)
    assert personal_links.is_sign_in_code(running.parts, asked, mine.code)
    assert {(a.status, a.link, a.code) for a in (others, nobodys)} == {("withdrawn", None, "")}
    late = datetime.now(UTC) + timedelta(minutes=11)
    assert (await answers(running, ("sign_in", kari, asked), now=late))[0].status == "withdrawn"
    assert (await running.client.post(mine.link)).status_code == 303
    assert (await answers(running, ("sign_in", kari, asked)))[0].status == "withdrawn"


async def test_an_email_change_goes_to_the_new_address_while_it_waits(running: Running) -> None:
    kari = await running.join(email=KARI)
    assert (await answers(running, ("email_change", kari)))[0].status == "withdrawn"
    key = (await running.parts.keyring.get([kari]))[kari]
    sealed = key.seal("email", kari, "ny@nordmann.test")
    await running.parts.log.execute(moving, kari, AskForNewAddress(sealed), datetime.now(UTC))
    change, invitation = await answers(running, ("email_change", kari), ("invitation", kari))
    assert (change.address, invitation.address) == ("ny@nordmann.test", KARI)
    assert change.link == personal_links.new_address_path(running.parts, kari, sealed)
    late = datetime.now(UTC) + timedelta(hours=25)
    assert (await answers(running, ("email_change", kari), now=late))[0].status == "withdrawn"


async def test_one_who_pauses_gets_no_invitation_but_every_other_mail(running: Running) -> None:
    kari = await running.join(email=KARI)
    (before,) = await answers(running, ("invitation", kari))
    assert (before.status, before.unsubscribe) == ("ok", personal_links.unsubscribe_path(running.parts, kari))
    await running.parts.log.execute(pausing, kari, Pause(None, PauseReason.member), datetime.now(UTC))
    invitation, repeated = await answers(running, ("invitation", kari), ("sign_up_repeated", kari))
    assert (invitation.status, repeated.status, repeated.unsubscribe) == ("withdrawn", "ok", None)


async def test_one_who_was_asked_to_stay_gets_the_question_until_they_answer(running: Running) -> None:
    kari = await running.join(email=KARI)
    assert (await answers(running, ("stay", kari)))[0].status == "withdrawn"
    later = datetime.now(UTC) + timedelta(days=800)
    await running.parts.log.execute(staying, kari, AskToStay(datetime.now(UTC).date()), later)
    (stay,) = await answers(running, ("stay", kari))
    assert stay.link == personal_links.stay_path(running.parts, kari)
    assert stay.unsubscribe == personal_links.unsubscribe_path(running.parts, kari)


async def test_nothing_of_a_person_shows_in_an_answers_own_words(running: Running) -> None:
    member_id = await running.join()
    assert "Kari" not in repr(await answers(running, ("invitation", member_id)))


async def test_the_question_is_answered_over_nats(settings: Settings, nats_server: str) -> None:
    with_broker = settings.model_copy(update={"nats_url": nats_server})
    app = create_app(service(with_broker))
    async with app.router.lifespan_context(app):
        client = await nats.connect(nats_server)
        body = json.dumps({"requests": [{"notification_id": str(uuid4()), "kind": "invitation", "member_id": str(uuid4())}]})
        reply = None
        for _ in range(100):
            try:
                reply = await client.request(SUBJECT, body.encode(), timeout=1)
                break
            except nats.errors.NoRespondersError:
                await asyncio.sleep(0.05)
        assert reply is not None
        assert json.loads(reply.data)["answers"][0]["status"] == "gone"
        await client.close()
