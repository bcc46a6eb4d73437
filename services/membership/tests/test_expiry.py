from datetime import UTC, datetime, timedelta

from membership.events import SignedUp, SignUpExpired
from membership.expiry import SLACK, expire_unconfirmed
from membership.member import TIME_TO_CONFIRM

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
