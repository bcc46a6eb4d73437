"""What an expression may be: a literal, `["answer", name, key…]`, or `[operator, operand…]`; how long and how deep."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

Expression = Any
"""Text, number, bool, None, or a list that begins with an operator. Nothing else is one."""

MOST_PARTS = 500
DEEPEST = 30
LONGEST_LITERAL = 1_000
LARGEST_LITERAL = 10**15
_MANY = 200

ANSWERS = ("answer", "typed")
"""`answer` sees "12" as a number, `typed` sees what was typed. Both name the answer, and then rows or places within it."""

ITEM_OPERATORS = ("sum_in", "count_in", "avg_in", "min_in", "max_in")
"""Over a list of items: the items, a field's name, and a condition over each item's own fields."""

OPERATORS: Mapping[str, tuple[int, int]] = {
    "list": (0, _MANY),
    "and": (1, _MANY),
    "or": (1, _MANY),
    "not": (1, 1),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), (2, 2)),
    **dict.fromkeys(("contains", "not_contains", "any_of", "all_of", "none_of"), (2, 2)),
    **dict.fromkeys(("empty", "answered"), (1, 1)),
    **dict.fromkeys(("+", "*"), (2, _MANY)),
    **dict.fromkeys(("-", "/", "%", "^"), (2, 2)),
    "if": (2, 3),
    **dict.fromkeys(("min", "max", "sum", "avg", "count"), (1, _MANY)),
    **dict.fromkeys(("round", "trunc"), (1, 2)),
    **dict.fromkeys(("floor", "ceil", "abs"), (1, 1)),
    "substring": (2, 3),
    **dict.fromkeys(("length", "lower", "upper", "trim"), (1, 1)),
    **dict.fromkeys(("today", "year", "month", "day", "weekday"), (0, 1)),
    **dict.fromkeys(("date_diff", "date_add"), (2, 3)),
    "age": (1, 2),
    "displayed": (1, 1),
    **dict.fromkeys(("sum_in", "count_in", "avg_in"), (2, 3)),
    **dict.fromkeys(("min_in", "max_in"), (2, 4)),
}
"""Every operator, with the fewest and the most operands. `displayed` takes a question's name, not its answer."""


class Flaw(NamedTuple):
    """What is wrong in an expression, as a place, a code and the values its sentence needs."""

    place: str
    code: str
    values: dict[str, str | int | float]


def is_answer(part: Expression) -> bool:
    return isinstance(part, list) and bool(part) and part[0] in ANSWERS


def operands(part: Expression) -> list[Expression]:
    """The expressions right below this one that read the same answers."""
    if not isinstance(part, list) or not part or part[0] in ANSWERS or part[0] == "displayed":
        return []
    return part[1:2] if part[0] in ITEM_OPERATORS else part[1:]


def names(expression: Expression) -> frozenset[str]:
    """The answers it reads."""
    return frozenset(_names(expression))


def _names(part: Expression) -> Iterator[str]:
    if is_answer(part) or (isinstance(part, list) and part[:1] == ["displayed"]):
        yield from (name for name in part[1:2] if isinstance(name, str))
    for operand in operands(part):
        yield from _names(operand)


def renamed(expression: Expression, names: Mapping[str, str]) -> Expression:
    """The same expression where questions are called something else."""
    if is_answer(expression) or (isinstance(expression, list) and expression[:1] == ["displayed"]):
        return [expression[0], names.get(expression[1], expression[1]), *expression[2:]]
    if not isinstance(expression, list) or not expression:
        return expression
    below = 2 if expression[0] in ITEM_OPERATORS else len(expression)
    return [expression[0], *(renamed(part, names) for part in expression[1:below]), *expression[below:]]


def faults(
    expression: Expression, place: str, earlier: Collection[str], everything: Collection[str] | None = None
) -> Iterator[Flaw]:
    """What keeps the expression from being used at its place, where these answers are known by then."""
    shape = list(_shape(expression, place))
    yield from shape
    if shape:
        return
    for name in sorted(names(expression)):
        if name not in earlier:
            known = everything is not None and name in everything
            yield Flaw(place, "condition_later" if known else "condition_unknown", {"name": name})


def _shape(expression: Expression, place: str) -> Iterator[Flaw]:
    left = [MOST_PARTS]
    try:
        for code, values in _parts_wrong(expression, DEEPEST, left):
            yield Flaw(place, code, values)
            if left[0] < 0:
                return
    except RecursionError:
        yield Flaw(place, "logic_too_deep", {"most": DEEPEST})


Wrong = tuple[str, dict[str, str | int | float]]


def _parts_wrong(part: Expression, deep: int, left: list[int]) -> Iterator[Wrong]:
    left[0] -= 1
    if left[0] < 0:
        yield "logic_too_big", {"most": MOST_PARTS}
    elif not isinstance(part, list):
        yield from _literal_wrong(part)
    elif deep == 0:
        yield "logic_too_deep", {"most": DEEPEST}
    elif not part or not isinstance(part[0], str):
        yield "logic_no_operator", {}
    elif part[0] in ANSWERS:
        yield from _answer_wrong(part)
    elif part[0] not in OPERATORS:
        yield "logic_unknown_operator", {"name": part[0][:50]}
    else:
        yield from _operands_wrong(part, deep, left)


def _operands_wrong(part: list[Expression], deep: int, left: list[int]) -> Iterator[Wrong]:
    operator = part[0]
    fewest, most = OPERATORS[operator]
    if not fewest <= len(part) - 1 <= most:
        yield "logic_operands", {"name": operator, "found": len(part) - 1}
    elif not all(isinstance(name, str | None) for name in _names_among(part)):
        yield "logic_name", {}
    for operand in part[1:]:
        yield from _parts_wrong(operand, deep - 1, left)
        if left[0] < 0:
            return


def _names_among(part: list[Expression]) -> list[Expression]:
    """The operands that must be names: a question's, or those of the fields of items."""
    if part[0] == "displayed":
        return [part[1] or 0]
    return part[2:4] if part[0] in ("min_in", "max_in") else part[2:3] if part[0] in ITEM_OPERATORS else []


def _answer_wrong(part: list[Expression]) -> Iterator[Wrong]:
    name, keys = part[1] if len(part) > 1 else None, part[2:]
    right = isinstance(name, str) and all(isinstance(key, str) or type(key) is int for key in keys)
    if not right or len(keys) > DEEPEST or any(len(str(step)) > LONGEST_LITERAL for step in part[1:]):
        yield "logic_name", {}


def _literal_wrong(value: Expression) -> Iterator[Wrong]:
    if isinstance(value, str):
        if len(value) > LONGEST_LITERAL:
            yield "too_long", {"most": LONGEST_LITERAL}
    elif isinstance(value, int | float):
        if not -LARGEST_LITERAL <= value <= LARGEST_LITERAL:
            yield "too_high", {"most": LARGEST_LITERAL} if value > 0 else {"most": -LARGEST_LITERAL}
    elif value is not None:
        yield "logic_literal", {}


def size_of(expression: Expression) -> int:
    """How many parts it has."""
    return 1 + sum(map(size_of, expression)) if isinstance(expression, list) else 1
