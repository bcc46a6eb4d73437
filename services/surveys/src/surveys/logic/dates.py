"""Dates in expressions: texts as they are answered, 2026-11-25, 2026-11 (its first day) or the year alone."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from surveys.logic.arithmetic import Number
from surveys.logic.values import number_of

_DATE = re.compile(r"([1-9]\d{3})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1000, 9999
_MOST_DAYS = 4_000_000
UNITS = ("days", "months", "years")


def date_of(value: Any) -> date | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return date(int(value), 1, 1) if _FIRST_YEAR <= value <= _LAST_YEAR and value == int(value) else None
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None  # noqa: PLR2004 - months


def difference(start: Any, end: Any, unit: Any = "days") -> int | None:
    """Days between two dates, whichever is first; whole months or years from the first to the second."""
    first, second = date_of(start), date_of(end)
    if first is None or second is None:
        return None
    if unit == "days":
        return abs((second - first).days)
    months = (second.year - first.year) * 12 + second.month - first.month - (second.day < first.day)
    return months if unit == "months" else int(months / 12) if unit == "years" else None


def later(start: Any, amount: Any, unit: Any = "days") -> str | None:
    """A day past the month's end runs into the next month: one month after 31 January is 3 March."""
    first, number = date_of(start), number_of(amount)
    if first is None or number is None or abs(number) > _MOST_DAYS or unit not in UNITS:
        return None
    steps = int(number)
    days, months = (steps, 0) if unit == "days" else (0, steps * (12 if unit == "years" else 1))
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        found = date(year, month + 1, 1) + timedelta(first.day - 1 + days)
    except OverflowError:
        return None
    return found.isoformat() if found.year >= _FIRST_YEAR else None


def age(born: Any, today: date, unit: Any = "years") -> Number | None:
    return difference(born, today.isoformat(), unit)


def part(name: str, value: Any) -> int | None:
    """year, month, day, or the weekday with Sunday as 0."""
    day = date_of(value)
    if day is None:
        return None
    return day.isoweekday() % 7 if name == "weekday" else int(getattr(day, name))
