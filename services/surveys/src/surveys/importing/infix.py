"""Expressions written with operators between their operands, as other tools write them, read into rules of ours.

What a tool's language looks like is a `Grammar`. Names stay the file's own: `fitting.py` finds out what they became.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from surveys.importing.losses import Unsayable
from ui import mark

TOO_LONG = mark("Uttrykket er for langt eller nøstet for dypt.")
NOT_UNDERSTOOD = mark("Uttrykket kan ikke tolkes her.")
NO_SUCH_FUNCTION = mark("Uttrykket bruker noe som ikke finnes her.")

LONGEST, DEEPEST = 5_000, 30

Function = Callable[..., Any]


@dataclass(frozen=True)
class Grammar:
    tokens: re.Pattern[str]
    """With the groups `number`, `text` (also `text_`), `name`, `function` (its name, when `(` follows) and `sign`."""
    infix: Mapping[str, tuple[int, str]]
    """How strongly an operator binds, and ours for it."""
    prefix: Mapping[str, str]
    functions: Mapping[str, Function]
    name: Callable[[str], Any]
    tightest: int = 9


def read_expression(written: str, grammar: Grammar) -> Any:
    """Raises Unsayable."""
    if len(written) > LONGEST:
        raise Unsayable(TOO_LONG, written)
    reader = _Reader(_tokens(written, grammar), grammar)
    expression = reader.expression(0, DEEPEST)
    if reader.left:
        raise Unsayable(NOT_UNDERSTOOD, reader.left[-1][1])
    return expression


def _tokens(written: str, grammar: Grammar) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(written):
        if written[at].isspace():
            at += 1
            continue
        match = grammar.tokens.match(written, at)
        if match is None or match.end() == at:
            raise Unsayable(NOT_UNDERSTOOD, written[at : at + 20])
        kind, token = match.lastgroup or "", match.group(match.lastgroup or 0)
        if kind == "function" and token.lower() in {*grammar.infix, *grammar.prefix}:
            kind = "name"  # `and (`
        found.append((kind.rstrip("_"), token))
        at = match.end()
    return found[::-1]


class _Reader:
    """Reads from the end of `left`, which is the front of what was written."""

    def __init__(self, left: list[tuple[str, str]], grammar: Grammar) -> None:
        self.left = left
        self._grammar = grammar

    def expression(self, least: int, depth: int) -> Any:
        if not depth:
            raise Unsayable(TOO_LONG, "…")
        first = self._operand(depth)
        while (found := self._grammar.infix.get(self._next().lower())) and found[0] >= least:
            self.left.pop()
            strength, operator = found
            first = _joined(operator, first, self.expression(strength + 1, depth - 1))
        return first

    def _operand(self, depth: int) -> Any:
        kind, token = self._take()
        operator = self._grammar.prefix.get(token.lower()) if kind in {"sign", "name"} else None
        if operator is not None:
            operand = self.expression(self._grammar.tightest, depth - 1)
            return negated(operand) if operator == "not" else _minus(operand)
        match kind:
            case "number":
                return float(token) if "." in token else int(token)
            case "text":
                return token
            case "function":
                return self._call(token, depth)
            case "name":
                return self._grammar.name(token)
        if token != "(":  # noqa: S105 – a sign of an expression
            raise Unsayable(NOT_UNDERSTOOD, token)
        inner = self.expression(0, depth - 1)
        self._expect(")")
        return inner

    def _call(self, name: str, depth: int) -> Any:
        self._expect("(")
        operands = []
        while self._next() != ")":
            operands.append(self.expression(0, depth - 1))
            if self._next() == ",":
                self.left.pop()
        self._expect(")")
        function = self._grammar.functions.get(name.lower())
        if function is None:
            raise Unsayable(NO_SUCH_FUNCTION, name)
        try:
            return function(*operands)
        except TypeError:  # called with more or fewer operands than it has
            raise Unsayable(NOT_UNDERSTOOD, name) from None

    def _next(self) -> str:
        """The next token, where it is no text of its own."""
        return self.left[-1][1] if self.left and self.left[-1][0] in {"sign", "name"} else ""

    def _take(self) -> tuple[str, str]:
        if not self.left:
            raise Unsayable(NOT_UNDERSTOOD, "…")
        return self.left.pop()

    def _expect(self, token: str) -> None:
        if self._take() != ("sign", token):
            raise Unsayable(NOT_UNDERSTOOD, token)


def _joined(operator: str, first: Any, second: Any) -> Any:
    """`a and b and c` as one list."""
    if operator in {"and", "or", "+"} and isinstance(first, list) and first[0] == operator:
        return [*first, second]
    return [operator, first, second]


def _minus(operand: Any) -> Any:
    return -operand if isinstance(operand, int | float) and not isinstance(operand, bool) else ["-", 0, operand]


def negated(operand: Any) -> Any:
    """What has a word of its own says it: not empty is answered."""
    opposite = {"empty": "answered", "answered": "empty"}
    if isinstance(operand, list) and operand[0] in opposite:
        return [opposite[operand[0]], *operand[1:]]
    return ["not", operand]


def own(operator: str, least: int = 1, most: int = 1) -> Function:
    """A function that is an operator of ours with as many operands."""

    def call(*operands: Any) -> Any:
        if not least <= len(operands) <= most:
            raise Unsayable(NOT_UNDERSTOOD, operator)
        return [operator, *operands]

    return call


def counted(*operands: Any) -> Any:
    """How many of the answers there are."""
    return ["+", 0, *(["if", ["answered", operand], 1, 0] for operand in operands)]


EVERY = 50
COMMON: Mapping[str, Function] = {
    "if": own("if", 3, 3),
    "min": own("min", 1, EVERY),
    "max": own("max", 1, EVERY),
    "round": own("round", 1, 2),
    "floor": own("floor"),
    "abs": own("abs"),
    "not": negated,
    "pow": own("^", 2, 2),
    "today": own("today", 0, 0),
}
