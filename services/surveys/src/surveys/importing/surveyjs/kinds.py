"""What each of SurveyJS's question types becomes here. A maker takes the properties it understands; the rest are lost."""

from collections.abc import Mapping
from typing import Any

from surveys.importing.book import LINE, PROSE, Book, Document, Found
from surveys.importing.fitting import said, value_key
from surveys.importing.reasons import NOT_WORKED_OUT
from surveys.importing.said import numbers
from surveys.importing.shape import statements
from surveys.importing.surveyjs.choices import Maker, choices, options_of, order, words_beside
from surveys.importing.surveyjs.element import Element
from surveys.importing.surveyjs.expressions import parsed
from surveys.importing.surveyjs.grids import cells, matrix
from surveys.importing.surveyjs.texts import comment, multiple_text, text
from ui import mark

Made = list[Document]
Earlier = dict[str, Document]

NO_PICTURES = mark("Bildene er ikke med. Svarene står med tekst.")
FIVE, TEN = 5, 10
MOST_RATES = 200


def single(element: Element, book: Book, shell: Document, made: Earlier) -> Made:
    options, ids = choices(element, book, made, many=False)
    question = shell | {"kind": "single_choice", "options": options} | order(element, book)
    if element.kind == "dropdown":
        question["look"] = "dropdown"
    book.found[element.name] = Found(["answer", shell["id"]], ids)
    words_beside(element, book, question, options, shell["id"])
    return [question] if options else []


def multiple(element: Element, book: Book, shell: Document, made: Earlier) -> Made:
    options, ids = choices(element, book, made, many=True)
    question = shell | {"kind": "multiple_choice", "options": options} | order(element, book)
    least, most = element.whole("minSelectedChoices") or 0, element.whole("maxSelectedChoices") or 0
    question |= {"min_choices": least} if 0 < least <= len(options) else {}
    question |= {"max_choices": most} if max(1, least) <= most <= len(options) else {}
    book.found[element.name] = Found(["answer", shell["id"]], ids, many=True)
    words_beside(element, book, question, options, shell["id"])
    return [question] if options else []


def pictures(element: Element, book: Book, shell: Document, made: Earlier) -> Made:
    book.lose(element.name, "imagepicker", NO_PICTURES)
    return (multiple if element.take("multiSelect") is True else single)(element, book, shell, made)


def ranking(element: Element, book: Book, shell: Document, made: Earlier) -> Made:
    options, ids = choices(element, book, made, many=True)
    places = element.whole("maxSelectedChoices") if element.take("selectToRankEnabled") is True else None
    question = shell | {"kind": "ranking", "options": options} | order(element, book)
    question |= {"places": places} if places and 0 < places <= len(options) else {}
    book.found[element.name] = Found(["answer", shell["id"]], ids, many=True)
    return [question] if options else []


def boolean(element: Element, book: Book, shell: Document, made: Earlier) -> Made:
    del made
    labels = {"yes": "labelTrue", "no": "labelFalse"}
    words = {ours: book.texts(element.name, element.text(label), LINE) for ours, label in labels.items()}
    given = {"yes": element.take("valueTrue"), "no": element.take("valueFalse")}
    keys = {value_key(value): ours for ours, value in given.items() if value is not None}
    book.found[element.name] = Found(["answer", shell["id"]], {"true": "yes", "false": "no"} | keys)
    return [shell | {"kind": "yes_no"} | {ours: text for ours, text in words.items() if text}]


def rating(element: Element, book: Book, shell: Document, made: Earlier) -> Made:
    """A scale where the values are whole numbers in a row from 0–9 to 10 at most; else a choice."""
    del made
    first, step = element.whole("rateMin"), element.whole("rateStep") or 1
    first = 1 if first is None else first
    last = element.whole("rateMax")
    count = element.whole("rateCount")
    last = last if last is not None else first + (count - 1) * step if count else FIVE
    options, ids = options_of(element, book, "rateValues")
    low, high = (book.texts(element.name, element.text(f"{end}RateDescription"), LINE) for end in ("min", "max"))
    if not options and step == 1 and 0 <= first < last <= TEN:
        book.found[element.name] = Found(["answer", shell["id"]])
        ends = ({"low": low} if low else {}) | ({"high": high} if high else {})
        return [shell | {"kind": "scale", "from": first, "to": last, "look": _look(element, first, last)} | ends]
    if not options and 0 <= first < last < first + MOST_RATES * step:
        ids = {value: value for value, _ in numbers(first, last, step)}
        options = [{"id": value, "text": book.same(value)} for value in ids]
    for option, end in zip((*options[:1], *options[-1:]), (low, high), strict=False):
        option["text"] = {code: " – ".join(filter(None, (text, end.get(code)))) for code, text in option["text"].items()}
    book.found[element.name] = Found(["answer", shell["id"]], ids)
    return [shell | {"kind": "single_choice", "options": options}] if options else []


def _look(element: Element, first: int, last: int) -> str:
    look = element.first("rateType", "rateDisplayMode")
    if look == "stars" and first == 1:
        return "stars"
    return "smileys" if look in ("smileys", "smiley") and (first, last) == (1, FIVE) else "numbers"


def slider(element: Element, book: Book, shell: Document, made: Earlier) -> Made:
    del made
    if element.take("sliderType") not in (None, "single"):
        return []
    least, most, step = (element.whole(key) for key in ("min", "max", "step"))
    ends = {"min": 0 if least is None else least, "max": 100 if most is None else most}
    book.found[element.name] = Found(["answer", shell["id"]])
    return [shell | {"kind": "number", "look": "slider"} | ends | ({"step": step} if step and step > 0 else {})]


def expression(element: Element, book: Book, shell: Document, made: Earlier) -> Made:
    del made
    written = element.rule("expression")
    book.found[element.name] = Found(["answer", shell["id"]])
    return [shell | {"kind": "calculated", "required": False, "shown": True} | worked_out(book, element.name, written)]


def worked_out(book: Book, place: str, written: str) -> Document:
    value: Any = said(book, place, written, parsed, NOT_WORKED_OUT) if written else None
    return {} if value is None else {"value": value if isinstance(value, list) else ["if", True, value]}


def html(element: Element, book: Book, shell: Document, made: Earlier) -> Made:
    del made
    words = book.texts(element.name, element.text("html"), PROSE)
    heading = shell["text"] if shell["text"] != book.same(element.name) else {}
    both = {language: "\n".join(filter(None, (heading.get(language), words.get(language)))) for language in book.languages}
    said_words = {language: text for language, text in both.items() if text}
    return statements(book, element.name, shell | {"text": said_words}) if said_words else []


MAKERS: Mapping[str, Maker] = {
    "radiogroup": single,
    "buttongroup": single,
    "dropdown": single,
    "checkbox": multiple,
    "tagbox": multiple,
    "imagepicker": pictures,
    "ranking": ranking,
    "boolean": boolean,
    "rating": rating,
    "slider": slider,
    "matrix": matrix,
    "matrixdropdown": cells,
    "multipletext": multiple_text,
    "text": text,
    "comment": comment,
    "expression": expression,
    "html": html,
}

REPEATED = mark("Grupper som gjentas finnes ikke her. Spørsmålet er ikke tatt med.")
FILES = mark("Opplasting av filer finnes ikke her. Spørsmålet er ikke tatt med.")
DRAWN = mark("Tegning og underskrift finnes ikke her. Spørsmålet er ikke tatt med.")
PICTURE = mark("Bilder i teksten blir ikke hentet. Last dem opp på nytt.")
UNKNOWN: Mapping[str, str] = {
    "paneldynamic": REPEATED,
    "matrixdynamic": REPEATED,
    "file": FILES,
    "signaturepad": DRAWN,
    "imagemap": DRAWN,
    "image": PICTURE,
}
ELSEWHERE = mark("Svarene hentes fra et annet sted på nettet. Spørsmålet er ikke tatt med.")
