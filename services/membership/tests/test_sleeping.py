from datetime import UTC, datetime, timedelta

from membership.events import Forgetting, MemberAskedToStay, MemberForgotten, MemberStayed
from membership.over_time.sleeping import look_after_the_silent
from membership.over_time.staying import Stay, staying

from .conftest import Running

DAY = timedelta(days=1)
KARI = "kari@nordmann.test"


async def live(running: Running, days: int, step: int = 1, after: int = 729) -> datetime:
    """The days as the house lives them, from two years after now."""
    now = datetime.now(UTC) + after * DAY
    for _ in range(0, days, step):
        now += step * DAY
        await running.surveys_says(now)
        await look_after_the_silent(running.parts, now)
        await running.everything_projected()
    return now


async def test_a_silent_member_is_asked_three_times_and_forgotten_with_their_key(running: Running) -> None:
    kari = await running.join(email=KARI)
    await live(running, 40)
    asked = [r.event for r in await running.events(MemberAskedToStay)]
    assert [event.time for event in asked if isinstance(event, MemberAskedToStay)] == [1, 2, 3]
    (forgotten,) = await running.events(MemberForgotten)
    assert isinstance(forgotten.event, MemberForgotten)
    assert (forgotten.event.cause, forgotten.event.forgotten_by) == (Forgetting.asleep, None)
    assert await running.parts.keyring.get([kari]) == {}
    assert kari in await running.parts.erasures.read()
    assert await running.join(email=KARI) != kari  # the address is free


async def test_one_who_says_they_stay_stays(running: Running) -> None:
    kari = await running.join()
    now = await live(running, 20)
    await running.parts.log.execute(staying, kari, Stay(), now)
    await running.everything_projected()
    await live(running, 60, 5, after=750)
    assert len(await running.events(MemberStayed)) == 1
    assert len(await running.events(MemberAskedToStay)) == 2
    assert await running.events(MemberForgotten) == []


async def test_an_act_that_is_said_twice_or_cut_off_asks_once(running: Running) -> None:
    await running.join()
    await running.everything_projected()
    now = datetime.now(UTC) + 731 * DAY
    await running.surveys_says(now)
    await look_after_the_silent(running.parts, now)
    await look_after_the_silent(running.parts, now)
    assert len(await running.events(MemberAskedToStay)) == 1


async def test_a_forgetting_that_was_cut_off_after_the_key_is_ended_the_next_time(running: Running) -> None:
    kari = await running.join(email=KARI)
    now = await live(running, 24)
    await running.parts.destroy_keys([kari])  # and then the machine stopped
    await running.surveys_says(now + 9 * DAY)
    await look_after_the_silent(running.parts, now + 9 * DAY)
    assert [r.stream_id for r in await running.events(MemberForgotten)] == [kari]


async def test_one_who_answers_is_not_asleep_though_nothing_else_is_heard_from_them(running: Running) -> None:
    answers, _ = await running.join(), await running.join()
    now = datetime.now(UTC) + 731 * DAY
    await running.surveys_says(now, {answers: f"{now - 90 * DAY:%Y-%m}"})
    await look_after_the_silent(running.parts, now)
    assert answers not in [r.stream_id for r in await running.events(MemberAskedToStay)]
    assert len(await running.events(MemberAskedToStay)) == 1


async def test_of_whom_surveys_has_not_told_lately_nobody_is_asked(running: Running) -> None:
    await running.join()
    now = datetime.now(UTC) + 731 * DAY
    await running.everything_projected()
    await look_after_the_silent(running.parts, now)
    await running.surveys_says(now - 4 * DAY)
    await look_after_the_silent(running.parts, now)
    assert await running.events(MemberAskedToStay) == []
