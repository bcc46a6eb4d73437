"""What a group of members is called on a page, and how its numbers are said."""

from ui import mark, translate
from ui.formats import Formats

FEW = "1–9"
HIDDEN = mark("skjult")
NAMES = {
    ("age", "woman"): mark("Kvinner %(band)s år"),
    ("age", "man"): mark("Menn %(band)s år"),
    ("age", None): mark("%(band)s år"),
    (None, "woman"): mark("Kvinner"),
    (None, "man"): mark("Menn"),
}


def name_of(language: str, group: tuple[str | None, str | None]) -> str:
    band, gender = group
    written = (band or "").replace("-", "–")
    return translate(language)(NAMES["age" if band else None, gender], band=written)


def said(language: str, members: int | None, *, few: bool) -> str:
    if members is not None:
        return Formats(language).number(members)
    return FEW if few else translate(language)(HIDDEN)
