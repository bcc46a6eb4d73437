"""The figures of a survey as they may be shown: everything that could tell of fewer than ten is gone before it gets here.

The same figures are shown live to staff, frozen into a publication and handed out as JSON.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from analytics.disclosure import FLOOR, Table, hidden_groups, nearly_all
from analytics.moments_in_bins import MOMENT_KINDS, within
from analytics.possible import answers_of
from analytics.questions import LINKED_KINDS, Option, Question, Texts
from analytics.rates import Funnel
from analytics.tally import ALL, ANSWERED, DEALT_OUT, GROUP_KINDS, THOUSANDTHS, Cell, Group

CountsOf = Mapping[Group, Mapping[Cell, int]]


class Distribution(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one group answered. Hidden: neither base nor counts. Capped: only which answers at least 90 % gave.

    `mean`: of a sum that was dealt out, the share this row got.
    """

    state: Literal["shown", "capped", "hidden"] = "hidden"
    base: int = 0
    counts: dict[str, int] = {}
    at_least_90: tuple[str, ...] = ()
    mean: float | None = None


HIDDEN = Distribution()
OPEN_KINDS = MOMENT_KINDS | {"calculated"}
Groups = dict[str, Distribution]


class Breakdown(msgspec.Struct, frozen=True):
    """The groups of one kind, and how many had answered when they were counted."""

    groups: Groups
    base: int
    as_of: int


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question, or what it is counted for one by one: a row, a thing that was ranked."""

    id: str
    text: Texts
    total: Distribution = HIDDEN
    breakdowns: dict[str, Breakdown] = {}


class QuestionFigures(msgspec.Struct, frozen=True):
    """`beside`: how many wrote something in the fields beside the answer."""

    id: str
    kind: str
    text: Texts
    values: tuple[Option, ...]
    parts: tuple[Part, ...]
    beside: tuple[Part, ...] = ()
    unit: Texts | None = None
    whole: int | None = None


class SurveyFigures(msgspec.Struct, frozen=True):
    """`respondents` has the number of responses by group in the places of a question's bases."""

    funnel: Funnel
    respondents: Part
    questions: tuple[QuestionFigures, ...]
    as_of: int


def figures(
    questions: Sequence[Question], funnel: Funnel, completed: Mapping[Group, int], counts: CountsOf, as_of: int
) -> SurveyFigures:
    """What may be shown of a survey. `completed` is the number of responses by group; `as_of` the position counted to."""
    sizes = Table({group: n for (kind, group), n in completed.items()})
    kinds = {kind: [group for k, group in completed if k == kind] for kind in GROUP_KINDS}
    small = {kind: hidden_groups([_only(sizes, groups)]) for kind, groups in kinds.items()}
    respondents = _respondents(completed, kinds, small, as_of)
    if completed.get(ALL, 0) < FLOOR:
        return SurveyFigures(funnel, respondents, (), as_of)
    counted = _Counted(_with_unticked(questions, completed, counts), kinds, small, as_of)
    told = tuple(counted.question(question, answers_of(question, questions)) for question in questions)
    return SurveyFigures(funnel, respondents, told, as_of)


def _with_unticked(questions: Iterable[Question], completed: Mapping[Group, int], counts: CountsOf) -> CountsOf:
    """Who did not tick a box has said so, as much as who did: of all who answered the survey."""
    boxes = [question.id for question in questions if question.kind == "consent"]
    if not boxes:
        return counts
    return {
        group: {**cells, **{(box, "", "no"): n - cells.get((box, "", "yes"), 0) for box in boxes}}
        for group, n in completed.items()
        for cells in [counts.get(group, {})]
    }


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

    def question(self, question: Question, values: Sequence[Option]) -> QuestionFigures:
        beside = tuple(self._written(field.id, field.text) for field in question.beside)
        values = self._seen(question, values)
        parts = self._linked(question, values) if question.kind in LINKED_KINDS else self._apart(question, values)
        whole = question.total if question.kind == "constant_sum" else None
        return QuestionFigures(question.id, question.kind, question.text, tuple(values), parts, beside, question.unit, whole)

    def _seen(self, question: Question, values: Sequence[Option]) -> Sequence[Option]:
        """Where there are many more possible answers than given ones: those that were given."""
        if question.kind not in OPEN_KINDS:
            return values
        base, cells = self._cells(ALL, question, "", values)
        if base < FLOOR or nearly_all(base, cells):
            return values
        return within(values, cells) if question.kind in MOMENT_KINDS else [value for value in values if cells[value.id]]

    def _apart(self, question: Question, values: Sequence[Option]) -> tuple[Part, ...]:
        """Each part by itself: what is told of one says nothing of another."""
        if question.kind == "multiple_text":
            return tuple(self._written(f"{question.id}.{row.id}", row.text) for row in question.rows)
        return tuple(self._parts_told(question, [part], values)[0] for part in question.parts)

    def _linked(self, question: Question, values: Sequence[Option]) -> tuple[Part, ...]:
        """What is hidden in one part could be worked out from the others: a group is told in all of them or in none."""
        return self._parts_told(question, question.parts, values)

    def _parts_told(self, question: Question, parts: Sequence[Option], values: Sequence[Option]) -> tuple[Part, ...]:
        totals = [self._cells(ALL, question, part.id, values) for part in parts]
        if any(base < FLOOR for base, _ in totals):
            return tuple(Part(part.id, part.text) for part in parts)
        capped = any(nearly_all(base, cells) for base, cells in totals)
        divided = {kind: self._breakdowns(kind, question, parts, values) for kind in self._kinds}
        return tuple(
            Part(
                part.id,
                part.text,
                self._told(ALL, question, part.id, base, cells, capped=capped),
                {kind: Breakdown(groups[n], base, self._as_of) for kind, groups in divided.items()},
            )
            for n, (part, (base, cells)) in enumerate(zip(parts, totals, strict=True))
        )

    def _breakdowns(self, kind: str, question: Question, parts: Sequence[Option], values: Sequence[Option]) -> list[Groups]:
        """For each part, how each group answered."""
        found = [
            {group: self._cells((kind, group), question, part.id, values) for group in self._kinds[kind]} for part in parts
        ]
        tables = [Table({g: base for g, (base, _) in of.items()}, {g: cells for g, (_, cells) in of.items()}) for of in found]
        hidden = hidden_groups(tables, self._small[kind])
        return [
            {
                group: _capped(base, cells)
                if group in hidden and base >= FLOOR
                else HIDDEN
                if group in hidden
                else self._told((kind, group), question, part.id, base, cells, capped=False)
                for group, (base, cells) in of.items()
            }
            for part, of in zip(parts, found, strict=True)
        ]

    def _told(
        self, group: Group, question: Question, part: str, base: int, cells: dict[str, int], *, capped: bool
    ) -> Distribution:
        if capped:
            return Distribution("capped", base, at_least_90=nearly_all(base, cells))
        dealt = self._counts.get(group, {}).get((question.id, part, DEALT_OUT))
        return Distribution("shown", base, cells, mean=None if dealt is None else round(dealt / THOUSANDTHS / base, 4))

    def _written(self, name: str, words: Texts) -> Part:
        """How many wrote something: no more is told of it, and not by group."""
        n = self._counts.get(ALL, {}).get((name, "", ANSWERED), 0)
        return Part(name, words, Distribution("shown", n)) if n >= FLOOR else Part(name, words)

    def _cells(self, group: Group, question: Question, row: str, values: Sequence[Option]) -> tuple[int, dict[str, int]]:
        counted = self._counts.get(group, {})
        cells = {value.id: counted.get((question.id, row, value.id), 0) for value in values}
        answered = counted.get((question.id, row, ANSWERED))
        return sum(cells.values()) if answered is None else answered, cells


def _capped(base: int, cells: dict[str, int]) -> Distribution:
    """Of a group that is hidden for being of one mind, no base is told: it would give the others' away."""
    return Distribution("capped", at_least_90=capped) if (capped := nearly_all(base, cells)) else HIDDEN
