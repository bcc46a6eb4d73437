"""What the builder says of steps: what was done just now, what a colleague did meanwhile, what can be taken back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from surveys.building.step_words import Names, in_words
from surveys.drafting.changes import Added, Change
from surveys.drafting.editing import Entry, redoable, undoable
from surveys.drafting.steps import Step
from surveys.questionnaire.faults import Say
from surveys.survey import Survey
from ui import mark

MOST_TOLD = 3


class Telling(msgspec.Struct, frozen=True):
    """Whose page it is, and how it names and says things."""

    survey: Survey
    by: UUID
    names: Names
    say: Say

    @property
    def steps(self) -> Mapping[int, Step]:
        return {step.number: step for step in self.survey.steps.latest}

    def told(self, newest: Entry | None, done: int, since: int) -> dict[str, Any]:
        """`done` is the version the person has just made, `since` the one their page was made from."""
        just_now = newest if newest and newest.version == done else None
        others = [step for step in self.survey.steps.latest if since and step.number > since and step.by != self.by]
        return {
            "at": self.survey.version,
            "saved_at": newest.at if newest else None,
            "done": self._done(just_now) if just_now else "",
            "new_pieces": _added(just_now.changes) if just_now else frozenset(),
            "others": [in_words(step.changes, self.names, self.say) for step in others[-MOST_TOLD:]],
            "undoable": self._step(undoable(self.survey, self.by)),
            "redoable": self._step(redoable(self.survey, self.by)),
        }

    def _done(self, entry: Entry) -> str:
        """An undoing is said by the step it took back."""
        if entry.undoes is not None:
            return self.say(mark("Angret: %(step)s."), step=self._step(entry.undoes))
        if entry.redoes is not None:
            return self.say(mark("Gjort om igjen: %(step)s."), step=self._step(entry.redoes))
        return self.say(mark("Gjort: %(step)s."), step=in_words(entry.changes, self.names, self.say))

    def _step(self, number: int | None) -> str:
        step = self.steps.get(number or 0)
        return in_words(step.changes, self.names, self.say) if step else ""


def _added(changes: Sequence[Change]) -> frozenset[str]:
    return frozenset(change.piece for change in changes if isinstance(change, Added))
