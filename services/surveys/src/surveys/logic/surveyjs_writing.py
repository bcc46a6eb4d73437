"""Our expressions written in SurveyJS's language: what `parse` reads back as the same expression."""

from collections.abc import Mapping
from typing import Any

from surveys.logic.expression import ANSWERS, ITEM_OPERATORS, Expression
from surveys.logic.values import number_in_digits

BETWEEN: Mapping[str, str] = {
    **{sign: sign for sign in ("and", "or", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "^")},
    "contains": "contains",
    "not_contains": "notcontains",
    "any_of": "anyof",
    "all_of": "allof",
    "none_of": "noneof",
}
CALLED: Mapping[str, str] = {
    **{name: name for name in ("min", "max", "sum", "avg", "count", "round", "trunc", "floor", "ceil", "abs")},
    **{name: name for name in ("today", "year", "month", "day", "weekday", "age", "substring")},
    **{name: name for name in ("length", "lower", "upper", "trim")},
    "if": "iif",
    "date_diff": "dateDiff",
    "date_add": "dateAdd",
    "displayed": "displayValue",
    "sum_in": "sumInArray",
    "count_in": "countInArray",
    "avg_in": "avgInArray",
    "min_in": "minInArray",
    "max_in": "maxInArray",
}
"""floor, ceil, abs, length, lower, upper and trim are ours: SurveyJS knows them only where somebody has registered them."""


def write(expression: Expression) -> str:
    if not isinstance(expression, list):
        return _literal(expression)
    operator, parts = expression[0], expression[1:]
    match operator:
        case "answer" | "typed":
            return _variable(operator, parts)
        case "list":
            return f"[{', '.join(map(write, parts))}]"
        case "not":
            return f"!({write(parts[0])})"
        case "empty" | "answered":
            return _after(parts[0], "empty" if operator == "empty" else "notempty")
    return _between(operator, parts) if operator in BETWEEN else _called(operator, parts)


def _between(operator: str, parts: list[Any]) -> str:
    if len(parts) == 1:  # "and" and "or" of one thing say whether it is true
        return f"!(!({write(parts[0])}))"
    return f" {BETWEEN[operator]} ".join(map(_apart, parts))


def _called(operator: str, parts: list[Any]) -> str:
    if operator in ITEM_OPERATORS and len(parts) == 4 and parts[2] is None:  # noqa: PLR2004 - items, field, said, where
        parts = [parts[0], parts[1], parts[3]]
    return f"{CALLED[operator]}({', '.join(map(write, parts))})"


def _apart(part: Expression) -> str:
    """An operand that another operator could break up stands in parentheses."""
    alone = not isinstance(part, list) or part[0] in (*ANSWERS, "list") or part[0] in CALLED
    return write(part) if alone else f"({write(part)})"


def _after(part: Expression, word: str) -> str:
    """These words stand after names and literals alone; anything else is asked for its length of digits and letters."""
    if isinstance(part, list) and part[0] not in ANSWERS:
        return f"({write(part)}) {'=' if word == 'empty' else '!='} ''"
    return f"{write(part)} {word}"


def _variable(operator: str, steps: list[Any]) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)[1:]
    return f"{{{'#' if operator == 'typed' else ''}{path}}}"


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _number(value: float) -> str:
    """Digits without an exponent, which the language does not have."""
    digits = number_in_digits(value)
    return f"{value:.20f}".rstrip("0") if "e" in digits else digits
