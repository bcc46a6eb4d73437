"""What is heard becomes mail once, however often and however brokenly it is heard."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import text

from eventlog import Heard
from notifications.events import About, Kind
from notifications.heard import hearings, notification_id
from notifications.notification import Status
from notifications.outbox import NOBODY

from .conftest import Outbox

MEMBER, SURVEY = uuid4(), uuid4()


def message(type_: str, position: int = 1, event_id: UUID | None = None, **data: object) -> Heard:
    return Heard(position, event_id or uuid4(), type_, msgspec.json.encode(data))


async def hear(box: Outbox, stream: str, batch: Sequence[Heard]) -> None:
    (hearing,) = [h for h in hearings(box.log) if h.stream == stream]
    async with box.engine.begin() as connection:
        await hearing.hear(connection, batch)


async def events_of(box: Outbox) -> int:
    async with box.engine.connect() as connection:
        return int(await connection.scalar(text("select count(*) from events")) or 0)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("confirmation_requested", Kind.confirmation),
        ("sign_up_repeated", Kind.sign_up_repeated),
        ("member_invited", Kind.member_invited),
        ("email_change_requested", Kind.email_change),
        ("member_asked_to_stay", Kind.stay),
    ],
)
async def test_what_membership_asks_for_is_queued_once(box: Outbox, event: str, kind: Kind) -> None:
    heard = message(f"membership.v1.{event}", member_id=MEMBER, language="nb", more="than we read")
    for _ in range(3):
        await hear(box, "MEMBERSHIP", [heard, heard])
    id_ = notification_id(About(kind=kind, cause_id=heard.event_id, member_id=MEMBER))
    state = await box.state(id_)
    assert (state.status, state.about) == (Status.queued, About(kind=kind, cause_id=heard.event_id, member_id=MEMBER))
    assert await events_of(box) == 1


async def test_an_invitation_is_one_mail_even_when_two_messages_tell_of_it(box: Outbox) -> None:
    invitation: dict[str, Any] = {
        "invitation_id": uuid4(),
        "survey_id": SURVEY,
        "member_id": MEMBER,
        "dispatch_id": uuid4(),
        "background": {},
    }
    await hear(box, "SURVEYS", [message("surveys.v1.invitation_issued", n, **invitation) for n in (1, 2)])
    assert await events_of(box) == 1


async def test_a_second_sign_up_gets_a_second_confirmation(box: Outbox) -> None:
    await hear(box, "MEMBERSHIP", [message("membership.v1.confirmation_requested", n, member_id=MEMBER) for n in (1, 2)])
    assert await events_of(box) == 2


async def test_a_request_to_sign_in_is_one_mail_even_when_two_messages_tell_of_it(box: Outbox) -> None:
    request_id = uuid4()
    asked = [message("membership.v1.sign_in_requested", n, request_id=request_id, member_id=MEMBER) for n in (1, 2)]
    await hear(box, "MEMBERSHIP", asked)
    assert await events_of(box) == 1
    about = About(kind=Kind.sign_in, cause_id=request_id, member_id=MEMBER)
    assert (await box.state(notification_id(about))).about == about


async def members_of_rows(box: Outbox) -> list[UUID]:
    async with box.engine.connect() as connection:
        position = await connection.scalar(text("select position from log_head")) or 0
        assert await box.log.caught_up("outbox", position)
        return list(await connection.scalars(text("select member_id from outbox order by queued_at")))


async def test_a_member_who_is_forgotten_is_in_no_row_also_when_the_outbox_is_filled_again(box: Outbox) -> None:
    leaves, stays = uuid4(), uuid4()
    for member_id in (leaves, stays):
        await hear(box, "MEMBERSHIP", [message("membership.v1.confirmation_requested", member_id=member_id)])
    forgotten = message("membership.v1.member_forgotten", member_id=leaves)
    for _ in range(2):
        await hear(box, "MEMBERSHIP", [forgotten, forgotten])
    assert await members_of_rows(box) == [NOBODY, stays]
    assert await events_of(box) == 3
    async with box.engine.begin() as connection:
        await connection.execute(text("truncate outbox"))
        await connection.execute(text("delete from checkpoints where projection = 'outbox'"))
    assert await members_of_rows(box) == [NOBODY, stays]


async def test_a_survey_is_remembered_for_its_invitations_until_it_closes(box: Outbox) -> None:
    published = message("surveys.v1.survey_published", survey_id=SURVEY, title={"nb": "Om\nklima"}, minutes=5, slug="om-klima")
    closed = message("surveys.v1.survey_closed", survey_id=SURVEY, closed_at=datetime.now(UTC))
    await hear(box, "SURVEYS", [published, published, closed])
    async with box.engine.connect() as connection:
        row = (await connection.execute(text("select titles::text, minutes, closed_at is not null from known_surveys"))).one()
    assert tuple(row) == ('{"nb":"Om\\nklima"}', 5, True)


async def test_messages_that_are_not_ours_to_act_on_are_passed_by(box: Outbox) -> None:
    await hear(box, "MEMBERSHIP", [message("membership.v1.member_joined", member_id=MEMBER)])
    await hear(box, "SURVEYS", [message("surveys.v1.response_started", survey_id=SURVEY)])
    assert await events_of(box) == 0


async def test_a_message_that_cannot_be_read_queues_nothing_and_is_the_hearings_to_bury(box: Outbox) -> None:
    with pytest.raises(msgspec.ValidationError):
        await hear(box, "MEMBERSHIP", [message("membership.v1.confirmation_requested", member_id="nobody")])
    assert await events_of(box) == 0
