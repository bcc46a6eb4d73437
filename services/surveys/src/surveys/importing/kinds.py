"""What each of LimeSurvey's question types becomes here. A maker takes the attributes it understands; the rest are lost."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from surveys.importing.book import LINE, WORDS, Became, Book, Document
from surveys.importing.lss_survey import Asked, Part, Texts
from surveys.importing.said import (
    COMMENT,
    DECREASE,
    INCREASE,
    MAN,
    NO,
    OTHER,
    SAME,
    UNCERTAIN,
    WHAT_OTHER,
    WOMAN,
    YES,
    Said,
    numbers,
)
from ui import mark

OTHER_MOVED = mark("«Annet» er et vanlig svaralternativ med et eget tekstspørsmål under.")
COMMENT_MOVED = mark("Kommentarfeltet er et eget tekstspørsmål under.")
COMMENTS_JOINED = mark("Kommentaren til hvert svar er blitt ett felles kommentarspørsmål.")
TRANSPOSED = mark("Spørsmålet viste svarene i rader. Her står svarene under hver linje.")
SPLIT = mark("Spørsmålet er delt i flere spørsmål, ett for hver linje.")
TWO_SCALES = mark("Spørsmålet hadde to skalaer og er delt i to spørsmål.")
DATE = mark("Datoen skrives som tekst. Den blir ikke kontrollert.")
LIMIT = mark("Grensen er et uttrykk eller passer ikke her, og gjelder ikke lenger.")

MOST_OPTIONS, MOST_ROWS = 200, 50
LONG = {"S": 500, "Q": 500, "T": 8_000, "U": 8_000}

Made = list[Document]
Maker = Callable[[Asked, Book, Document], Made]


def single(question: Asked, book: Book, shell: Document) -> Made:
    options, ids = _options(question, book, [part for part in question.answers if part.scale == "0"])
    made = [shell | {"kind": "single_choice", "options": options}]
    if question.other:
        made += _other(question, book, shell, options, "is")
        ids["-oth-"] = options[-1]["id"]
    if question.type == "O":
        book.lose(question.code, "comment", COMMENT_MOVED)
        made.append(_comment(question, book, shell))
    book.became[question.code] = Became(shell["id"], "single_choice", ids, shell["required"])
    return made if options else []


def multiple(question: Asked, book: Book, shell: Document) -> Made:
    options, ids = _options(question, book, question.subquestions)
    alone = {code.strip() for code in question.take("exclude_all_others").split(";")}
    for code, name in ids.items():
        if code in alone:
            next(option for option in options if option["id"] == name)["exclusive"] = True
    made = [shell | {"kind": "multiple_choice", "options": options}]
    if question.other:
        made += _other(question, book, shell, options, "includes")
    for attribute, limit in (("min_answers", "min_choices"), ("max_answers", "max_choices")):
        made[0] |= _count(question, book, attribute, limit, len(options))
    if question.type == "P":
        book.lose(question.code, "comment", COMMENTS_JOINED)
        made.append(_comment(question, book, shell))
    book.became[question.code] = Became(shell["id"], "multiple_choice", ids, shell["required"])
    return made if options else []


def five_points(question: Asked, book: Book, shell: Document) -> Made:
    book.became[question.code] = Became(shell["id"], "scale", {}, shell["required"], 1, 5)
    return [shell | {"kind": "scale", "from": 1, "to": 5}]


def fixed(*choices: tuple[str, Said]) -> Maker:
    """A question whose answers LimeSurvey has built in."""

    def make(question: Asked, book: Book, shell: Document) -> Made:
        ids = {code: code for code, _ in choices}
        book.became[question.code] = Became(shell["id"], "single_choice", ids, shell["required"])
        return [shell | {"kind": "single_choice", "options": _fixed(book, choices)}]

    return make


def fixed_matrix(*choices: tuple[str, Said]) -> Maker:
    def make(question: Asked, book: Book, shell: Document) -> Made:
        rows, _ = _options(question, book, question.subquestions)
        return [shell | {"kind": "matrix", "rows": rows, "options": _fixed(book, choices)}] if rows else []

    return make


def matrix(question: Asked, book: Book, shell: Document) -> Made:
    if question.type == "H":
        book.lose(question.code, "H", TRANSPOSED)
    return _matrix(question, book, shell, "0")


def two_matrices(question: Asked, book: Book, shell: Document) -> Made:
    book.lose(question.code, "1", TWO_SCALES)
    made = []
    for scale, header in (("0", "dualscale_headerA"), ("1", "dualscale_headerB")):
        name = book.name(f"{question.code}_{int(scale) + 1}", book.taken)
        heading = book.texts(question.code, question.take_texts(header), LINE)
        made += _matrix(question, book, _under(shell, name, heading), scale)
    return made


def _matrix(question: Asked, book: Book, shell: Document, scale: str) -> Made:
    rows, _ = _options(question, book, question.subquestions)
    options, _ = _options(question, book, [part for part in question.answers if part.scale == scale])
    return [shell | {"kind": "matrix", "rows": rows, "options": options}] if rows and options else []


def text(question: Asked, book: Book, shell: Document) -> Made:
    kind = "short_text" if question.type in {"S", "Q"} else "long_text"
    longest = question.take("maximum_chars")
    limit = {"max_length": min(int(longest), LONG[question.type])} if _is_count(longest) else {}
    if longest and (not limit or limit["max_length"] != int(longest)):
        book.lose(question.code, f"maximum_chars = {longest}", LIMIT)
    return [shell | {"kind": kind} | limit]


def date(question: Asked, book: Book, shell: Document) -> Made:
    book.lose(question.code, "D", DATE)
    return [shell | {"kind": "short_text", "max_length": 40}]


def number(question: Asked, book: Book, shell: Document) -> Made:
    whole = question.take("num_value_int_only") == "1"
    least, most = (_bound(question, book, name) for name in ("min_num_value_n", "max_num_value_n"))
    if least is not None and most is not None and least > most:
        book.lose(question.code, f"{least} > {most}", LIMIT)
        least = most = None
    bounds = {name: bound for name, bound in (("min", least), ("max", most)) if bound is not None}
    unit = book.texts(question.code, question.take_texts("suffix"), LINE)
    became = Became(shell["id"], "number", {}, shell["required"], least, most, 1 if whole else 1e-6)
    book.became[question.code] = became
    return [shell | {"kind": "number", "decimals": 0 if whole else 6} | bounds | ({"unit": unit} if unit else {})]


def one_for_each(maker: Maker) -> Maker:
    """Several fields under one heading become as many questions."""

    def make(question: Asked, book: Book, shell: Document) -> Made:
        book.lose(question.code, question.type, SPLIT)
        made = []
        for part in question.subquestions:
            name = book.name(f"{question.code}_{part.code}", book.taken)
            words = book.texts(f"{question.code}_{part.code}", part.texts, WORDS // 2, instead=part.code)
            made += maker(question, book, _under(shell, name, words))
        book.became.pop(question.code, None)
        return made

    return make


def _under(shell: Document, name: str, words: Said) -> Document:
    """A question of its own under a common heading."""
    heading: Mapping[str, str] = shell["text"]
    joined = {language: f"{text[:990]} – {words[language]}" for language, text in heading.items()} if words else heading
    return shell | {"id": name, "text": joined}


def _options(question: Asked, book: Book, parts: Iterable[Part]) -> tuple[Made, dict[str, str]]:
    """The options with ids of their own, and the id by the file's code."""
    taken: set[str] = set()
    ids = {part.code: book.name(part.code, taken) for part in parts}
    options = [
        {"id": ids[part.code], "text": book.texts(f"{question.code}_{part.code}", part.texts, LINE, instead=part.code)}
        for part in {part.code: part for part in parts}.values()
    ]
    return options, ids


def _fixed(book: Book, choices: Sequence[tuple[str, Said]]) -> Made:
    return [{"id": code, "text": book.ours(words)} for code, words in choices]


def _other(question: Asked, book: Book, shell: Document, options: Made, operator: str) -> Made:
    """The option, put last; and the question that asks which other, shown to those who chose it."""
    replaced: Texts = question.take_texts("other_replace_text")
    words = book.texts(question.code, replaced, LINE) or book.ours(OTHER)
    name = book.name("other", {option["id"] for option in options})
    options.append({"id": name, "text": words})
    book.lose(question.code, "other", OTHER_MOVED)
    question_name = book.name(f"{question.code}_other", book.taken)
    return [_free(question_name, "short_text", book.ours(WHAT_OTHER)) | {"show_if": {"question": shell["id"], operator: name}}]


def _comment(question: Asked, book: Book, shell: Document) -> Document:
    return _free(book.name(f"{question.code}_comment", book.taken), "long_text", book.ours(COMMENT)) | (
        {"show_if": shell["show_if"]} if "show_if" in shell else {}
    )


def _free(name: str, kind: str, words: Said) -> Document:
    return {"id": name, "kind": kind, "text": words, "required": False}


def _is_count(written: str) -> bool:
    return written.isascii() and written.isdigit() and 0 < len(written) < 7 and int(written) > 0  # noqa: PLR2004 – six digits are enough


def _count(question: Asked, book: Book, attribute: str, limit: str, most: int) -> dict[str, int]:
    written = question.take(attribute)
    if _is_count(written) and int(written) <= most:
        return {limit: int(written)}
    if written and written != "0":
        book.lose(question.code, f"{attribute} = {written}", LIMIT)
    return {}


def _bound(question: Asked, book: Book, attribute: str) -> float | None:
    written = question.take(attribute)
    try:
        bound = float(written) if written else None
    except ValueError:
        bound = float("nan")
    if bound is None:
        return None
    if not abs(bound) <= 1e12:  # noqa: PLR2004 - the format's own limit; false for what is no number too
        book.lose(question.code, f"{attribute} = {written}", LIMIT)
        return None
    return int(bound) if bound == int(bound) else bound


MAKERS: Mapping[str, Maker] = {
    "L": single,
    "!": single,
    "O": single,
    "M": multiple,
    "P": multiple,
    "5": five_points,
    "Y": fixed(("Y", YES), ("N", NO)),
    "G": fixed(("F", WOMAN), ("M", MAN)),
    "A": fixed_matrix(*numbers(5)),
    "B": fixed_matrix(*numbers(10)),
    "C": fixed_matrix(("Y", YES), ("U", UNCERTAIN), ("N", NO)),
    "E": fixed_matrix(("I", INCREASE), ("S", SAME), ("D", DECREASE)),
    "F": matrix,
    "H": matrix,
    "1": two_matrices,
    "N": number,
    "K": one_for_each(number),
    "S": text,
    "T": text,
    "U": text,
    "Q": one_for_each(text),
    "D": date,
}

UNKNOWN: Mapping[str, str] = {
    "|": mark("Opplasting av filer finnes ikke her. Spørsmålet er ikke tatt med."),
    "R": mark("Rangering finnes ikke her. Spørsmålet er ikke tatt med."),
    ":": mark("Rutenett med tall finnes ikke her. Spørsmålet er ikke tatt med."),
    ";": mark("Rutenett med tekst finnes ikke her. Spørsmålet er ikke tatt med."),
    "*": mark("Beregninger finnes ikke her. Spørsmålet er ikke tatt med."),
    "I": mark("Språkvalg står øverst på hver side her. Spørsmålet er ikke tatt med."),
}
NO_SUCH_TYPE = mark("Spørsmålstypen er ukjent. Spørsmålet er ikke tatt med.")
