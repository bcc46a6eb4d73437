"""Reckoning with answers: sums without the noise of binary fractions, and the same digits in Python as in a browser."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import reduce
from typing import Any

from surveys.logic.values import bounded, by_row, empty, flat, number_in_digits, number_of, read, text, tidy

Number = int | float
_EXACT = Context(prec=400)  # more than any sum of two numbers with 20 decimals needs
_MOST_DECIMALS = 20
_LARGEST_EXPONENT = 1_000
_FINEST = 15
_UNSHORTENED = 1e21
_EPSILON = 2.0**-52


def _filled(value: Any, other: Any) -> Any:
    """What a missing value is beside the other one: nothing to add."""
    if not empty(value):
        return value
    if isinstance(other, str):
        return ""
    if isinstance(value, str) and not isinstance(other, int | float):
        return value
    return [] if isinstance(other, list) else 0


def _pair(x: Any, y: Any) -> tuple[Any, Any]:
    x = _filled(x, y)
    return x, _filled(y, x)


def _decimals(number: Number) -> int:
    _, point, digits = number_in_digits(number).partition(".")
    return len(digits) if point and "e" not in digits else 0


def _shortened(number: float, decimals: int) -> Number | None:
    """Rounded to the decimals its parts had: 0.1 + 0.2 is 0.3."""
    if decimals and -_UNSHORTENED < number < _UNSHORTENED:
        step = Decimal(1).scaleb(-min(decimals, _MOST_DECIMALS))
        return tidy(float(Decimal(number).quantize(step, ROUND_HALF_UP, _EXACT)))
    return tidy(number)


def _sum(x: Number, y: Number) -> Number | None:
    return _shortened(float(x) + float(y), max(_decimals(x), _decimals(y)))


def _added(x: Any, y: Any) -> Any:
    x, y = _pair(x, y)
    if isinstance(x, dict) or isinstance(y, dict):
        return None
    if isinstance(x, str) or isinstance(y, str):
        return bounded(text(x) + text(y))
    if isinstance(x, list) and isinstance(y, list):
        return bounded(x + y)
    return total([x, y])


def add(*values: Any) -> Any:
    return reduce(_added, values)


def _reckoned(x: Any, y: Any, reckon: Callable[[Number, Number], Number | None]) -> Number | None:
    """The two as numbers, reckoned with; missing when either is something else."""
    x, y = _pair(x, y)
    left, right = number_of(x), number_of(y)
    return None if left is None or right is None else reckon(left, right)


def subtract(x: Any, y: Any) -> Number | None:
    return _reckoned(x, y, lambda a, b: _shortened(float(a) - float(b), max(_decimals(a), _decimals(b))))


def _product(x: Any, y: Any) -> Number | None:
    return _reckoned(x, y, lambda a, b: _shortened(float(a) * float(b), _decimals(a) + _decimals(b)))


def multiply(*values: Any) -> Any:
    return reduce(_product, values)


def divide(x: Any, y: Any) -> Number | None:
    return _reckoned(x, y, lambda a, b: tidy(a / b) if b else None)


def remainder(x: Any, y: Any) -> Number | None:
    return _reckoned(x, y, lambda a, b: tidy(math.fmod(a, b)) if b else None)


def power(x: Any, y: Any) -> Number | None:
    return _reckoned(x, y, _power)


def _power(number: Number, exponent: Number) -> Number | None:
    """Whole exponents by multiplying, and halves by the root: what two machines agree on to the last digit."""
    halves = exponent * 2
    if halves != int(halves) or abs(exponent) > _LARGEST_EXPONENT or (number < 0 and halves % 2):
        return None
    result, square, left = 1.0, float(number), abs(int(exponent))
    while left:
        result, square, left = (result * square if left & 1 else result), square * square, left >> 1
    result *= math.sqrt(number) if halves % 2 else 1
    return tidy(result) if exponent >= 0 else tidy(1 / result) if result else None


def total(values: Any) -> Number | None:
    result: Number | None = 0
    for number in numbers(values):
        result = None if result is None else _sum(result, number)
    return result


def numbers(values: Any) -> list[Number]:
    """Every number among the values; texts that are none are passed over."""
    return [number for number in map(number_of, flat(values)) if number is not None]


def lowest(*values: Any) -> Number | None:
    return min(numbers(values), default=None)


def highest(*values: Any) -> Number | None:
    return max(numbers(values), default=None)


def average(*values: Any) -> Number | None:
    among = numbers(values)
    sum_of_all = total(among)
    return 0 if not among else None if sum_of_all is None else tidy(sum_of_all / len(among))


def count(*values: Any) -> int:
    return sum(1 for _ in flat(values))


def _precision(value: Any) -> int:
    precision = number_of(value) or 0
    return int(max(-_FINEST, min(_FINEST, precision)))


def round_to(value: Any, precision: Any = 0) -> Number | None:
    """Halves up from nothing: 0.5 is 1 and -0.5 is -1; 1.005 with two decimals is 1.01."""
    number = number_of(value)
    if number is None:
        return None
    scale = float(f"1e{_precision(precision)}")
    enlarged = number * scale * (1 + _EPSILON)
    if not -math.inf < enlarged < math.inf:
        return tidy(number)
    whole = math.floor(enlarged)
    return tidy((float(whole) + (enlarged - whole >= 0.5)) / scale)  # noqa: PLR2004 - a half is a half


def truncate(value: Any, precision: Any = 0) -> Number | None:
    """The number cut off after so many decimals, by its digits."""
    number = number_of(value)
    if number is None:
        return None
    whole, point, digits = number_in_digits(number).partition(".")
    if "e" in whole + digits:
        return 0 if abs(number) < 1 else tidy(number)
    return tidy(float(f"{whole}{point}{digits[: max(0, _precision(precision))]}"))


def one_number(reckon: Callable[[Number], Number]) -> Callable[[Any], Number | None]:
    def reckoned(value: Any) -> Number | None:
        number = number_of(value)
        return None if number is None else tidy(reckon(number))

    return reckoned


floor, ceil, absolute = one_number(math.floor), one_number(math.ceil), one_number(abs)


def in_items(items: Any, field: Any) -> list[tuple[Any, Any]]:
    """Of a list of items (or rows): those that have the field, each with the field's value."""
    listed = by_row(items) if isinstance(items, dict) else items if isinstance(items, list) else []
    return [(item, read(item[field])) for item in listed if isinstance(item, dict) and not empty(item.get(field))]
