"""One sending of invitations to an audience: ordered by a person, carried out by `issuing.py`, completed once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from eventlog import Decider, Event, Refused
from surveys.events import DISPATCH_EVENTS, Audience, DispatchCompleted, DispatchOrdered


class Dispatch(msgspec.Struct, frozen=True):
    survey_id: UUID | None = None
    audience: Audience = Audience()
    completed: bool = False


class OrderDispatch(msgspec.Struct, frozen=True):
    """`expected` is the number the person was shown, `reached` the number it has become since."""

    survey_id: UUID
    audience: Audience
    survey_open: bool
    expected: int
    reached: int
    by: UUID


class CompleteDispatch(msgspec.Struct, frozen=True):
    cut_short: bool


class NotOpen(Refused):
    code = "survey_not_open"
    title = "Undersøkelsen er ikke åpen. Ingen kan inviteres."


class NobodyToInvite(Refused):
    code = "nobody_to_invite"
    title = "Ingen i målgruppen mangler invitasjon"


class AudienceHasChanged(Refused):
    code = "audience_has_changed"
    title = "Målgruppen har endret seg siden du så antallet. Se over det nye antallet og send på nytt."


class NothingOrdered(Refused):
    code = "nothing_ordered"
    status = 404
    title = "Denne utsendelsen finnes ikke"


def decide(command: OrderDispatch | CompleteDispatch, dispatch: Dispatch, _now: datetime) -> Sequence[Event]:
    match command:
        case OrderDispatch():
            return order(command, dispatch)
        case CompleteDispatch():
            return complete(command, dispatch)


def order(command: OrderDispatch, dispatch: Dispatch) -> Sequence[Event]:
    if dispatch.survey_id is not None:
        return []
    if not command.survey_open:
        raise NotOpen
    if command.reached == 0:
        raise NobodyToInvite
    if command.reached != command.expected:
        raise AudienceHasChanged
    return [DispatchOrdered(survey_id=command.survey_id, audience=command.audience, ordered_by=command.by)]


def complete(command: CompleteDispatch, dispatch: Dispatch) -> Sequence[Event]:
    if dispatch.survey_id is None:
        raise NothingOrdered
    if dispatch.completed:
        return []
    return [DispatchCompleted(survey_id=dispatch.survey_id, cut_short=command.cut_short)]


def evolve(dispatch: Dispatch, event: Event) -> Dispatch:
    match event:
        case DispatchOrdered(survey_id=survey_id, audience=audience):
            return Dispatch(survey_id, audience)
        case DispatchCompleted():
            return msgspec.structs.replace(dispatch, completed=True)
        case _:
            return dispatch


dispatch_decider: Decider[OrderDispatch | CompleteDispatch, Dispatch] = Decider(decide, evolve, Dispatch(), DISPATCH_EVENTS)
