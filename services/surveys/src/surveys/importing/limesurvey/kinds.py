"""What each of LimeSurvey's question types becomes here. A maker takes the attributes it understands; the rest are lost."""

import re
from collections.abc import Mapping

from surveys.importing.book import LINE, WORDS, Book, Document, Found
from surveys.importing.fitting import said
from surveys.importing.limesurvey.choosing import five_points, fixed, multiple, ranking, single, yes_no
from surveys.importing.limesurvey.expressions import parsed
from surveys.importing.limesurvey.grids import fixed_matrix, matrix, of_numbers, of_texts, two_matrices
from surveys.importing.limesurvey.limits import bound, is_count, whole
from surveys.importing.limesurvey.options import Made, Maker, options_of, shuffled
from surveys.importing.limesurvey.tables import Asked
from surveys.importing.reasons import DATE_FORMAT, LIMIT, NOT_WORKED_OUT, SPLIT
from surveys.importing.said import DECREASE, INCREASE, MAN, NO, SAME, UNCERTAIN, WOMAN, YES, numbers
from surveys.importing.shape import statements, under
from ui import mark

WHOLE_ONLY = mark("Her fordeles bare hele tall.")
EQUATION = mark("Regnestykket i teksten er blitt en beregnet verdi.")

LONG = {"S": 500, "T": 8_000, "U": 8_000}
LINE_LENGTH = 500
MOST_TOTAL = 10**9


def text(question: Asked, book: Book, shell: Document) -> Made:
    if question.type == "S" and question.take("numbers_only") == "1":
        return number(question, book, shell)
    kind = "short_text" if question.type == "S" else "long_text"
    question.found[""] = Found(["answer", shell["id"]])
    return [shell | {"kind": kind} | _longest(question, book, LONG[question.type])]


def _longest(question: Asked, book: Book, most: int) -> dict[str, int]:
    written = question.take("maximum_chars")
    if is_count(written) and int(written) <= most:
        return {"max_length": int(written)}
    if written:
        book.lose(question.code, f"maximum_chars = {written}", LIMIT)
    return {"max_length": most} if is_count(written) else {}


def several_texts(question: Asked, book: Book, shell: Document) -> Made:
    rows, ids = options_of(question, book, question.subquestions)
    for code, row in ids.items():
        question.found[code] = Found(["answer", f"{shell['id']}.{row}"])
    return [shell | {"kind": "multiple_text", "rows": rows} | _longest(question, book, LINE_LENGTH)] if rows else []


def date(question: Asked, book: Book, shell: Document) -> Made:
    form = question.take("date_format").lower()
    question.found[""] = Found(["answer", shell["id"]])
    if form and not re.search("[ymd]", form):
        return [shell | {"kind": "time"}]
    precision = "day" if "d" in form or not form else "month" if "m" in form.replace("mi", "") else "year"
    if "h" in form:
        book.lose(question.code, f"date_format = {form}", DATE_FORMAT)
    ends = {}
    for attribute, end in (("date_min", "earliest"), ("date_max", "latest")):
        written = question.take(attribute)
        if found := re.fullmatch(r"(\d{4})(-\d\d-\d\d)?", written):
            ends[end] = written if found.group(2) else f"{written}-01-01" if end == "earliest" else f"{written}-12-31"
        elif written:
            book.lose(question.code, f"{attribute} = {written}", LIMIT)
    return [shell | {"kind": "date", "precision": precision} | ends]


def number(question: Asked, book: Book, shell: Document) -> Made:
    question.found[""] = Found(["answer", shell["id"]])
    return [_number(question, book, shell)]


def _number(question: Asked, book: Book, shell: Document) -> Document:
    decimals = 0 if question.take("num_value_int_only") == "1" else 6
    sliding = question.take("slider_layout") == "1"
    names = ("slider_min", "slider_max") if sliding else ("min_num_value_n", "max_num_value_n")
    least, most = (bound(question, book, name) for name in names)
    if least is not None and most is not None and least > most:
        book.lose(question.code, f"{least} > {most}", LIMIT)
        least = most = None
    bounds = {name: end for name, end in (("min", least), ("max", most)) if end is not None}
    if sliding:
        step = whole(question, "slider_accuracy")
        bounds = {"min": 0, "max": 100} | bounds | ({"step": step} if step and step > 0 else {})
    unit = book.texts(question.code, question.take_texts("suffix"), LINE)
    look = {"look": "slider"} if sliding else {}
    return shell | {"kind": "number", "decimals": decimals} | bounds | look | ({"unit": unit} if unit else {})


def several_numbers(question: Asked, book: Book, shell: Document) -> Made:
    """A sum dealt out where the file says what it must be; else a question for each."""
    total = whole(question, "equals_num_value")
    if total is not None and 0 < total <= MOST_TOTAL and question.subquestions:
        if question.take("num_value_int_only") != "1":
            book.lose(question.code, "decimals", WHOLE_ONLY)
        rows, ids = options_of(question, book, question.subquestions)
        question.found.update({code: Found(["answer", shell["id"], row]) for code, row in ids.items()})
        return [shell | {"kind": "constant_sum", "rows": rows, "total": total} | shuffled(question)]
    question.taken.discard("equals_num_value")
    book.lose(question.code, "K", SPLIT)
    made = []
    for part in question.subquestions:
        place = f"{question.code}_{part.code}"
        name = book.name(place, book.taken)
        words = book.texts(place, part.texts, WORDS // 2, instead=part.code)
        made.append(_number(question, book, under(shell, name, words)))
        question.found[part.code] = Found(["answer", name])
    return made


def statement(question: Asked, book: Book, shell: Document) -> Made:
    return statements(book, question.code, shell)


def equation(question: Asked, book: Book, shell: Document) -> Made:
    """The value is in an attribute, or is the text itself: `{a + b}`."""
    words = next(iter(question.texts.values()), "")
    written = question.take("equation") or words
    found = re.fullmatch(r"\s*(?:<[^>]*>|\s)*\{(.*)\}(?:<[^>]*>|\s)*", written, re.DOTALL)
    value = said(book, question.code, found.group(1) if found else written, parsed, NOT_WORKED_OUT)
    question.found[""] = Found(["answer", shell["id"]])
    named = {}
    if written == words:
        book.leave_out(question.code, "*", [question.texts], EQUATION)
        named = {"text": dict.fromkeys(book.languages, question.code)}
    worked_out = {"value": value if isinstance(value, list) else ["if", True, value]} if value is not None else {}
    made = shell | {"kind": "calculated", "required": False, "shown": question.take("hidden") != "1"}
    return [made | named | worked_out]


MAKERS: Mapping[str, Maker] = {
    "L": single,
    "!": single,
    "O": single,
    "M": multiple,
    "P": multiple,
    "5": five_points,
    "Y": yes_no,
    "G": fixed(("F", WOMAN), ("M", MAN)),
    "A": fixed_matrix(*numbers(1, 5)),
    "B": fixed_matrix(*numbers(1, 10)),
    "C": fixed_matrix(("Y", YES), ("U", UNCERTAIN), ("N", NO)),
    "E": fixed_matrix(("I", INCREASE), ("S", SAME), ("D", DECREASE)),
    "F": matrix,
    "H": matrix,
    "1": two_matrices,
    "N": number,
    "K": several_numbers,
    "S": text,
    "T": text,
    "U": text,
    "Q": several_texts,
    "D": date,
    "R": ranking,
    ":": of_numbers,
    ";": of_texts,
    "*": equation,
    "X": statement,
}

UNKNOWN: Mapping[str, str] = {
    "|": mark("Opplasting av filer finnes ikke her. Spørsmålet er ikke tatt med."),
    "I": mark("Språkvalg står øverst på hver side her. Spørsmålet er ikke tatt med."),
}
