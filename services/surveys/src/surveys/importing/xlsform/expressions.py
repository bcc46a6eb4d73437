"""The languages of XLSForm's conditions: XPath as ODK writes it, and the part of R that formr's forms use."""

import re
from collections.abc import Mapping
from typing import Any

from surveys.importing.book import Book, Document
from surveys.importing.fitting import said
from surveys.importing.infix import COMMON, NOT_UNDERSTOOD, Function, Grammar, counted, own, read_expression
from surveys.importing.losses import Unsayable
from surveys.importing.reasons import FOR_ALL

FUNCTIONS: Mapping[str, Function] = {
    **COMMON,
    "selected": lambda answer, value: ["selected", answer, value],
    "coalesce": lambda first, second: ["if", ["answered", first], first, second],
    "count-non-empty": counted,
    "string-length": own("length"),
    "ceiling": own("ceil"),
    "int": own("trunc"),
    "number": lambda value: value,
    "string": lambda value: value,
    "boolean": lambda value: value,
    "date": lambda value: value,
    "true": lambda: True,
    "false": lambda: False,
    "contains": own("contains", 2, 2),
    "sum": own("sum", 1, 50),
    "is.na": own("empty"),
}
_SIGNS = r"(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/<>!(),=%&|])"
_TEXTS = r"\"(?P<text>[^\"]*)\"|'(?P<text_>[^']*)'"
_NUMBER = r"(?P<number>\d*\.?\d+)(?![\w])"
_COMPARE = {**dict.fromkeys(("=", "=="), (3, "=")), "!=": (3, "!="), **{sign: (4, sign) for sign in ("<", "<=", ">", ">=")}}
_RECKON = {"+": (5, "+"), "-": (5, "-"), "*": (6, "*"), "/": (6, "/"), "div": (6, "/"), "mod": (6, "%")}
XPATH_TOKENS = re.compile(
    rf"{_NUMBER}|{_TEXTS}|(?P<function>[A-Za-z_][\w.:-]*)(?=\s*\()|(?P<name>\$\{{[^{{}}]+\}}|[A-Za-z_][\w.-]*|\.(?![\w.]))|{_SIGNS}"
)
R_TOKENS = re.compile(rf"{_NUMBER}|{_TEXTS}|(?P<function>[A-Za-z_][\w.]*)(?=\s*\()|(?P<name>[A-Za-z_][\w.]*)|{_SIGNS}")


def xpath(written: str, this: str = "", columns: Mapping[str, str] | None = None) -> Any:
    """In it "." is the question `this`; a bare name is a column of the choice at hand. Raises Unsayable."""

    def name(token: str) -> Any:
        if token.startswith("${"):
            return ["answer", token[2:-1].strip()]
        if token == "." and this:  # noqa: S105 – a sign of the expression
            return ["answer", this]
        if columns is None or token not in columns:
            raise Unsayable(NOT_UNDERSTOOD, token)
        return columns[token]

    infix = {"or": (1, "or"), "and": (2, "and"), **_COMPARE, **_RECKON}
    return read_expression(written, Grammar(XPATH_TOKENS, infix, {"-": "-"}, FUNCTIONS, name))


def r_language(written: str) -> Any:
    """Raises Unsayable."""
    infix = {**dict.fromkeys(("|", "||"), (1, "or")), **dict.fromkeys(("&", "&&"), (2, "and")), **_COMPARE, **_RECKON}
    constants = {"TRUE": True, "FALSE": False}
    return read_expression(
        written, Grammar(R_TOKENS, infix, {"!": "not", "-": "-"}, FUNCTIONS, lambda name: constants.get(name, ["answer", name]))
    )


def show_if(book: Book, place: str, relevant: str, showif: str = "") -> Document:
    """`{"show_if": …}`, or nothing where it is shown to all."""
    written = relevant or showif
    if not written or written in {"true()", "1", "TRUE"}:
        return {}
    rule = said(book, place, written, xpath if relevant else r_language, FOR_ALL)
    return {"show_if": rule} if isinstance(rule, list) else {}
