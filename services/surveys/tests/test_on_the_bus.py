"""With a real broker: what surveys hears, and what the world hears of surveys."""

import json
from typing import Any
from uuid import UUID, uuid4

import httpx
import nats
from nats.aio.client import Client

from eventlog.streams import provide
from runtime.serve import create_app
from surveys.events import Audience
from surveys.inviting import panel
from surveys.main import service
from surveys.settings import Settings

from .conftest import ANSWERS, NOW, Running, until

BACKGROUND = {"age_band": "30-39", "gender": "woman", "area": "jar", "interests": ["klima"], "language": "nb"}


async def announce_member(nc: Client, member_id: UUID) -> None:
    data = {"member_id": str(member_id), "background": BACKGROUND, "campaign": None, "joined_on": "2019-06-01"}
    await nc.jetstream().publish("membership.v1.member_joined", json.dumps(data).encode(), headers={"ce-id": str(uuid4())})


async def all_of(nc: Client, stream: str) -> list[tuple[str, dict[str, Any]]]:
    last = (await nc.jetstream().stream_info(stream)).state.last_seq
    messages = [await nc.jetstream().get_msg(stream, n) for n in range(1, last + 1)]
    return [(str(m.subject), json.loads(m.data or b"")) for m in messages]


async def test_from_a_member_who_joined_to_the_answer_the_world_may_know(settings: Settings, own_nats: Any) -> None:
    nc = await nats.connect(own_nats.url)
    await provide(nc, "membership", 1)
    app = create_app(service(settings.model_copy(update={"nats_url": own_nats.url})))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://panel.test") as client:
            running = Running(client, app.state.house.own, [uuid4()])
            await announce_member(nc, running.members[0])
            await until(lambda: _members(running))
            survey_id = await running.published()
            (token,) = await running.dispatched(survey_id)
            sent = {"submission_id": str(uuid4()), "answers": ANSWERS}
            assert (await client.post(f"/api/surveys/answer/{token}", json=sent)).status_code == 201
            await until(lambda: _heard(nc, 4))
    messages = await all_of(nc, "SURVEYS")
    await nc.close()
    names = [subject.rpartition(".")[2] for subject, _ in messages]
    assert names == ["survey_published", "invitation_issued", "response_started", "response_submitted"]
    assert messages[1][1]["background"] == BACKGROUND
    assert messages[3][1]["answers"] == {"cycles": "yes", "days": 3, "worry": 8}
    assert "vinteren" not in json.dumps(messages, ensure_ascii=False)
    assert token not in json.dumps(messages)


async def _members(running: Running) -> bool:
    async with running.parts.engine.connect() as connection:
        return (await panel.reach(connection, UUID(int=0), Audience(), NOW)).matching == 1


async def _heard(nc: Client, n: int) -> bool:
    try:
        return (await nc.jetstream().stream_info("SURVEYS")).state.last_seq >= n
    except nats.js.errors.NotFoundError:
        return False
