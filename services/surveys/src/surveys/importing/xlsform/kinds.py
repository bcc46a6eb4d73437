"""What each of XLSForm's question types becomes here. A maker takes the columns it understands; the rest are lost."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from surveys.importing.book import Book, Document, Found
from surveys.importing.fitting import said
from surveys.importing.reasons import DATE_FORMAT, LOOKS, NOT_WORKED_OUT
from surveys.importing.shape import statements
from surveys.importing.xlsform.choices import Lists, add_other, look, shuffled
from surveys.importing.xlsform.expressions import xpath
from surveys.importing.xlsform.sheets import Line
from ui import mark

Made = list[Document]
Maker = Callable[[Line, Lists, Document, str], Made]
"""The last is what stands behind the type: the name of a list, or two numbers."""


def single(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    name, _, other = of.partition(" ")
    options, ids = lists.options(name, line.name, line.take("choice_filter"))
    if "other" in other:
        ids["other"] = add_other(line, lists.book, options, shell["id"])
    lists.book.found[line.name] = Found(["answer", shell["id"]], ids)
    made = shell | {"kind": "single_choice", "options": options} | shuffled(line, lists.book) | look(line, lists.book)
    return [made] if options else []


def multiple(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    name, _, other = of.partition(" ")
    options, ids = lists.options(name, line.name, line.take("choice_filter"))
    if "other" in other:
        ids["other"] = add_other(line, lists.book, options, shell["id"])
    lists.book.found[line.name] = Found(["answer", shell["id"]], ids, many=True)
    look(line, lists.book, many=True)
    return [shell | {"kind": "multiple_choice", "options": options} | shuffled(line, lists.book)] if options else []


def ranking(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    options, ids = lists.options(of.split(" ", maxsplit=1)[0], line.name, line.take("choice_filter"))
    lists.book.found[line.name] = Found(["answer", shell["id"]], ids, many=True)
    return [shell | {"kind": "ranking", "options": options} | shuffled(line, lists.book)] if options else []


def number(decimals: int) -> Maker:
    def make(line: Line, lists: Lists, shell: Document, of: str) -> Made:
        del of
        _appearance(line, lists.book, "")
        lists.book.found[line.name] = Found(["answer", shell["id"]])
        return [shell | {"kind": "number", "decimals": decimals}]

    return make


def slider(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    del of
    parameters = dict(re.findall(r"(\w+)\s*=\s*(-?\d+(?:\.\d+)?)", line.take("parameters").lower()))
    ends: dict[str, Any] = {"min": _amount(parameters.get("start", "0")), "max": _amount(parameters.get("end", "10"))}
    step = _amount(parameters.get("step", "1"))
    _appearance(line, lists.book, "")
    lists.book.found[line.name] = Found(["answer", shell["id"]])
    decimals = 0 if all(isinstance(one, int) for one in (*ends.values(), step)) else 6
    return [shell | {"kind": "number", "look": "slider", "decimals": decimals, "step": step} | ends]


def _amount(written: str) -> int | float:
    number = float(written[:12])
    return int(number) if number.is_integer() else number


def text(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    del of
    lists.book.found[line.name] = Found(["answer", shell["id"]])
    long = _appearance(line, lists.book, "multiline")
    return [shell | {"kind": "long_text" if long else "short_text"}]


def long_text(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    return [made | {"kind": "long_text"} for made in text(line, lists, shell, of)]


def email(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    return [made | {"kind": "short_text", "format": "email"} for made in text(line, lists, shell, of)]


def _appearance(line: Line, book: Book, understood: str) -> bool:
    appearance = line.take("appearance").lower()
    if understood and understood in appearance:
        return True
    if appearance:
        book.lose(line.name, f"appearance = {appearance}", LOOKS)
    return False


def date(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    del of
    appearance = line.take("appearance").lower()
    precision = "month" if "month-year" in appearance else "year" if "year" in appearance else "day"
    if line.values["type"].lower().startswith("datetime"):
        lists.book.lose(line.name, line.values["type"], DATE_FORMAT)
    lists.book.found[line.name] = Found(["answer", shell["id"]])
    return [shell | {"kind": "date", "precision": precision}]


def part_of_date(kind: str, **fields: str) -> Maker:
    def make(line: Line, lists: Lists, shell: Document, of: str) -> Made:
        del of
        lists.book.found[line.name] = Found(["answer", shell["id"]])
        return [shell | {"kind": kind} | fields]

    return make


def acknowledge(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    del of
    lists.book.found[line.name] = Found(["answer", shell["id"]], {"OK": "yes", "yes": "yes"})
    return [shell | {"kind": "consent"}]


def note(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    del of
    _appearance(line, lists.book, "")
    line.take("readonly")
    return statements(lists.book, line.name, shell)


def calculate(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    del of
    written = line.take("calculation")
    value: Any = said(lists.book, line.name, written, xpath, NOT_WORKED_OUT) if written else None
    lists.book.found[line.name] = Found(["answer", shell["id"]])
    worked_out = {} if value is None else {"value": value if isinstance(value, list) else ["if", True, value]}
    return [shell | {"kind": "calculated", "required": False} | worked_out]


MAKERS: Mapping[str, Maker] = {
    "select_one": single,
    "select_multiple": multiple,
    "rank": ranking,
    **dict.fromkeys(("integer", "int"), number(0)),
    "decimal": number(6),
    "range": slider,
    **dict.fromkeys(("text", "string"), text),
    **dict.fromkeys(("date", "datetime"), date),
    "time": part_of_date("time"),
    **dict.fromkeys(("acknowledge", "trigger"), acknowledge),
    "note": note,
    **dict.fromkeys(("calculate", "calculated"), calculate),
}

MEDIA_ASKED = mark("Bilder, lyd, film, filer og strekkoder kan ikke samles inn her. Spørsmålet er ikke tatt med.")
PLACE_ASKED = mark("Steder på kart kan ikke samles inn her. Spørsmålet er ikke tatt med.")
ABOUT_DEVICE = mark("Panelet lagrer ikke opplysninger om enheten eller tidspunktet.")
FROM_FILE = mark("Svarene ligger i en annen fil. Spørsmålet er ikke tatt med.")
UNKNOWN: Mapping[str, str] = {
    **dict.fromkeys(("image", "photo", "audio", "video", "file", "barcode", "background-audio"), MEDIA_ASKED),
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "location", "gps", "start-geopoint"), PLACE_ASKED),
    **dict.fromkeys(("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber"), ABOUT_DEVICE),
    **dict.fromkeys(("username", "audit", "imei", "hidden"), ABOUT_DEVICE),
    **dict.fromkeys(("select_one_from_file", "select_multiple_from_file", "select_one_external"), FROM_FILE),
    **dict.fromkeys(("xml-external", "csv-external", "entity"), FROM_FILE),
}
