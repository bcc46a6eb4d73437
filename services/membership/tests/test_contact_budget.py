import pytest

from membership.events import ContactBudgetChosen
from membership.member import Member, NoSuchMember
from membership.own_page.contact_budget import BudgetUnfit, ChooseBudget, contact_budget, decide

from .test_member import CONFIRM, FORGET, NOW, SIGN_UP, after

MEMBER = after(SIGN_UP, CONFIRM)
TWO = ChooseBudget(2)


def test_a_member_chooses_how_often_they_are_asked() -> None:
    assert decide(TWO, MEMBER, NOW) == [ContactBudgetChosen(most_a_month=2, chosen_at=NOW)]
    limited = contact_budget.fold(decide(TWO, MEMBER, NOW), MEMBER)
    assert decide(ChooseBudget(None), limited, NOW) == [ContactBudgetChosen(most_a_month=None, chosen_at=NOW)]


@pytest.mark.parametrize("most", [0, -1, 3, 1000])
def test_a_limit_that_is_not_offered_is_refused(most: int) -> None:
    with pytest.raises(BudgetUnfit):
        decide(ChooseBudget(most), MEMBER, NOW)


@pytest.mark.parametrize("who", [Member(), after(SIGN_UP), after(SIGN_UP, CONFIRM, FORGET)])
def test_only_members_choose(who: Member) -> None:
    with pytest.raises(NoSuchMember):
        decide(TWO, who, NOW)


def test_choosing_the_same_twice_is_recorded_once() -> None:
    assert decide(TWO, contact_budget.fold(decide(TWO, MEMBER, NOW), MEMBER), NOW) == []
    assert decide(ChooseBudget(None), MEMBER, NOW) == []
