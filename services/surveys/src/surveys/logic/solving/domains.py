"""The answers worth trying to a question: one from each region that the rules cut what can be answered into.

Where that covers everything rules can tell apart, a search through them all is a proof.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, permutations, product
from typing import Any, NamedTuple

from surveys.logic.dates import date_of, later
from surveys.logic.evaluate import compiled
from surveys.logic.expression import Expression, is_answer, names, operands
from surveys.logic.values import number_of
from surveys.questionnaire.kinds import (
    Consent,
    ConstantSum,
    Date,
    Matrix,
    MatrixMultiple,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Scale,
    Time,
)

MOST_VALUES = 400
MOST_CUTS = 60
MOST_APART = 10
"""Options told apart from all others: 1,024 subsets."""
OLDEST = 150
"""Years: numbers up to this may be somebody's age."""
_COMPARED = frozenset({"=", "!=", "<", "<=", ">", ">="})
_HELD = frozenset({"contains", "not_contains", "any_of", "all_of", "none_of"})
_CUT = ("compared", "equals")
_TRUTH = frozenset({"and", "or", "not", "answered", "empty"})


class Use(NamedTuple):
    """How a rule looks at an answer: compared with a value, held against choices, at its age, at a row, or otherwise."""

    how: str  # equals, compared, held, age, truth, row or other
    value: Any = None


class Domain(NamedTuple):
    values: list[Any]
    whole: bool
    """Whether every answer is like one of the values for all rules that read it."""


def uses_in(rules: Iterable[Expression], today: date) -> dict[str, list[Use]]:
    """How each answer is looked at by the rules."""
    found: dict[str, list[Use]] = {}
    for rule in rules:
        for name, use in _uses(["and", rule], today):
            found.setdefault(name, []).append(use)
    return found


def _uses(part: Expression, today: date) -> Iterator[tuple[str, Use]]:
    if not isinstance(part, list) or not part:
        return
    for operand in operands(part):
        if is_answer(operand):
            yield operand[1], _use(part, operand, today)
        elif isinstance(operand, list) and operand[:1] == ["age"] and len(operand) == 2 and is_answer(operand[1]):  # noqa: PLR2004 - age and of what
            yield operand[1][1], _age_use(part, operand, today)
        else:
            yield from _uses(operand, today)
    if part[0] == "displayed":
        yield part[1], Use("other")


def _use(part: list[Any], answer: list[Any], today: date) -> Use:
    operator, others = part[0], [other for other in part[1:] if other is not answer]
    if len(answer) > 2:  # noqa: PLR2004 - the answer itself, not something within it
        return Use("row", answer[2])
    if operator in _TRUTH:
        return Use("truth")
    if len(others) == 1 and not names(others[0]):
        value = compiled(others[0])({}, today)
        if operator in _COMPARED:
            return Use("equals" if operator in ("=", "!=") else "compared", value)
        if operator in _HELD and part[1] is answer:
            return Use("held", value)
    return Use("other")


def _age_use(part: list[Any], age: list[Any], today: date) -> Use:
    """An age that is compared with a number of years; row by row it is as if nobody knew."""
    use = _use(part, age, today) if len(age[1]) == 2 else Use("other")  # noqa: PLR2004 - the answer itself
    return Use("age", use.value) if use.how in _CUT else Use("other")


Known = dict[tuple[int, str], Domain]
"""What was worked out before: by the question as it is asked, and what the rules make of it."""


class Domains:
    """What to try for each question and for the words beside it, as far as it matters or must be answered."""

    def __init__(self, rules: Sequence[Expression], asked: frozenset[str], today: date, known: Known) -> None:
        self._uses, self._asked, self._today = uses_in(rules, today), asked, today
        constants = sorted({float(one) for rule in rules for one in _constants(rule)})
        self._constants = [*constants, *(today.year - one for one in constants if 0 <= one <= OLDEST)]
        self._known = known

    def of(self, question: Question) -> Domain | None:
        """Of a question as it is asked: perhaps without some of its options."""
        if question.id not in self._asked and not question.required:
            return None
        uses = self._uses.get(question.id, [])
        key = id(question), repr((uses, self._constants if isinstance(question, Number) else 0))
        if key not in self._known:
            self._known[key] = domain_of(question, uses, self._constants, self._today)
        return self._known[key]

    def of_words(self, question: Question, name: str, *, required: bool) -> Domain | None:
        """Of words under a name of their own: asked for by it, or as a row of the question's."""
        rows = self._uses.get(question.id, []) if question.kind == "multiple_text" else []
        if name not in self._uses and not rows and not required:
            return None
        return texts([*self._uses.get(name, []), *(Use("truth" if use.how == "truth" else "other") for use in rows)])


def _constants(rule: Expression) -> list[float]:
    if isinstance(rule, bool):
        return []
    if isinstance(rule, int | float):
        return [rule]
    return [constant for part in operands(rule) for constant in _constants(part)]


def domain_of(question: Question, uses: list[Use], constants: list[float], today: date) -> Domain:
    """Answers that fit the kind; the question's own judge has the last word."""
    match question:
        case Number():
            return _numbers(question, uses, constants)
        case Date():
            return _days(question, uses, today)
        case Time():
            return Domain(["00:00", "12:00", "23:59", *(str(use.value) for use in uses if use.how in _CUT)], _only_truth(uses))
        case ConstantSum():
            return Domain(_shares([row.id for row in question.parts()], question.total), _only_truth(uses))
    return _of_choices(question, uses)


def _of_choices(question: Question, uses: list[Use]) -> Domain:
    options = [option.id for option in question.choices()]
    match question:
        case MultipleChoice():
            return _subsets(question, uses)
        case Matrix() | MatrixMultiple():
            return _grid(question, uses)
        case Ranking():
            return _orders(options, question.ranked())
        case Scale():
            return Domain(list(range(question.from_, question.to + 1)), whole=True)
        case Consent():
            return Domain(["yes"], whole=True)
    return Domain(options, whole=True) if options else texts(uses)


def _only_truth(uses: list[Use]) -> bool:
    return all(use.how == "truth" for use in uses)


def texts(uses: list[Use]) -> Domain:
    """What a text is compared with, and something else."""
    compared = {str(use.value) for use in uses if use.how in (*_CUT, "held") and use.value is not None}
    whole = all(use.how in ("truth", "equals") for use in uses)
    return Domain([*sorted(compared), "ord", "0", "navn@eksempel.no", "40000000", "1338"], whole=whole)


def _subsets(question: MultipleChoice, uses: list[Use]) -> Domain:
    """All choices of those that rules name, each with and without others; all choices at all where rules count them."""
    options = [option.id for option in question.choices()]
    alone = {option.id for option in question.choices() if option.exclusive}
    named = {str(one).lower() for use in uses if use.how == "held" for one in _listed(use.value)}
    plain = all(use.how in ("held", "truth") for use in uses)
    apart = [one for one in options if not plain or one.lower() in named]
    rest = sorted((one for one in options if one not in apart), key=lambda one: one in alone)
    if len(apart) > MOST_APART:
        return Domain([[one] for one in options], whole=False)
    fillings = [rest[:size] for size in range(min(len(rest), MOST_APART) + 1)] + [[one] for one in rest[1:]] + [rest]
    subsets = [some for size in range(len(apart) + 1) for some in combinations(apart, size)]
    ways = [tuple(one for one in options if one in (*some, *filling)) for some in subsets for filling in fillings]
    values = [list(way) for way in dict.fromkeys(ways) if way]
    return Domain(values[: MOST_VALUES * 4], whole=len(values) <= MOST_VALUES * 4 and (question.min_choices or 0) <= MOST_APART)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _grid(question: Matrix | MatrixMultiple, uses: list[Use]) -> Domain:
    """Every way to answer the rows that rules name; all rows where they look at the whole."""
    rows, options = [row.id for row in question.parts()], [option.id for option in question.choices()]
    named = [row for row in rows if any(use.how == "row" and use.value == row for use in uses)]
    looked = named if all(use.how in ("row", "truth") for use in uses) else rows
    several = isinstance(question, MatrixMultiple)
    cells: list[Any] = [None, *([list(one) for size in (1, 2) for one in combinations(options, size)] if several else options)]
    ways = len(cells) ** len(looked)
    if ways > MOST_VALUES * 4:
        return Domain([dict.fromkeys(rows, cell) for cell in cells[1:]], whole=False)
    filled = dict.fromkeys(rows, cells[1]) if len(cells) > 1 else {}
    found = [{**filled, **dict(zip(looked, way, strict=True))} for way in product(cells[::-1], repeat=len(looked))]
    alone = [{row: cell for row, cell in one.items() if row in looked} for one in found] if len(looked) < len(rows) else []
    cleaned = [{row: cell for row, cell in one.items() if cell is not None} for one in [*found, *alone]]
    return Domain([one for one in cleaned if one], whole=not several or len(options) <= 2)  # noqa: PLR2004 - of two, all subsets


def _orders(options: list[str], places: int) -> Domain:
    if len(options) <= 5:  # noqa: PLR2004 - 120 orders
        return Domain([list(order) for order in permutations(options, places)], whole=True)
    first = [[one, *(other for other in options if other != one)][:places] for one in options]
    return Domain(first, whole=False)


def _shares(rows: list[str], total: int) -> list[dict[str, int]]:
    even = {row: total // len(rows) + (total % len(rows) if row == rows[0] else 0) for row in rows}
    return [even, *({row: total} for row in rows)]


def _numbers(question: Number, uses: list[Use], constants: list[float]) -> Domain:
    """Both sides of each number it is compared with; every number where there are few."""
    step = 10.0**-question.decimals
    low, high = question.min, question.max
    if low is not None and high is not None and (high - low) / step <= MOST_VALUES:
        count = int((high - low) / step) + 1
        return Domain([_tidy(low + step * place, question.decimals) for place in range(count)], whole=True)
    straight = all(use.how in (*_CUT, "truth") and not isinstance(use.value, list | dict) for use in uses)
    compared = [number for use in uses if (number := number_of(use.value)) is not None]
    cuts = compared if straight else [*compared, *constants]
    around = [low, high, 0, 1, *(near for cut in cuts[:MOST_CUTS] for near in _near(cut, step))]
    values = sorted({_tidy(one, question.decimals) for one in around if one is not None})
    inside = [one for one in values if (low is None or one >= low) and (high is None or one <= high)]
    far = [*([] if low is not None else [-1e12]), *([] if high is not None else [1e12])]
    return Domain([*inside, *far], whole=straight and len(cuts) <= MOST_CUTS)


def _near(cut: float, step: float) -> list[float]:
    below = math.floor(cut / step) * step
    return [below - step, below, below + step, below + 2 * step]


def _tidy(number: float, decimals: int) -> int | float:
    rounded = round(number, decimals)
    return int(rounded) if rounded == int(rounded) else rounded


def _days(question: Date, uses: list[Use], today: date) -> Domain:
    """Both sides of each day it is compared with, and of each birthday that is asked for."""
    size = {"day": 10, "month": 7, "year": 4}[question.precision]
    cuts = [day for use in uses if use.how in _CUT and (day := date_of(use.value))]
    years = [
        int(age) + more for use in uses if use.how == "age" and (age := number_of(use.value)) is not None for more in (0, 1)
    ]
    birthdays = [day for age in years if 0 <= age <= OLDEST and (day := date_of(later(today.isoformat(), -age, "years")))]
    days = [*cuts, *birthdays, *filter(None, (question.earliest, question.latest)), today, date(2000, 1, 1)]
    near = {day + timedelta(shift) for day in days for shift in _SHIFTS[question.precision] if _YEARS[0] < day.year < _YEARS[1]}
    plain = all(use.how in ("truth", "age") or (use.how in _CUT and date_of(use.value)) for use in uses)
    answers = sorted({day.isoformat()[:size] for day in near})
    return Domain(answers, whole=plain and question.precision == "day")


_YEARS = (1001, 9998)
_SHIFTS = {"day": (-1, 0, 1), "month": (-31, 0, 31), "year": (-366, 0, 366)}
