"""Every rate names its denominator.

AAPOR's word for completed of invited in a panel of volunteers is *participation rate* (a response rate presumes a random
draw); completed of started is the *completion rate*; delivered of invited says how well the mail reached people.
"""

from dataclasses import dataclass
from enum import Enum

import msgspec

from ui import mark

TENTHS = (
    mark("nesten ingen"),
    mark("én av ti"),
    mark("to av ti"),
    mark("tre av ti"),
    mark("fire av ti"),
    mark("halvparten"),
    mark("seks av ti"),
    mark("sju av ti"),
    mark("åtte av ti"),
    mark("ni av ti"),
    mark("så godt som alle"),
)


class Of(Enum):
    """What a rate is counted of, and AAPOR's name for it."""

    invited = "participation rate"
    delivered = "participation rate of those reached"
    started = "completion rate"


class Funnel(msgspec.Struct, frozen=True):
    """From invitation to answer. Delivered means that the receiving mail server took the mail."""

    invited: int = 0
    delivered: int = 0
    started: int = 0
    completed: int = 0


@dataclass(frozen=True)
class Rate:
    completed: int
    base: int
    of: Of

    @property
    def percent(self) -> int | None:
        """Whole percent, halves up; None when there is nothing to divide by."""
        return (200 * self.completed + self.base) // (2 * self.base) if self.base else None


def rates(funnel: Funnel) -> dict[Of, Rate]:
    return {of: Rate(funnel.completed, getattr(funnel, of.name), of) for of in Of}


def in_words(n: int, base: int) -> str:
    """A share as people say it: «sju av ti» (a message id, to be translated)."""
    return TENTHS[min(10, (20 * n + base) // (2 * base))] if base else TENTHS[0]
