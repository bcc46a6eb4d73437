"""LimeSurvey's arrays: the same answers for one thing after the other."""

from collections.abc import Mapping

from surveys.importing.book import LINE, WORDS, Book, Document, Found
from surveys.importing.limesurvey.limits import whole
from surveys.importing.limesurvey.options import Made, Maker, fixed_options, options_of, shuffled
from surveys.importing.limesurvey.tables import Asked, Part
from surveys.importing.reasons import BY_COLUMN
from surveys.importing.said import Said, numbers
from surveys.importing.shape import MOST_OPTIONS, under
from ui import mark

TRANSPOSED = mark("Spørsmålet viste svarene i rader. Her står svarene under hver linje.")
TWO_SCALES = mark("Spørsmålet hadde to skalaer og er delt i to spørsmål.")
BY_CELL = mark("Rutenettet er delt i flere spørsmål, ett for hver rute.")
LEAST, MOST = 1, 10
MOST_CELLS = 60


def matrix(question: Asked, book: Book, shell: Document) -> Made:
    if question.type == "H":
        book.lose(question.code, "H", TRANSPOSED)
    return _of_answers(question, book, shell, "0", "")


def fixed_matrix(*choices: tuple[str, Said]) -> Maker:
    def make(question: Asked, book: Book, shell: Document) -> Made:
        return _grid(question, book, shell, fixed_options(book, choices), {code: code for code, _ in choices})

    return make


def two_matrices(question: Asked, book: Book, shell: Document) -> Made:
    book.lose(question.code, "1", TWO_SCALES)
    made = []
    for scale, header in (("0", "dualscale_headerA"), ("1", "dualscale_headerB")):
        name = book.name(f"{question.code}_{int(scale) + 1}", book.taken)
        heading = book.texts(question.code, question.take_texts(header), LINE)
        made += _of_answers(question, book, under(shell, name, heading), scale, f"_{scale}")
    return made


def _of_answers(question: Asked, book: Book, shell: Document, scale: str, suffix: str) -> Made:
    options, ids = options_of(question, book, [part for part in question.answers if part.scale == scale])
    return _grid(question, book, shell, options, ids, suffix)


def _grid(
    question: Asked, book: Book, shell: Document, options: Made, ids: Mapping[str, str], suffix: str = "", kind: str = "matrix"
) -> Made:
    rows, row_ids = options_of(question, book, _rows(question))
    for code, row in row_ids.items():
        question.found[f"{code}{suffix}"] = Found(["answer", shell["id"], row], ids)
    made = shell | {"kind": kind, "rows": rows, "options": options} | shuffled(question)
    return [made] if rows and options else []


def _rows(question: Asked) -> list[Part]:
    return [part for part in question.subquestions if part.scale == "0"]


def _columns(question: Asked) -> list[Part]:
    return [part for part in question.subquestions if part.scale == "1"]


def of_numbers(question: Asked, book: Book, shell: Document) -> Made:
    """Boxes, numbers to choose from, or fields to type numbers in."""
    if question.take("multiflexible_checkbox") == "1":
        options, ids = options_of(question, book, _columns(question))
        for row in _rows(question):
            for code in ids:
                question.found[f"{row.code}_{code}"] = Found(["answer", shell["id"], row.code])
        return _grid(question, book, shell, options, ids, kind="matrix_multiple")
    least, most, step = (whole(question, f"multiflexible_{name}") for name in ("min", "max", "step"))
    first, last = LEAST if least is None else least, MOST if most is None else most
    choices = numbers(first, last, step or 1) if 0 <= last - first < MOST_OPTIONS else []
    if question.take("input_boxes") == "1" or not choices:
        return _cells(question, book, shell)
    book.lose(question.code, ":", BY_COLUMN)
    made = []
    for column in _columns(question):
        name, words = _column(question, book, column)
        options = fixed_options(book, choices)
        ids = {code: code for code, _ in choices}
        made += _grid(question, book, under(shell, name, words), options, ids, f"_{column.code}")
    return made


def _column(question: Asked, book: Book, column: Part) -> tuple[str, Said]:
    place = f"{question.code}_{column.code}"
    return book.name(place, book.taken), book.texts(place, column.texts, WORDS // 2, instead=column.code)


def _cells(question: Asked, book: Book, shell: Document) -> Made:
    rows, columns = _rows(question), _columns(question)
    if len(rows) * len(columns) > MOST_CELLS:
        return []
    book.lose(question.code, ":", BY_CELL)
    made = []
    for row in rows:
        for column in columns:
            place = f"{question.code}_{row.code}_{column.code}"
            name = book.name(place, book.taken)
            words = book.texts(place, column.texts, WORDS // 4, instead=column.code)
            of_row = book.texts(place, row.texts, WORDS // 4, instead=row.code)
            question.found[f"{row.code}_{column.code}"] = Found(["answer", name])
            made.append(under(under(shell, name, of_row), name, words) | {"kind": "number", "decimals": 6})
    return made


def of_texts(question: Asked, book: Book, shell: Document) -> Made:
    book.lose(question.code, ";", BY_COLUMN)
    made = []
    for column in _columns(question):
        name, words = _column(question, book, column)
        rows, ids = options_of(question, book, _rows(question))
        for code, row in ids.items():
            question.found[f"{code}_{column.code}"] = Found(["answer", f"{name}.{row}"])
        made.append(under(shell, name, words) | {"kind": "multiple_text", "rows": rows})
    return made if _rows(question) else []
