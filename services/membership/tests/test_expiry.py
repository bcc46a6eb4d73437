from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from eventlog import Append
from membership.events import MemberForgotten, SignedUp, SignUpExpired, Source
from membership.member import TIME_TO_CONFIRM
from membership.signing_up import expiry
from membership.signing_up.expiry import SLACK, expire_unconfirmed

from .conftest import Running

LATER = TIME_TO_CONFIRM + SLACK + timedelta(minutes=1)


async def test_a_sign_up_nobody_confirmed_is_erased_after_48_hours(running: Running) -> None:
    await running.sign_up()
    member = await running.join()
    await running.everything_projected()
    waiting = (await running.events(SignedUp))[0].stream_id

    assert await expire_unconfirmed(running.parts, datetime.now(UTC) + timedelta(hours=47)) == 0
    assert await expire_unconfirmed(running.parts, datetime.now(UTC) + LATER) == 1
    assert await expire_unconfirmed(running.parts, datetime.now(UTC) + LATER) == 0

    assert [r.stream_id for r in await running.events(SignUpExpired)] == [waiting]
    assert set(await running.parts.keyring.get([waiting, member])) == {member}
    gone = await running.client.get(running.parts.confirm_path(waiting), headers={"accept": "text/html"})
    assert gone.status_code == 410


async def test_those_who_have_longer_to_confirm_do_not_stand_in_the_way(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "AT_ONCE", 2)
    await running.sign_up()
    first = (await running.events(SignedUp))[0]
    assert isinstance(first.event, SignedUp)
    imported = msgspec.structs.replace(first.event, source=Source.imported, signed_up_at=datetime.now(UTC) - timedelta(days=1))
    await running.parts.log.append_each([Append(uuid4(), 0, [imported]) for _ in range(3)])
    await running.everything_projected()

    assert await expire_unconfirmed(running.parts, datetime.now(UTC) + LATER) == 1
    assert [r.stream_id for r in await running.events(SignUpExpired)] == [first.stream_id]
    assert await expire_unconfirmed(running.parts, datetime.now(UTC) + timedelta(days=31)) == 2
    assert await expire_unconfirmed(running.parts, datetime.now(UTC) + timedelta(days=31)) == 1
    assert await running.events(MemberForgotten) == []
