"""What values mean to each other: missing, equal, before, true. As SurveyJS has it, and the same in Python as in a browser.

A value is None (missing), a bool, a number, a text, a list, or a mapping (an answer by rows). What cannot be reckoned is
missing: there is no NaN and no infinity. `ui/static/engine.js` says all of this once more, in its own language.
"""

import math
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

LONGEST_TEXT = 10_000
LONGEST_LIST = 1_000
"""A longer value is missing: calculated values that double one another must not fill the memory."""

SPACES = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
"""What a browser trims; Python's own idea of it is another."""

_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_EXPONENT = re.compile(r"e([-+])0")
_LONGEST_WHOLE = 15  # digits: a longer one is a code, not a quantity
_WHOLE = 1e15
_PLAIN_FROM, _PLAIN_TO = 1e-6, 1e21  # between these a browser writes a number without an exponent


def empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(empty, value.values()))
    return value is None or value in ("", [])


def truth(value: Any) -> bool:
    return value is True or (value is not False and value != 0 and not empty(value))


def tidy(number: float) -> int | float | None:
    """A number as it is kept: whole ones without a point; what is no number is missing."""
    if not -math.inf < number < math.inf:
        return None
    return int(number) if -_WHOLE < number < _WHOLE and number == int(number) else float(number)


def number_of(value: Any) -> int | float | None:
    """The number a value stands for, if it does."""
    if isinstance(value, str):
        written = value.strip(SPACES)
        if not _NUMBER.fullmatch(written) or (len(written) > _LONGEST_WHOLE and written.isdigit()):
            return None
        return tidy(float(written.replace(",", ".")))
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, int | float) else None


def read(answer: Any) -> Any:
    """An answer as conditions see it: "12" is a number and "true" a bool, but "0123" stays as it is."""
    if not isinstance(answer, str) or not answer or answer[0] not in _FIRST:
        return answer
    if answer.lower() in ("true", "false"):
        return answer.lower() == "true"
    if answer[0] == "0" and len(answer) > 1 and answer[1] not in ".,":
        return answer
    number = number_of(answer)
    return answer if number is None else number


_FIRST = frozenset("0123456789+-.,tTfF" + SPACES)
"""Every text that `read` makes something else of begins with one of these."""


def text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_in_digits(value)
    if isinstance(value, dict):
        value = by_row(value)
    if isinstance(value, list):
        return ", ".join(map(text, value))
    return value if isinstance(value, str) else ""


def number_in_digits(number: float) -> str:
    """As a browser writes it: 3, 0.1, 1e+21."""
    if isinstance(number, int) or number == 0:
        return str(int(number))
    if _PLAIN_FROM <= abs(number) < _PLAIN_TO:
        return format(Decimal(repr(number)), "f").removesuffix(".0")
    return _EXPONENT.sub(r"e\1", repr(number))


def plain(written: str) -> str:
    """Texts are alike whatever their case and the spaces around them."""
    return written.strip(SPACES).lower()


def equal(x: Any, y: Any) -> bool:
    if isinstance(x, str) and isinstance(y, str):
        return x == y or plain(x) == plain(y)
    if empty(x) or empty(y):
        return empty(x) and empty(y)
    if isinstance(x, list | dict) or isinstance(y, list | dict):
        return _equal_parts(x, y)
    if isinstance(x, bool) and isinstance(y, str):
        return text(x) == y.lower()
    if isinstance(y, bool) and isinstance(x, str):
        return text(y) == x.lower()
    number = number_of(x)
    return number is not None and number == number_of(y)


def _equal_parts(x: Any, y: Any) -> bool:
    """Lists are equal in any order."""
    if isinstance(x, list) and isinstance(y, list):
        return len(x) == len(y) and all(map(equal, sorted(x, key=_rank), sorted(y, key=_rank)))
    if isinstance(x, dict) and isinstance(y, dict):
        return x.keys() == y.keys() and all(equal(value, y[key]) for key, value in x.items())
    return False


def _rank(value: Any) -> bytes:
    return text(value).encode("utf-16-be", "surrogatepass")


def by_row(rows: dict[str, Any]) -> list[Any]:
    """The values of rows in the order of their ids: a browser does not keep the order they came in."""
    return [rows[row] for row in sorted(rows, key=_rank)]


def before(x: Any, y: Any) -> bool:
    """Whether x comes before y; what cannot be compared does not."""
    if empty(x) or empty(y) or isinstance(x, list | dict) or isinstance(y, list | dict):
        return False
    if isinstance(x, str) and isinstance(y, str):
        return _rank(x) < _rank(y)
    low, high = number_of(x), number_of(y)
    return low is not None and high is not None and low < high


def contains(whole: Any, part: Any) -> bool:
    """A list has an element (or all of several); a text has a part."""
    if isinstance(whole, list):
        parts = part if isinstance(part, list) else [part]
        return bool(whole) and all(any(equal(one, wanted) for one in whole) for wanted in parts)
    if empty(whole) or empty(part) or isinstance(whole, dict):
        return False
    return text(part).lower() in text(whole).lower()


def any_of(whole: Any, parts: Any) -> bool:
    if empty(whole) or empty(parts):
        return empty(parts)
    if not isinstance(whole, list):
        return contains(parts, whole)
    return any(contains(whole, part) for part in parts) if isinstance(parts, list) else contains(whole, parts)


def all_of(whole: Any, parts: Any) -> bool:
    if not isinstance(parts, list):
        return contains(whole, parts)
    return all(contains(whole, part) for part in parts)


def flat(values: Iterable[Any]) -> Iterator[Any]:
    """Every single value in lists and rows; what is missing is passed over."""
    for value in values:
        if isinstance(value, list):
            yield from flat(value)
        elif isinstance(value, dict):
            yield from flat(by_row(value))
        elif value is not None:
            yield value


def bounded(value: Any) -> Any:
    """The value, or None when it is longer than any answer."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_TEXT else None
    return value if not isinstance(value, list) or len(value) <= LONGEST_LIST else None
