"""Dates and times counted in steps: months where a question spans two years, years where it spans twenty, else decades.

A day is never counted as a day: a date of birth would be somebody.
"""

from collections.abc import Mapping, Sequence

from analytics.questions import Option, Question, Texts

MONTHS_IN_NORWEGIAN = ("jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des.")
MONTHS_IN_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOMENT_KINDS = frozenset({"date", "time"})
MOST_MONTHS = 24
MOST_YEARS = 20
FIRST_DECADE, LAST_DECADE = 1900, 2100
MOST_CENTURIES = 5
MONTH, YEAR = 7, 4  # letters of 2026-11-25


def dates(question: Question) -> tuple[Option, ...]:
    """The steps, each named by how its dates begin."""
    if (width := _width(question)) == MONTH:
        first, last = _month(question.earliest or ""), _month(question.latest or "")
        return tuple(_of_month(n) for n in range(first, last + 1))
    low, high = _years(question)
    if width == YEAR:
        return tuple(Option(f"{year}", {"nb": f"{year}"}) for year in range(low, high + 1))
    decades = range(low // 10 * 10, high // 10 * 10 + 10, 10)
    return tuple(Option(f"{decade // 10}", {"nb": f"{decade}–{decade + 9}"}) for decade in decades)


def bin_of_date(question: Question, answer: str) -> str:
    """How it begins; a date far outside the decades there are names for is in none of them."""
    return answer[: _width(question)]


def _width(question: Question) -> int:
    low, high = _years(question)
    if question.earliest and question.latest:
        if question.precision != "year" and _month(question.latest) - _month(question.earliest) < MOST_MONTHS:
            return MONTH
        if high - low < MOST_YEARS:
            return YEAR
    return YEAR - 1


def _years(question: Question) -> tuple[int, int]:
    earliest, latest = question.earliest or f"{FIRST_DECADE}", question.latest or f"{LAST_DECADE}"
    low = int(earliest[:YEAR])
    return low, min(int(latest[:YEAR]), low + MOST_CENTURIES * 100)


def _month(day: str) -> int:
    """Counted from the year 0."""
    return int(day[:YEAR]) * 12 + int(day[5:MONTH]) - 1


def _of_month(n: int) -> Option:
    year, month = divmod(n, 12)
    said: Texts = {"nb": f"{MONTHS_IN_NORWEGIAN[month]} {year}", "en": f"{MONTHS_IN_ENGLISH[month]} {year}"}
    return Option(f"{year:04}-{month + 1:02}", said)


def hours() -> tuple[Option, ...]:
    spans = {f"{hour:02}": f"{hour:02}–{hour + 1:02}" for hour in range(24)}
    return tuple(Option(hour, {"nb": f"kl. {span}", "en": span}) for hour, span in spans.items())


def within(values: Sequence[Option], counts: Mapping[str, int]) -> Sequence[Option]:
    """Without the empty steps before the first and after the last that somebody is in."""
    taken = [place for place, value in enumerate(values) if counts[value.id]]
    return values[taken[0] : taken[-1] + 1] if taken else values
