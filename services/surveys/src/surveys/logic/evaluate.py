"""From an expression to a function of answers and the day: compiled once, asked for every person.

The expression is sound (`expression.faults`); answers may be anything. Nothing here raises, and nothing waits.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from surveys.logic import arithmetic, dates
from surveys.logic.expression import ITEM_OPERATORS, Expression, is_answer
from surveys.logic.values import (
    SPACES,
    all_of,
    any_of,
    before,
    bounded,
    contains,
    empty,
    equal,
    flat,
    number_of,
    read,
    text,
    truth,
)

Answers = Mapping[str, Any]
Evaluate = Callable[[Answers, date], Any]
Met = Callable[[Answers, date], bool]


def compiled(expression: Expression) -> Evaluate:
    """A function (answers, today) -> value."""
    if not isinstance(expression, list):
        return lambda _answers, _today: expression
    operator = expression[0]
    if is_answer(expression):
        return _answer(expression, as_read=operator == "answer")
    if operator in SPECIAL:
        return SPECIAL[operator](expression)
    if operator in ITEM_OPERATORS:
        return _over_items(expression)
    if operator == "=" and is_answer(expression[1]) and isinstance(expression[2], str):
        return _answer_is(compiled(expression[1]), expression[2])
    return _applied(PLAIN[operator], [compiled(operand) for operand in expression[1:]])


def met(expression: Expression) -> Met:
    """A function (answers, today) -> whether the expression is true."""
    value = compiled(expression)
    return lambda answers, today: truth(value(answers, today))


def _applied(function: Callable[..., Any], parts: list[Evaluate]) -> Evaluate:
    if len(parts) == 1:
        (only,) = parts
        return lambda answers, today: function(only(answers, today))
    if len(parts) == 2:  # noqa: PLR2004 - most have two, and those are asked most often
        first, second = parts
        return lambda answers, today: function(first(answers, today), second(answers, today))
    return lambda answers, today: function(*[part(answers, today) for part in parts])


def _answer_is(answer: Evaluate, wanted: str) -> Evaluate:
    """The commonest condition of all: an answer is this option."""

    def is_it(answers: Answers, today: date) -> bool:
        given = answer(answers, today)
        return given == wanted or equal(given, wanted)

    return is_it


def _answer(expression: list[Any], *, as_read: bool) -> Evaluate:
    name, keys = expression[1], expression[2:]
    if keys:
        dotted = f"{name}.{keys[0]}"

        def within(answers: Answers, _today: date) -> Any:
            value = _walked(answers.get(name), keys) if name in answers else _walked(answers.get(dotted), keys[1:])
            return read(value) if as_read else value

        return within
    if as_read:
        return lambda answers, _today: read(answers.get(name))
    return lambda answers, _today: answers.get(name)


def _walked(value: Any, keys: list[Any]) -> Any:
    for key in keys:
        if isinstance(value, dict):
            value = value.get(str(key))
        elif isinstance(value, list) and type(key) is int and 0 <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def _and(expression: list[Any]) -> Evaluate:
    parts = [met(part) for part in expression[1:]]
    return lambda answers, today: all(part(answers, today) for part in parts)


def _or(expression: list[Any]) -> Evaluate:
    parts = [met(part) for part in expression[1:]]
    return lambda answers, today: any(part(answers, today) for part in parts)


def _if(expression: list[Any]) -> Evaluate:
    condition, then = met(expression[1]), compiled(expression[2])
    otherwise = compiled(expression[3] if len(expression) == 4 else None)  # noqa: PLR2004 - if, when, then, else
    return lambda answers, today: (then if condition(answers, today) else otherwise)(answers, today)


def _list(expression: list[Any]) -> Evaluate:
    parts = [compiled(part) for part in expression[1:]]

    def listed(answers: Answers, today: date) -> list[Any] | None:
        values = [part(answers, today) for part in parts]
        listed: list[Any] | None = bounded([one for value in values for one in (value if isinstance(value, list) else [value])])
        return listed

    return listed


def _today(expression: list[Any]) -> Evaluate:
    if len(expression) == 1:
        return lambda _answers, today: today.isoformat()
    shift = compiled(expression[1])
    return lambda answers, today: dates.later(today.isoformat(), shift(answers, today))


def _date_part(expression: list[Any]) -> Evaluate:
    name, when = expression[0], compiled(expression[1] if len(expression) > 1 else ["today"])
    return lambda answers, today: dates.part(name, when(answers, today))


def _age(expression: list[Any]) -> Evaluate:
    born, unit = compiled(expression[1]), compiled(expression[2] if len(expression) > 2 else "years")  # noqa: PLR2004 - age, born, unit
    return lambda answers, today: dates.age(born(answers, today), today, unit(answers, today))


def _displayed(expression: list[Any]) -> Evaluate:
    """The words of what was chosen. `with_words` has put the table of words beside the name."""
    name, words = expression[1], expression[2] if len(expression) > 2 else {}  # noqa: PLR2004 - displayed, name, words

    def said(answers: Answers, _today: date) -> Any:
        return bounded(", ".join(words.get(text(one), text(one)) for one in flat([answers.get(name)])))

    return said


def with_words(expression: Expression, words: Mapping[str, Mapping[str, str]]) -> Expression:
    """The expression with what each choice is called where it says `displayed`."""
    if not isinstance(expression, list) or is_answer(expression):
        return expression
    if expression[:1] == ["displayed"]:
        return ["displayed", expression[1], dict(words.get(expression[1], {}))]
    return [with_words(part, words) for part in expression]


def _over_items(expression: list[Any]) -> Evaluate:
    operator, items, field = expression[0], compiled(expression[1]), expression[2]
    rest = expression[3:]
    said = rest.pop(0) if rest and operator in ("min_in", "max_in") else None
    condition = met(rest[0]) if rest and rest[0] is not None else None

    def over(answers: Answers, today: date) -> Any:
        found = arithmetic.in_items(items(answers, today), field)
        return _of_items(operator, [one for one in found if condition is None or condition(one[0], today)], said)

    return over


def _of_items(operator: str, found: list[tuple[Any, Any]], said: str | None) -> Any:
    if operator == "count_in":
        return len(found)
    among = [(item, number) for item, value in found if (number := number_of(value)) is not None]
    numbers = [number for _, number in among]
    if operator == "sum_in":
        return arithmetic.total(numbers)
    if operator == "avg_in":
        return arithmetic.divide(arithmetic.total(numbers), len(found)) if found else 0
    if not among:
        return None
    best = (min if operator == "min_in" else max)(numbers)
    return best if said is None else read(next(item.get(said) for item, number in among if number == best))


def _trimmed(value: Any) -> str:
    return text(value).strip(SPACES)


def _substring(value: Any, start: Any, end: Any = None) -> str:
    first, last = number_of(start), number_of(end)
    if not isinstance(value, str) or first is None:
        return ""
    size = len(value)
    low, high = (int(max(0, min(size, edge))) for edge in (first, size if last is None else last))
    return value[min(low, high) : max(low, high)]


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list | dict) else len(text(value))


def _of_text(function: Callable[..., Any]) -> Callable[[list[Any]], Evaluate]:
    """A function of a text sees an answer as it was typed: the postcode 0123 and the text 12 too."""

    def compile_it(expression: list[Any]) -> Evaluate:
        whole = ["typed", *expression[1][1:]] if is_answer(expression[1]) else expression[1]
        return _applied(function, [compiled(part) for part in (whole, *expression[2:])])

    return compile_it


SPECIAL: Mapping[str, Callable[[list[Any]], Evaluate]] = {
    "and": _and,
    "or": _or,
    "if": _if,
    "list": _list,
    "today": _today,
    **dict.fromkeys(("year", "month", "day", "weekday"), _date_part),
    "age": _age,
    "displayed": _displayed,
    "substring": _of_text(_substring),
    "length": _of_text(_length),
    "lower": _of_text(lambda value: text(value).lower()),
    "upper": _of_text(lambda value: bounded(text(value).upper())),
    "trim": _of_text(_trimmed),
}
"""What decides itself which operands it looks at, or needs the day."""

PLAIN: Mapping[str, Callable[..., Any]] = {
    "not": lambda value: not truth(value),
    "=": equal,
    "!=": lambda x, y: not equal(x, y),
    "<": before,
    "<=": lambda x, y: equal(x, y) or before(x, y),
    ">": lambda x, y: before(y, x),
    ">=": lambda x, y: equal(x, y) or before(y, x),
    "contains": contains,
    "not_contains": lambda whole, part: not contains(whole, part),
    "any_of": any_of,
    "all_of": all_of,
    "none_of": lambda whole, parts: not any_of(whole, parts),
    "empty": empty,
    "answered": lambda value: not empty(value),
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
    "%": arithmetic.remainder,
    "^": arithmetic.power,
    "min": arithmetic.lowest,
    "max": arithmetic.highest,
    "sum": lambda *values: arithmetic.total(values),
    "avg": arithmetic.average,
    "count": arithmetic.count,
    "round": arithmetic.round_to,
    "trunc": arithmetic.truncate,
    "floor": arithmetic.floor,
    "ceil": arithmetic.ceil,
    "abs": arithmetic.absolute,
    "date_diff": dates.difference,
    "date_add": dates.later,
}
"""What is worked out from the values of its operands alone."""
