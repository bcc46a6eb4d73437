"""What an answer in an XLSForm must be: given, and within its constraint."""

from surveys.importing.book import LINE, Book, Document, Texts
from surveys.importing.fitting import said
from surveys.importing.reasons import NOT_CHECKED, REQUIRED_IF
from surveys.importing.said import NOT_ALLOWED
from surveys.importing.xlsform.choices import Lists
from surveys.importing.xlsform.expressions import xpath
from surveys.importing.xlsform.sheets import Line, spoken_texts

YES, NO = frozenset({"yes", "true", "true()", "1"}), frozenset({"", "no", "false", "false()", "0"})
NEVER_ANSWERED = frozenset({"statement", "calculated"})


def is_demanded(written: str) -> bool | None:
    """Always, never, or (None) when an expression says so."""
    plain = written.strip().lower()
    return True if plain in YES else False if plain in NO else None


def add_checks(line: Line, lists: Lists, made: list[Document], *, demanded: bool) -> None:
    """`demanded`: what is not said to be optional must be answered, as in formr."""
    one = made[-1]
    required, optional = line.take("required"), line.take("optional")
    if one["kind"] in NEVER_ANSWERED:
        return
    one["required"] = optional != "*" if demanded else is_demanded(required) is True
    if is_demanded(required) is None and not demanded:
        lists.book.lose(line.name, f"required = {required}", REQUIRED_IF)
    constraint = line.take("constraint")
    if constraint:
        _add(lists.book, line, one, constraint, spoken_texts(line.text("constraint_message"), lists.spoken))


def _add(book: Book, line: Line, made: Document, written: str, tip: Texts) -> None:
    rule = said(book, line.name, written, lambda it: xpath(it, this=line.name), NOT_CHECKED)
    if isinstance(rule, list):
        message = book.texts(line.name, tip, LINE) or book.ours(NOT_ALLOWED)
        made.setdefault("checks", []).append({"must": rule, "message": message})
    elif tip:
        book.leave_out(line.name, "constraint_message", [tip], NOT_CHECKED)
