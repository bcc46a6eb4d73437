"""The figures of a survey as they may be shown: everything that could tell of fewer than ten is gone before it gets here.

The same figures are shown live to staff, frozen into a publication and handed out as JSON.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from analytics.disclosure import FLOOR, Table, hidden_groups, nearly_all
from analytics.questions import TEXT_KINDS, Option, Question, Texts, answers_of
from analytics.rates import Funnel
from analytics.tally import ALL, ANSWERED, GROUP_KINDS, Cell, Group

CountsOf = Mapping[Group, Mapping[Cell, int]]


class Distribution(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one group answered. Hidden: neither base nor counts. Capped: only which answers at least 90 % gave."""

    state: Literal["shown", "capped", "hidden"] = "hidden"
    base: int = 0
    counts: dict[str, int] = {}
    at_least_90: tuple[str, ...] = ()


HIDDEN = Distribution()
Groups = dict[str, Distribution]


class Breakdown(msgspec.Struct, frozen=True):
    """The groups of one kind, and how many had answered when they were counted."""

    groups: Groups
    base: int
    as_of: int


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question, or one row of a matrix."""

    id: str
    text: Texts
    total: Distribution = HIDDEN
    breakdowns: dict[str, Breakdown] = {}


class QuestionFigures(msgspec.Struct, frozen=True):
    id: str
    kind: str
    text: Texts
    values: tuple[Option, ...]
    parts: tuple[Part, ...]


class SurveyFigures(msgspec.Struct, frozen=True):
    """`respondents` has the number of responses by group in the places of a question's bases."""

    funnel: Funnel
    respondents: Part
    questions: tuple[QuestionFigures, ...]
    as_of: int


def figures(
    questions: Iterable[Question], funnel: Funnel, completed: Mapping[Group, int], counts: CountsOf, as_of: int
) -> SurveyFigures:
    """What may be shown of a survey. `completed` is the number of responses by group; `as_of` the position counted to."""
    sizes = Table({group: n for (kind, group), n in completed.items()})
    kinds = {kind: [group for k, group in completed if k == kind] for kind in GROUP_KINDS}
    small = {kind: hidden_groups([_only(sizes, groups)]) for kind, groups in kinds.items()}
    respondents = _respondents(completed, kinds, small, as_of)
    if completed.get(ALL, 0) < FLOOR:
        return SurveyFigures(funnel, respondents, (), as_of)
    counted = _Counted(counts, kinds, small, as_of)
    return SurveyFigures(funnel, respondents, tuple(counted.question(question) for question in questions), as_of)


def _only(table: Table, groups: Iterable[str]) -> Table:
    return Table({group: table.bases[group] for group in groups})


def _respondents(
    completed: Mapping[Group, int], kinds: Mapping[str, Sequence[str]], small: Mapping[str, frozenset[str]], as_of: int
) -> Part:
    total = completed.get(ALL, 0)
    if total < FLOOR:
        return Part("", {})
    breakdowns = {
        kind: Breakdown(
            {group: HIDDEN if group in small[kind] else Distribution("shown", completed[kind, group]) for group in groups},
            total,
            as_of,
        )
        for kind, groups in kinds.items()
    }
    return Part("", {}, Distribution("shown", total), breakdowns)


class _Counted:
    """The raw counts of one survey, asked question by question."""

    def __init__(
        self, counts: CountsOf, kinds: Mapping[str, Sequence[str]], small: Mapping[str, frozenset[str]], as_of: int
    ) -> None:
        self._counts = counts
        self._kinds = kinds
        self._small = small
        self._as_of = as_of

    def question(self, question: Question) -> QuestionFigures:
        values = () if question.kind in TEXT_KINDS else answers_of(question)
        rows = question.rows if question.kind == "matrix" else (Option("", question.text),)
        parts = tuple(self._part(question, row, values) for row in rows)
        return QuestionFigures(question.id, question.kind, question.text, values, parts)

    def _part(self, question: Question, row: Option, values: Sequence[Option]) -> Part:
        base, cells = self._cells(ALL, question, row.id, values)
        if base < FLOOR:
            return Part(row.id, row.text)
        breakdowns = {kind: self._breakdown(kind, question, row.id, values, base) for kind in self._kinds}
        return Part(row.id, row.text, _distribution(base, cells), breakdowns)

    def _breakdown(self, kind: str, question: Question, row: str, values: Sequence[Option], total: int) -> Breakdown:
        found = {group: self._cells((kind, group), question, row, values) for group in self._kinds[kind]}
        table = Table({g: base for g, (base, _) in found.items()}, {g: cells for g, (_, cells) in found.items()})
        hidden = hidden_groups([table], self._small[kind])
        groups = {
            group: _capped(base, cells)
            if group in hidden and base >= FLOOR
            else HIDDEN
            if group in hidden
            else Distribution("shown", base, cells)
            for group, (base, cells) in found.items()
        }
        return Breakdown(groups, total, self._as_of)

    def _cells(self, group: Group, question: Question, row: str, values: Sequence[Option]) -> tuple[int, dict[str, int]]:
        counted = self._counts.get(group, {})
        cells = {value.id: counted.get((question.id, row, value.id), 0) for value in values}
        answered = counted.get((question.id, row, ANSWERED))
        return sum(cells.values()) if answered is None else answered, cells


def _distribution(base: int, cells: dict[str, int]) -> Distribution:
    return (
        Distribution("capped", base, at_least_90=nearly_all(base, cells))
        if nearly_all(base, cells)
        else (Distribution("shown", base, cells))
    )


def _capped(base: int, cells: dict[str, int]) -> Distribution:
    """Of a group that is hidden for being of one mind, no base is told: it would give the others' away."""
    return Distribution("capped", at_least_90=capped) if (capped := nearly_all(base, cells)) else HIDDEN
