"""What became of a mail is known for 30 days; then there are only counts."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import text

from notifications import outbox
from notifications.notification import Drop, Status, notification_decider
from notifications.past import count_only

from .conftest import Outbox

LATER = timedelta(days=31)


async def dropped(box: Outbox) -> None:
    id_ = await box.queue(uuid4())
    await box.log.execute(notification_decider, id_, Drop("gone"), datetime.now(UTC))


async def rows(box: Outbox) -> int:
    async with box.engine.connect() as connection:
        position = await connection.scalar(text("select position from log_head")) or 0
        assert await box.log.caught_up("outbox", position)
        return await connection.scalar(text("select count(*) from outbox")) or 0


async def numbers(box: Outbox) -> list[tuple[Status, int]]:
    async with box.engine.connect() as connection:
        (mailing,) = await outbox.mailings(connection)
    return sorted(mailing.numbers.items())


async def test_what_is_old_and_done_is_counted_and_forgotten_one_by_one(box: Outbox) -> None:
    for _ in range(3):
        await dropped(box)
    await box.queue(uuid4())
    assert await rows(box) == 4
    before = await numbers(box)
    assert await count_only(box.engine, datetime.now(UTC)) == 0
    assert await count_only(box.engine, datetime.now(UTC) + LATER) == 3
    assert await rows(box) == 1  # what still waits is no matter of the past
    assert await numbers(box) == before
    await dropped(box)
    await rows(box)
    assert await count_only(box.engine, datetime.now(UTC) + LATER) == 1
    assert await numbers(box) == [(Status.dropped, 4), (Status.queued, 1)]


async def test_what_is_told_of_a_mail_that_is_only_counted_stops_nothing(box: Outbox) -> None:
    id_ = await box.queue(uuid4())
    await rows(box)
    async with box.engine.begin() as connection:
        await connection.execute(text("delete from outbox"))
    await box.log.execute(notification_decider, id_, Drop("gone"), datetime.now(UTC))
    assert await rows(box) == 0
