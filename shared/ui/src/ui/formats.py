"""Numbers, shares and times as people here write them, in the reader's language and the municipality's clock."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Oslo")
NARROW = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

NORWEGIAN = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS = {"nb": NORWEGIAN, "nn": NORWEGIAN, "en": ENGLISH}

Number = int | float | Decimal


@dataclass(frozen=True)
class Formats:
    language: str

    def number(self, value: Number | None, decimals: int | None = None) -> str:
        """1 234,5 in Norwegian, 1,234.5 in English; as many decimals as needed, at most two, unless told."""
        if value is None:
            return ""
        exact = Decimal(str(value))
        places = min(2, max(0, -int(exact.as_tuple().exponent))) if decimals is None else decimals
        rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        written = f"{abs(rounded):,f}"
        if self.language != "en":
            written = written.replace(",", NARROW).replace(".", ",")
        return f"{MINUS}{written}" if rounded < 0 else written

    def percent(self, share: Number | None, decimals: int = 0) -> str:
        """A share of one as 68 % (68% in English)."""
        if share is None:
            return ""
        gap = "" if self.language == "en" else NARROW
        return f"{self.number(Decimal(str(share)) * 100, decimals)}{gap}%"

    def day(self, when: dt.date) -> str:
        """12. oktober (12 October)."""
        local = here(when)
        dot = "" if self.language == "en" else "."
        return f"{local.day}{dot}{NARROW}{MONTHS[self.language][local.month - 1]}"

    def date(self, when: dt.date) -> str:
        """12. oktober 2019."""
        return f"{self.day(when)} {here(when).year}"

    def clock(self, when: dt.datetime) -> str:
        """As in kl. 14.05 (14:05 in English)."""
        local = when.astimezone(HERE)
        return f"{local:%H:%M}" if self.language == "en" else f"kl.{NARROW}{local:%H.%M}"

    def moment(self, when: dt.datetime) -> str:
        """12. oktober, kl. 14.05; with the year when it is not said elsewhere, use `date` and `clock`."""
        return f"{self.day(when)}, {self.clock(when)}"


def here(when: dt.date) -> dt.date:
    """The date it was in the municipality; a plain date is that date everywhere."""
    return when.astimezone(HERE) if isinstance(when, dt.datetime) else when
