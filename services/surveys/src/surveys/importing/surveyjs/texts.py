"""SurveyJS's questions with fields to type in: text of every input type, comment, multipletext."""

import re
from typing import Any

from surveys.importing.book import LINE, WORDS, Book, Document, Found
from surveys.importing.reasons import DATE_FORMAT, LIMIT, SPLIT
from surveys.importing.shape import under
from surveys.importing.surveyjs.element import Element
from ui import mark

AS_TEXT = mark("Feltet er et vanlig tekstfelt her. Svaret blir ikke kontrollert.")

Made = list[Document]
FORMATS = {"email": "email", "tel": "phone"}
NUMBERS = frozenset({"number", "range"})
DATES = {"date": "day", "datetime": "day", "datetime-local": "day", "month": "month"}
AS_TEXT_TYPES = frozenset({"week", "url", "color", "password"})
LONGEST_LINE, LONGEST = 500, 8_000
HIGHEST = 10**12


def text(element: Element, book: Book, shell: Document, made: dict[str, Document]) -> Made:
    del made
    typed = str(element.take("inputType") or "text")
    book.found[element.name] = Found(["answer", shell["id"]])
    if typed in NUMBERS:
        return [shell | {"kind": "number"} | _number(element, book, typed)]
    if typed in DATES:
        if typed.startswith("datetime"):
            book.lose(element.name, f"inputType = {typed}", DATE_FORMAT)
        return [shell | {"kind": "date", "precision": DATES[typed]} | _dates(element, book)]
    if typed == "time":
        return [shell | {"kind": "time"}]
    if typed in AS_TEXT_TYPES:
        book.lose(element.name, f"inputType = {typed}", AS_TEXT)
    form = {"format": FORMATS[typed]} if typed in FORMATS else {}
    return [shell | {"kind": "short_text"} | form | longest(element, book, LONGEST_LINE)]


def longest(element: Element, book: Book, most: int) -> Document:
    found = element.whole("maxLength")
    if found is None or found <= 0:
        return {}
    if found > most:
        book.lose(element.name, f"maxLength = {found}", LIMIT)
    return {"max_length": min(found, most)}


def comment(element: Element, book: Book, shell: Document, made: dict[str, Document]) -> Made:
    del made
    book.found[element.name] = Found(["answer", shell["id"]])
    return [shell | {"kind": "long_text"} | longest(element, book, LONGEST)]


def _number(element: Element, book: Book, typed: str) -> Document:
    ends: Document = {}
    for key in ("min", "max"):
        found = element.take(key)
        number = _amount(found)
        if number is not None:
            ends[key] = number
        elif found not in (None, ""):
            book.lose(element.name, f"{key} = {found}", LIMIT)
    step = _amount(element.take("step"))
    if ends.get("min", -HIGHEST) > ends.get("max", HIGHEST):
        book.lose(element.name, f"{ends['min']} > {ends['max']}", LIMIT)
        ends = {}
    whole = isinstance(step, int) and all(isinstance(end, int) for end in ends.values())
    look = {"min": 0, "max": 100, "look": "slider"} if typed == "range" else {}
    return {"decimals": 0 if whole else 6} | look | ends | ({"step": step} if step and step > 0 and look else {})


def _amount(found: Any) -> int | float | None:
    """A number, or a text that is one."""
    if isinstance(found, str) and re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", found):
        found = float(found)
    if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) <= HIGHEST:
        return None
    return int(found) if found == int(found) else found


def _dates(element: Element, book: Book) -> Document:
    ends = {}
    for key, end in (("min", "earliest"), ("max", "latest")):
        found = element.take(key)
        if isinstance(found, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", found[:10]):
            ends[end] = found[:10]
        elif found not in (None, ""):
            book.lose(element.name, f"{key} = {found}", LIMIT)
    return ends


def multiple_text(element: Element, book: Book, shell: Document, made: dict[str, Document]) -> Made:
    """One question where all items are plain text, else one for each."""
    items = element.parts("items")
    plain = all(item.take("inputType") in (None, "text", *AS_TEXT_TYPES) and not item.take("validators") for item in items)
    if not plain:
        book.lose(element.name, "multipletext", SPLIT)
        return [question for item in items for question in _alone(item, element, book, shell, made)]
    taken: set[str] = set()
    rows = []
    for item in items:
        place = f"{element.name}.{item.name}"
        name = book.name(item.name, taken, place)
        words = book.texts(place, item.text("title"), LINE) or book.same(item.name)
        rows.append({"id": name, "text": words})
        book.found[place] = Found(["answer", f"{shell['id']}.{name}"])
        if item.take("isRequired") is True:
            book.lose(place, "isRequired", EACH_REQUIRED)
        item.lose_rest(book, place)
    return [shell | {"kind": "multiple_text", "rows": rows}] if rows else []


EACH_REQUIRED = mark("Enten må alle linjene besvares, eller ingen.")


def _alone(item: Element, element: Element, book: Book, shell: Document, made: dict[str, Document]) -> Made:
    place = f"{element.name}.{item.name}"
    name = book.name(f"{element.name}_{item.name}", book.taken, place)
    words = book.texts(place, item.text("title"), WORDS // 4) or book.same(item.name)
    required = shell["required"] or item.take("isRequired") is True
    item.name = place
    one = text(item, book, under(shell, name, words) | {"required": required}, made)
    item.lose_rest(book, place)
    return one
