import asyncio
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import nats

from membership.events import SignedUp
from membership.main import service
from membership.resolving import SUBJECT, Answer, Question, Request, resolve
from membership.settings import Settings
from runtime.serve import create_app

from .conftest import Running


async def answers(running: Running, *asked: tuple[str, UUID], now: datetime | None = None) -> list[Answer]:
    requests = [Request(uuid4(), kind, member_id) for kind, member_id in asked]  # type: ignore[arg-type] # kinds are literals
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
