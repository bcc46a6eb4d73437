"""LimeSurvey's expressions: when a question is asked, what its answer must be, what a value is worked out from."""

import re
from collections.abc import Mapping
from typing import Any

from surveys.importing.book import Book, Document
from surveys.importing.fitting import names_in, said
from surveys.importing.infix import COMMON, Function, Grammar, counted, own, read_expression
from surveys.importing.reasons import FOR_ALL

ALWAYS = frozenset({"", "1", "true"})
NEVER = frozenset({"0", "false"})

_SUFFIX = re.compile(r"\.(NAOK|shown|value|valueNAOK|code|relevanceStatus|NAOK\.shown)$")
_BY_NUMBERS = re.compile(r"\d+X\d+X(\d+.*)")
_NAOK = re.compile(r"\b(\w+)\.(?:NAOK|valueNAOK)\b")

FUNCTIONS: Mapping[str, Function] = {
    **COMMON,
    "is_empty": own("empty"),
    "sum": own("sum", 1, 50),
    "count": counted,
    "ceil": own("ceil"),
    "intval": own("trunc"),
    "strlen": own("length"),
    "trim": own("trim"),
    "strtoupper": own("upper"),
    "strtolower": own("lower"),
    "pi": lambda: 3.141592653589793,
}
GRAMMAR = Grammar(
    tokens=re.compile(
        r"""(?:(?P<number>\d*\.?\d+)(?![\w]) | "(?P<text>[^"]*)" | '(?P<text_>[^']*)'
        | (?P<function>[A-Za-z_]\w*)(?=\s*\() | (?P<name>[A-Za-z0-9_]+(?:\.[A-Za-z]+)*)
        | (?P<sign>&&|\|\||==|!=|<=|>=|[-+*/<>!(),=%]))""",
        re.VERBOSE,
    ),
    infix={
        "or": (1, "or"),
        "||": (1, "or"),
        "and": (2, "and"),
        "&&": (2, "and"),
        **dict.fromkeys(("==", "eq"), (3, "=")),
        **dict.fromkeys(("!=", "ne"), (3, "!=")),
        **dict.fromkeys(("<", "lt"), (4, "<")),
        **dict.fromkeys(("<=", "le"), (4, "<=")),
        **dict.fromkeys((">", "gt"), (4, ">")),
        **dict.fromkeys((">=", "ge"), (4, ">=")),
        "+": (5, "+"),
        "-": (5, "-"),
        "*": (6, "*"),
        "/": (6, "/"),
    },
    prefix={"!": "not", "not": "not", "-": "-"},
    functions=FUNCTIONS,
    name=lambda name: ["answer", variable(name)],
)


def variable(name: str) -> str:
    """What a name means: the question's code, or its number the older way; ".NAOK" and ".shown" only say how it is put in."""
    plain = _SUFFIX.sub("", name)
    found = _BY_NUMBERS.fullmatch(plain)
    return f"#{found.group(1)}" if found else plain


def parsed(written: str, this: str = "") -> Any:
    """In it `this` is the question's own code, where it is its answer that is looked at. Raises Unsayable."""
    expression = read_expression(written, GRAMMAR)
    return _with_itself(expression, this) if this else expression


def _with_itself(rule: Any, this: str) -> Any:
    if rule == ["answer", "this"]:
        return ["answer", this]
    return [_with_itself(part, this) for part in rule] if isinstance(rule, list) else rule


def show_if(book: Book, place: str, relevance: str) -> Document:
    """`{"show_if": …}`, or nothing where it is shown to all."""
    if relevance.strip().lower() in ALWAYS:
        return {}
    rule = said(book, place, relevance, lambda written: _as_there(written, book), FOR_ALL)
    return {"show_if": rule} if isinstance(rule, list) else {}


def _as_there(written: str, book: Book) -> Any:
    """There, a rule that reads an answer nobody was asked for is not met, unless the answer's name says NAOK."""
    rule = parsed(written)
    if _needs_answers(rule):
        return rule
    spared = set(_NAOK.findall(written))
    names = sorted(name for name in names_in(rule) if name not in spared and name in book.found)
    hidden = {str(book.found[name].when): name for name in names if book.found[name].when is not None}
    return ["and", *(["asked", name] for name in hidden.values()), rule] if hidden else rule


def _needs_answers(rule: Any) -> bool:
    """Whether the rule cannot be met by nobody's answer: then it makes no difference why there is none."""
    if not isinstance(rule, list):
        return False
    operator, *operands = rule
    if operator == "and":
        return any(map(_needs_answers, operands))
    if operator == "or":
        return all(map(_needs_answers, operands))
    if operator in {"=", "<", ">", "<=", ">="}:
        answers = any(isinstance(one, list) and one[0] == "answer" for one in operands)
        literals = all(not isinstance(one, list) or one[0] == "answer" for one in operands)
        return answers and literals and "" not in operands
    return bool(operator == "answered" or (operator == "!=" and "" in operands))
