"""Sign-ups at a stand: with and without JavaScript, sealed, sent twice, sent days later."""

import base64
import json
import os
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePublicKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from membership.campaigns.campaign import CreateCampaign, campaign_id, campaigns
from membership.campaigns.campaign_events import Channel
from membership.events import Notice, SignedUp, Source
from membership.member import TIME_TO_CONFIRM
from membership.signing_up import floods, stand
from membership.signing_up.expiry import SLACK, expire_unconfirmed
from membership.signing_up.floods import Shown
from membership.signing_up.stand_key import Unopened, stand_key

from .conftest import FORM, Running, words

PAGE = {"accept": "text/html"}
SEND = "/api/membership/stand"
SAID = {**FORM, "extra": {}, "campaign": "byfesten", "language": "nn"}


def sealed(key: str, queued_id: UUID, said: object) -> str:
    """As the tablet does it."""
    ours = generate_private_key(SECP256R1())
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), base64.b64decode(key))
    secret = HKDF(SHA256(), 32, point, b"samrad.stand.v1").derive(ours.exchange(ECDH(), theirs))
    nonce = os.urandom(12)
    text = json.dumps(said).encode().ljust(1024)
    return base64.b64encode(point + nonce + AESGCM(secret).encrypt(nonce, text, str(queued_id).encode())).decode()


@pytest.fixture
async def tent(running: Running) -> Running:
    command = CreateCampaign("byfesten", Channel.event, "Møt oss", datetime.now(UTC).date(), None, uuid4())
    outcome = await running.parts.log.execute(campaigns, campaign_id("byfesten"), command, datetime.now(UTC))
    assert await running.parts.log.caught_up("campaigns", outcome.position)
    return running


async def sent(tent: Running, *queued: UUID, key: str = "", proof: str = "", **changes: object) -> httpx.Response:
    key = key or tent.parts.stand_key.public
    items = [{"id": str(id_), "sealed": sealed(key, id_, SAID | {"email": f"{id_}@nordmann.test"} | changes)} for id_ in queued]
    return await tent.client.post(SEND, json={"items": items, "proof": proof})


async def test_the_form_comes_back_empty_for_the_next_person(tent: Running) -> None:
    answer = await tent.client.post("/stand/byfesten?lang=nn", data=FORM, headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/stand/byfesten?thanks=1&lang=nn")
    page = await tent.client.get(answer.headers["location"], headers=PAGE)
    assert "Neste person" in words(page.text)
    assert "Nordmann" not in page.text
    (signed_up,) = [r.event for r in await tent.events(SignedUp)]
    assert isinstance(signed_up, SignedUp)
    assert (signed_up.source, signed_up.campaign, signed_up.language) == (Source.stand, "byfesten", "nn")
    assert signed_up.consent is not None
    assert signed_up.consent.language == "nn"


async def test_nothing_of_a_person_stays_in_the_browser(tent: Running) -> None:
    for path in ("/stand/byfesten?lang=en", "/stand/byfesten?thanks=1"):
        page = await tent.client.get(path, headers=PAGE)
        assert page.headers["cache-control"] == "no-store"
        assert "set-cookie" not in page.headers
        assert 'autocomplete="name"' not in page.text
        assert 'autocomplete="email"' not in page.text


async def test_what_is_wrong_is_said_and_the_language_is_kept(tent: Running) -> None:
    answer = await tent.client.post("/stand/byfesten?lang=en", data={**FORM, "email": "x"}, headers=PAGE)
    assert answer.status_code == 422
    assert '<html lang="en"' in answer.text
    assert 'action="/stand/byfesten?lang=en"' in answer.text
    assert await tent.events(SignedUp) == []


async def test_a_stand_nobody_made_is_not_there(tent: Running) -> None:
    assert (await tent.client.get("/stand/finnes-ikke", headers=PAGE)).status_code == 404
    assert (await tent.client.post("/stand/finnes-ikke", data=FORM, headers=PAGE)).status_code == 404
    assert (await tent.client.get("/stand/%22x", headers=PAGE)).status_code == 404


async def test_a_machine_at_the_stand_hears_what_all_hear(tent: Running) -> None:
    answer = await tent.client.post("/stand/byfesten", data={**FORM, "website": "x"}, headers=PAGE)
    assert answer.status_code == 303
    assert await tent.events(SignedUp) == []


async def test_the_worker_may_keep_the_stand_and_nothing_else(tent: Running) -> None:
    for path in ("/stand/stand.js", "/stand/worker.js"):
        answer = await tent.client.get(path)
        assert answer.headers["content-type"].startswith("text/javascript")
        assert "service-worker-allowed" not in answer.headers


async def test_sealed_sign_ups_are_stored_and_answered_for_one_by_one(tent: Running) -> None:
    first, second = uuid4(), uuid4()
    answer = await sent(tent, first, second)
    assert answer.json() == {
        "results": [{"id": str(i), "status": "accepted", "problems": []} for i in (first, second)],
        "challenge": None,
    }
    stored = [r.event for r in await tent.events(SignedUp)]
    assert [(e.source, e.campaign, e.language) for e in stored if isinstance(e, SignedUp)] == [
        (Source.stand, "byfesten", "nn")
    ] * 2


async def test_the_same_sign_up_sent_again_is_one(tent: Running) -> None:
    queued = uuid4()
    for _ in range(3):
        assert (await sent(tent, queued)).json()["results"][0]["status"] == "accepted"
    assert await tent.notices() == [Notice.confirm]
    async with tent.parts.engine.connect() as connection:
        assert (await connection.exec_driver_sql("select mails from mail_limits")).scalar() == 1


async def test_sent_again_after_it_was_erased_it_stays_erased(tent: Running) -> None:
    queued = uuid4()
    await sent(tent, queued)
    await tent.everything_projected()
    assert await expire_unconfirmed(tent.parts, datetime.now(UTC) + TIME_TO_CONFIRM + SLACK + timedelta(minutes=1)) == 1
    assert (await sent(tent, queued)).json()["results"][0]["status"] == "accepted"
    assert len(await tent.events(SignedUp)) == 1


async def test_nobody_can_choose_whose_stream_they_write_to(tent: Running) -> None:
    assert (await sent(tent, campaign_id("byfesten"))).json()["results"][0]["status"] == "accepted"
    assert (await tent.events(SignedUp))[0].stream_id != campaign_id("byfesten")
    assert stand.member_id_for(b"a" * 32, UUID(int=1)) != stand.member_id_for(b"b" * 32, UUID(int=1))


async def test_what_cannot_be_accepted_is_refused_with_its_reason_and_does_not_hold_up_the_others(tent: Running) -> None:
    child, good = uuid4(), uuid4()
    key = tent.parts.stand_key.public
    items = [
        {"id": str(child), "sealed": sealed(key, child, SAID | {"birth_year": "2020"})},
        {"id": str(uuid4()), "sealed": sealed(key, child, SAID)},  # another's id
        {"id": str(uuid4()), "sealed": "rubbish"},
        {"id": str(uuid4()), "sealed": sealed(stand_key(b"z" * 32).public, good, SAID)},
        {"id": str(good), "sealed": sealed(key, good, SAID)},
    ]
    answer = (await tent.client.post(SEND, json={"items": items})).json()["results"]
    assert [one["status"] for one in answer] == ["refused"] * 4 + ["accepted"]
    assert answer[0]["problems"] == [["birth_year", "Du må fylle minst 15 år i år for å være med"]]
    assert answer[1]["problems"] == [["", "Kunne ikke leses"]]
    assert len(await tent.events(SignedUp)) == 1


@pytest.mark.parametrize("said", [[], "x", {"name": 1}, {"interests": "x"}, {"language": "xx"}, {"extra": []}])
async def test_what_is_no_sign_up_is_unreadable(said: object) -> None:
    key, queued = stand_key(b"z" * 32), uuid4()
    with pytest.raises(Unopened):
        key.open(queued, sealed(key.public, queued, said))


@pytest.mark.parametrize("rubbish", ["", "AAAA", "A" * 200, base64.b64encode(b"\x04" + b"\x01" * 120).decode()])
async def test_rubbish_is_unreadable(rubbish: str) -> None:
    with pytest.raises(Unopened):
        stand_key(b"z" * 32).open(uuid4(), rubbish)


async def test_a_batch_has_a_limit(tent: Running) -> None:
    item = {"id": str(uuid4()), "sealed": "A"}
    assert (await tent.client.post(SEND, json={"items": [item] * 51})).status_code == 422
    assert (await tent.client.post(SEND, json={"items": [{**item, "sealed": "A" * 6001}]})).status_code == 422


async def test_a_stand_in_a_flood_is_given_the_puzzle_and_what_it_has_not_sent_waits(
    tent: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floods, "SIGN_UPS_OF_A_NETWORK", 1)
    monkeypatch.setattr(floods, "HERE", frozenset())
    first, second = uuid4(), uuid4()
    answer = (await sent(tent, first, second)).json()
    assert [one["id"] for one in answer["results"]] == [str(first)]
    assert answer["challenge"]["parameters"]["algorithm"] == "PBKDF2/SHA-256"
    assert tent.parts.floods.slow("127.0.0.1", Shown(), datetime.now(UTC)) is not None
