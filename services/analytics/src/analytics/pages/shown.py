"""What a picture of results is made of."""

from dataclasses import dataclass

MOST_PARTS = 7
"""More parts than this in one bar nobody can tell apart: then it is a table."""


@dataclass(frozen=True)
class Row:
    text: str
    n: float | None
    share: float = 0.0
    shares: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Picture:
    """`form`: bars, columns or stacked; table where a picture would be unreadable; words where figures may not be shown.

    `rows` of the form texts and `beside`: how many wrote in each field; none where they are too few to be told.
    """

    form: str
    title: str
    rows: tuple[Row, ...] = ()
    legend: tuple[str, ...] = ()
    base: int = 0
    at_least_90: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    diverging: bool = False
    note: str = ""
    unit: str = ""
    beside: tuple[Row, ...] = ()
    by_group: bool = False
