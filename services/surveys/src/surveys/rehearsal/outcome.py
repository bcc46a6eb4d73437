"""What a rehearsal found: counted while people walk, and kept as it was counted."""

import statistics
from collections import Counter
from collections.abc import Iterable

import msgspec

from surveys.questionnaire import Questionnaire
from surveys.rehearsal.drawn import options_of
from surveys.rehearsal.walk import Person, Way

TO_THE_END = ""
GROUPS = ("age_band", "gender", "area")
Counts = dict[str, int]


class Times(msgspec.Struct, frozen=True):
    """Seconds: of the shortest way, the middle one, the one that nine of ten do not exceed, and the longest."""

    shortest: float = 0.0
    median: float = 0.0
    ninth: float = 0.0
    longest: float = 0.0


class Group(msgspec.Struct, frozen=True):
    """Those of one background: how many walked, and how many came to the end."""

    walked: int = 0
    completed: int = 0


class Outcome(msgspec.Struct, frozen=True):
    """`ends`: how many ended after which section, "" for the usual end. `options`: how often each was chosen, by question.
    `refused`: whose first try each check refused, by question and by its number there. `stuck`: who never got past.
    """

    people: int
    sections: Counts
    questions: Counts
    options: dict[str, Counts]
    ends: Counts
    refused: dict[str, Counts]
    stuck: int
    times: Times
    groups: dict[str, dict[str, Group]]


class Tally:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._sections: Counter[str] = Counter()
        self._questions: Counter[str] = Counter()
        self._options: dict[str, Counter[str]] = {q.id: Counter() for q in questionnaire.questions.values() if q.choices()}
        self._ends: Counter[str] = Counter()
        self._refused: dict[str, Counter[str]] = {}
        self._stuck = 0
        self._seconds: list[float] = []
        self._walked: Counter[tuple[str, str]] = Counter()
        self._completed: Counter[tuple[str, str]] = Counter()

    def count(self, person: Person, way: Way, seconds: float) -> None:
        self._sections.update(way.sections)
        self._questions.update(way.questions)
        self._seconds.append(seconds)
        for question, number in way.refused:
            self._refused.setdefault(question, Counter())[str(number)] += 1
        self._stuck += way.stuck
        if not way.stuck:
            self._ends[way.ended] += 1
        for name, counted in self._options.items():
            if name in way.kept:
                counted.update(options_of(self._questionnaire.questions[name], way.kept[name]))
        self._count_groups(person, way)

    def _count_groups(self, person: Person, way: Way) -> None:
        for group in ((kind, getattr(person, kind)) for kind in GROUPS):
            self._walked[group] += 1
            if way.ended == TO_THE_END and not way.stuck:
                self._completed[group] += 1

    def outcome(self) -> Outcome:
        return Outcome(
            people=len(self._seconds),
            sections=dict(self._sections),
            questions=dict(self._questions),
            options={name: dict(counted) for name, counted in self._options.items()},
            ends=dict(self._ends),
            refused={name: dict(counted) for name, counted in self._refused.items()},
            stuck=self._stuck,
            times=times_of(self._seconds),
            groups=self._groups(),
        )

    def _groups(self) -> dict[str, dict[str, Group]]:
        groups: dict[str, dict[str, Group]] = {kind: {} for kind in GROUPS}
        for (kind, value), walked in sorted(self._walked.items()):
            groups[kind][value] = Group(walked, self._completed[kind, value])
        return groups


def times_of(seconds: Iterable[float]) -> Times:
    ordered = sorted(seconds)
    if not ordered:
        return Times()
    ninth = ordered[min(len(ordered) - 1, int(len(ordered) * 0.9))]
    return Times(ordered[0], statistics.median(ordered), ninth, ordered[-1])
