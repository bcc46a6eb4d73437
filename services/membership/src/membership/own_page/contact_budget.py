"""How often a member wants to be asked: at most so many invitations in 30 days, from the whole municipality."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from eventlog import Decider, Event, Refused
from membership.events import MEMBER_EVENTS, ContactBudgetChosen
from membership.member import Member, NoSuchMember, Status, evolve

CHOICES = (1, 2, 4)


class BudgetUnfit(Refused):
    code: ClassVar[str] = "budget_unfit"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Velg hvor ofte vi kan spørre deg"


@dataclass(frozen=True)
class ChooseBudget:
    """None: no limit of their own."""

    most_a_month: int | None


def decide(command: ChooseBudget, member: Member, now: datetime) -> Sequence[Event]:
    if member.status is not Status.active:
        raise NoSuchMember
    if command.most_a_month is not None and command.most_a_month not in CHOICES:
        raise BudgetUnfit
    if command.most_a_month == member.most_a_month:
        return []
    return [ContactBudgetChosen(most_a_month=command.most_a_month, chosen_at=now)]


contact_budget: Decider[ChooseBudget, Member] = Decider(decide, evolve, Member(), MEMBER_EVENTS)
