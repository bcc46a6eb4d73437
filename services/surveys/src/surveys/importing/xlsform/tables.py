"""Groups that are shown as a table: the same list for one line after the other becomes one question."""

from collections.abc import Iterator

from surveys.importing.book import LINE, WORDS, Document, Found
from surveys.importing.reasons import LOOKS, NO_COUNTERPART
from surveys.importing.shape import MOST_ROWS, joined
from surveys.importing.xlsform.checks import is_demanded
from surveys.importing.xlsform.choices import Lists
from surveys.importing.xlsform.expressions import show_if
from surveys.importing.xlsform.sheets import Line, lose_rest, spoken_texts
from surveys.importing.xlsform.tree import Group, type_of
from ui import mark

HEADING = mark("Linjen var overskriften i en tabell. Den er ikke tatt med.")
ROW_HELP = mark("En linje i en tabell har ingen hjelpetekst her.")
KINDS = {"select_one": "matrix", "select_multiple": "matrix_multiple"}


def is_table(group: Group) -> bool:
    """All its lines choose from one list, and it, or they, say that they stand in a table."""
    lines = [part for part in group.parts if isinstance(part, Line)]
    lists = {type_of(line) for line in lines}
    shown = "table-list" in group.line.values.get("appearance", "") or any(map(_in_table, lines))
    alike = len(lines) == len(group.parts) and len(lists) == 1 and next(iter(lists))[0] in KINDS
    return shown and alike and not group.repeated and len(lines) <= MOST_ROWS


def _in_table(line: Line) -> bool:
    return line.values.get("appearance", "") in {"label", "list-nolabel"}


def table(group: Group, lists: Lists, under: list[Document]) -> Iterator[Document]:
    book, line = lists.book, group.line
    kind, of = type_of(next(part for part in group.parts if isinstance(part, Line)))
    options, ids = lists.options(of.split(" ")[0], line.name, "")
    name = book.name(line.name, book.taken)
    rows: list[Document] = []
    demanded: list[bool] = []
    taken: set[str] = set()
    for part in group.parts:
        assert isinstance(part, Line)
        if part.take("appearance") == "label":
            book.leave_out(part.name, part.values["type"], [part.text("label")], HEADING)
            continue
        row = _row(part, lists, taken)
        rows.append(row)
        book.found[part.name] = Found(["answer", name, row["id"]], ids, many=kind == "select_multiple")
        demanded.append(is_demanded(part.take("required")) is True)
        lose_rest(part, book, part.name, {"hint": ROW_HELP, "appearance": LOOKS}, NO_COUNTERPART)
    text = book.texts(line.name, spoken_texts(line.text("label"), lists.spoken), WORDS) or book.same(line.name)
    hint = book.texts(line.name, spoken_texts(line.text("hint"), lists.spoken), WORDS)
    shown = joined(*under, show_if(book, line.name, line.take("relevant")))
    line.take("appearance")
    lose_rest(line, book, line.name, {}, NO_COUNTERPART)
    made = {"id": name, "kind": KINDS[kind], "text": text, "required": bool(demanded) and all(demanded), "rows": rows}
    yield made | {"options": options} | ({"help": hint} if hint else {}) | shown


def _row(line: Line, lists: Lists, taken: set[str]) -> Document:
    book = lists.book
    text = book.texts(line.name, spoken_texts(line.text("label"), lists.spoken), LINE, instead=line.name)
    return {"id": book.name(line.name, taken), "text": text} | show_if(book, line.name, line.take("relevant"))
