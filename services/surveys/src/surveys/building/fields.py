"""What can be set of each kind of question, and how it is typed. The words are ours; the values are the format's."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import msgspec

from ui import mark

Sort = Literal["flag", "whole", "amount", "words", "prose", "choice", "day"]


class Setting(msgspec.Struct, frozen=True):
    """One setting: its name in the format, what it is called, and how it is typed. `words` are texts, one in each language."""

    name: str
    text: str
    sort: Sort
    help: str = ""
    choices: Sequence[tuple[str, str]] = ()


NO_VALUES: Mapping[str, object] = {}


class NotReadable(Exception):
    """What was typed is no value of this sort."""

    def __init__(self, name: str, text: str, values: Mapping[str, object] = NO_VALUES) -> None:
        super().__init__(name)
        self.name = name
        self.text = text
        self.values = values


def _look(*choices: tuple[str, str]) -> Setting:
    return Setting("look", mark("Vises som"), "choice", choices=choices)


def _words(name: str, text: str, help_text: str = "") -> Setting:
    return Setting(name, text, "words", help_text)


REQUIRED = Setting("required", mark("Må besvares"), "flag")
HELP = Setting("help", mark("Hjelpetekst"), "prose", mark("Står under spørsmålet, for den som trenger det."))
COMMENT = _words("comment", mark("Ledetekst til kommentarfelt"), mark("Skriv noe her for å få et felt under svaret."))
SHUFFLE = Setting("shuffle", mark("Vis i tilfeldig rekkefølge"), "flag", mark("Hver person får sin rekkefølge."))
SHUFFLED_ROWS = Setting("shuffle", mark("Vis linjene i tilfeldig rekkefølge"), "flag", mark("Hver person får sin rekkefølge."))
LOW, HIGH = _words("low", mark("Ord ved den laveste enden")), _words("high", mark("Ord ved den høyeste enden"))
UNIT = _words("unit", mark("Enhet"), mark("For eksempel timer, kr eller km."))
LENGTH = Setting("max_length", mark("Høyst så mange tegn"), "whole")
MIN, MAX = Setting("min", mark("Minste tall"), "amount"), Setting("max", mark("Største tall"), "amount")
CATEGORIES: Sequence[tuple[str, str]] = (
    ("", mark("Nei")),
    ("ethnicity", mark("Etnisk bakgrunn")),
    ("politics", mark("Politisk oppfatning")),
    ("belief", mark("Religion eller livssyn")),
    ("union", mark("Fagforening")),
    ("genetics", mark("Genetiske opplysninger")),
    ("biometrics", mark("Biometriske opplysninger")),
    ("health", mark("Helse")),
    ("sex_life", mark("Seksuelle forhold")),
    ("sexual_orientation", mark("Seksuell orientering")),
)
SENSITIVE = Setting(
    "sensitive",
    mark("Spør om en særlig kategori"),
    "choice",
    mark("Personvernforordningen artikkel 9 har egne krav til slike spørsmål."),
    CATEGORIES,
)
GRID_LOOK = _look(("groups", mark("Grupper, én for hver linje")), ("table", mark("Tabell på bred skjerm")))
KINDS: Mapping[str, Sequence[Setting]] = {
    "single_choice": (
        _look(("radio", mark("Liste")), ("dropdown", mark("Nedtrekksliste")), ("pictures", mark("Bilder"))),
        SHUFFLE,
        COMMENT,
    ),
    "multiple_choice": (
        Setting("min_choices", mark("Minst så mange"), "whole"),
        Setting("max_choices", mark("Høyst så mange"), "whole"),
        _look(("boxes", mark("Liste")), ("pictures", mark("Bilder"))),
        SHUFFLE,
        COMMENT,
    ),
    "yes_no": (
        _words("yes", mark("Ordet for ja"), mark("La stå tomt for å bruke «Ja».")),
        _words("no", mark("Ordet for nei"), mark("La stå tomt for å bruke «Nei».")),
        COMMENT,
    ),
    "scale": (
        Setting("from", mark("Fra"), "whole"),
        Setting("to", mark("Til"), "whole"),
        LOW,
        HIGH,
        _look(("numbers", mark("Tall")), ("stars", mark("Stjerner")), ("smileys", mark("Smilefjes"))),
        COMMENT,
    ),
    "matrix": (GRID_LOOK, SHUFFLED_ROWS, COMMENT),
    "matrix_multiple": (GRID_LOOK, SHUFFLED_ROWS, COMMENT),
    "ranking": (
        Setting("places", mark("Antall plasser"), "whole", mark("La stå tomt når alle skal rangeres.")),
        SHUFFLE,
        COMMENT,
    ),
    "constant_sum": (Setting("total", mark("Summen som skal fordeles"), "whole"), UNIT, SHUFFLED_ROWS, COMMENT),
    "number": (
        MIN,
        MAX,
        Setting("decimals", mark("Antall desimaler"), "whole"),
        UNIT,
        _look(("field", mark("Felt")), ("slider", mark("Glidebryter"))),
        Setting("step", mark("Steg"), "amount"),
        LOW,
        HIGH,
        COMMENT,
    ),
    "short_text": (
        Setting(
            "format",
            mark("Skal være"),
            "choice",
            choices=(
                ("", mark("Hva som helst")),
                ("email", mark("En e-postadresse")),
                ("phone", mark("Et telefonnummer")),
                ("postcode", mark("Et postnummer")),
            ),
        ),
        LENGTH,
        COMMENT,
    ),
    "long_text": (LENGTH, COMMENT),
    "multiple_text": (LENGTH, COMMENT),
    "date": (
        Setting(
            "precision",
            mark("Spør om"),
            "choice",
            choices=(("day", mark("Dag, måned og år")), ("month", mark("Måned og år")), ("year", mark("År"))),
        ),
        Setting("earliest", mark("Tidligst"), "day"),
        Setting("latest", mark("Senest"), "day"),
        COMMENT,
    ),
    "time": (COMMENT,),
    "area": (COMMENT,),
    "consent": (),
    "statement": (),
    "calculated": (Setting("shown", mark("Vis verdien til den som svarer"), "flag"),),
    "random": (),
}
UNASKED = frozenset({"statement", "calculated", "random"})
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "single_choice": {"look": "radio"},
    "multiple_choice": {"look": "boxes"},
    "scale": {"from": 0, "to": 10, "look": "numbers"},
    "matrix": {"look": "groups"},
    "matrix_multiple": {"look": "groups"},
    "constant_sum": {"total": 100},
    "number": {"decimals": 0, "look": "field"},
    "short_text": {"max_length": 200},
    "long_text": {"max_length": 4000},
    "multiple_text": {"max_length": 200},
    "date": {"precision": "day"},
}
"""What the format takes for granted; it is shown, and not written into the document."""


def settings_of(kind: str) -> tuple[Setting, ...]:
    """What can be set of a question of this kind, the most asked for first."""
    if kind in UNASKED:
        return (HELP, *KINDS[kind]) if kind == "statement" else tuple(KINDS[kind])
    return (REQUIRED, HELP, *KINDS[kind], SENSITIVE)


def shown(question: Mapping[str, Any], setting: Setting) -> Any:
    """The value as it stands, or the one the format takes for granted."""
    return question.get(setting.name, DEFAULTS.get(question["kind"], {}).get(setting.name))


def value_of(setting: Setting, kind: str, typed: str) -> Any:
    """What a field holds, as the format has it; None for nothing, and for what is taken for granted."""
    value = _read(setting, typed.strip())
    return None if value == DEFAULTS.get(kind, {}).get(setting.name) else value


_WHOLE = re.compile(r"^-?\d{1,12}$")
_AMOUNT = re.compile(r"^-?\d{1,12}([.,]\d{1,6})?$")


def _read(setting: Setting, typed: str) -> Any:
    if setting.sort == "flag":
        return typed == "1" or None
    return READERS.get(setting.sort, _as_typed)(setting, typed) if typed else None


def _as_typed(setting: Setting, typed: str) -> str:
    del setting
    return typed


def _whole(setting: Setting, typed: str) -> int:
    return int(_fitting(_WHOLE, setting, typed, mark("Skriv et helt tall.")))


def _amount(setting: Setting, typed: str) -> int | float:
    number = _fitting(_AMOUNT, setting, typed, mark("Skriv et tall.")).replace(",", ".")
    return float(number) if "." in number else int(number)


def _choice(setting: Setting, typed: str) -> str:
    if typed not in {value for value, _ in setting.choices}:
        raise NotReadable(setting.name, mark("Velg noe fra listen."))
    return typed


def _fitting(pattern: re.Pattern[str], setting: Setting, typed: str, text: str) -> str:
    plain = typed.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace("\N{MINUS SIGN}", "-")
    if not pattern.match(plain):
        raise NotReadable(setting.name, text)
    return plain


def _day(setting: Setting, typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise NotReadable(setting.name, mark("Skriv en dato.")) from error


READERS: Mapping[str, Callable[[Setting, str], Any]] = {"whole": _whole, "amount": _amount, "day": _day, "choice": _choice}
"""How what was typed is read, by the sort of setting."""
