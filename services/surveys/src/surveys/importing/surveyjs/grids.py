"""SurveyJS's matrices: one answer to a row, or a cell for each column."""

from surveys.importing.book import WORDS, Book, Document, Found
from surveys.importing.reasons import BY_COLUMN
from surveys.importing.said import NO, YES
from surveys.importing.shape import under
from surveys.importing.surveyjs.choices import options_of, order
from surveys.importing.surveyjs.element import Element
from ui import mark

COLUMN_LEFT_OUT = mark("Kolonnen har felter som ikke kan stå i en tabell her, og er ikke tatt med.")
CELL_TEXTS = mark("Egne tekster i rutene er ikke med. Kolonnens tekst gjelder.")

Made = list[Document]
CHOOSING = frozenset({"dropdown", "radiogroup", "default", "buttongroup"})
TYPING = frozenset({"text", "comment"})


def matrix(element: Element, book: Book, shell: Document, made: dict[str, Document]) -> Made:
    del made
    rows, row_ids = options_of(element, book, "rows", each=element.rule("rowsVisibleIf"))
    options, ids = options_of(element, book, "columns", each=element.rule("columnsVisibleIf"))
    if element.take("cells"):
        book.lose(element.name, "cells", CELL_TEXTS)
    many = element.take("cellType") == "checkbox"
    every = element.first("eachRowRequired", "isAllRowRequired") is True
    for value, row in row_ids.items():
        book.found[f"{element.name}.{value}"] = Found(["answer", shell["id"], row], ids, many=many)
    book.found[element.name] = Found(["answer", shell["id"]])
    question = shell | {"kind": "matrix_multiple" if many else "matrix", "rows": rows, "options": options}
    question |= {"required": shell["required"] or every} | order(element, book, "rowOrder")
    return [question] if rows and options else []


def cells(element: Element, book: Book, shell: Document, made: dict[str, Document]) -> Made:
    """A question for each column, with the same rows."""
    del made
    columns = element.parts("columns")
    shared, usual = element.take("choices"), element.take("cellType") or "dropdown"
    rows_given = element.take("rows")
    order_of = order(element, book, "rowOrder")
    if len(columns) > 1:
        book.lose(element.name, "matrixdropdown", BY_COLUMN)
    questions: Made = []
    for column in columns:
        place = f"{element.name}.{column.name}"
        name = book.name(f"{element.name}_{column.name}", book.taken, place) if len(columns) > 1 else shell["id"]
        words = book.texts(place, column.text("title"), WORDS // 4) or book.same(column.name)
        rows, row_ids = options_of(Element({"rows": rows_given}, place, column.spoken), book, "rows")
        required = shell["required"] or column.take("isRequired") is True
        base = under(shell, name, words) | {"rows": rows, "required": required}
        question = _column(column, book, base, row_ids, str(column.take("cellType") or usual), shared, element.name)
        if question is None or not rows:
            book.leave_out(place, str(column.kind), column.texts_below(), COLUMN_LEFT_OUT)
            continue
        questions.append(question | (order_of if "options" in question else {}))
        column.lose_rest(book, place)
    return questions


def _column(
    column: Element, book: Book, base: Document, row_ids: dict[str, str], kind: str, shared: object, name: str
) -> Document | None:
    if kind in TYPING and column.take("inputType") in (None, "text", "email", "tel", "url"):
        for value, row in row_ids.items():
            book.found[f"{name}.{value}.{column.name}"] = Found(["answer", f"{base['id']}.{row}"])
        return base | {"kind": "multiple_text"}
    if kind == "boolean":
        options = [{"id": value, "text": book.ours(words)} for value, words in (("true", YES), ("false", NO))]
        ids = {"true": "true", "false": "false"}
    elif kind in CHOOSING | {"checkbox", "tagbox"}:
        own = column.take("choices")
        options, ids = options_of(Element({"choices": own or shared}, column.name, column.spoken), book)
    else:
        return None
    many = kind in {"checkbox", "tagbox"}
    for value, row in row_ids.items():
        book.found[f"{name}.{value}.{column.name}"] = Found(["answer", base["id"], row], ids, many=many)
    return base | {"kind": "matrix_multiple" if many else "matrix", "options": options} if options else None
