"""The words and signs of a SurveyJS expression, each with its position."""

import re
from typing import Any, NamedTuple

from eventlog import Refused
from ui import mark

LONGEST = 10_000
_DEEPEST_NAME = 10
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<variable>\{[^{}]*\})
  | (?P<text>'(?:\\['"\\]|[^'])*?'|"(?:\\['"\\]|[^"])*?")
  | (?P<hex>0[xX][0-9a-fA-F]{1,12})
  | (?P<number>\d+(?:\.\d+)?(?![A-Za-z_]))
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<sign>\|\||&&|<=|>=|==|!=|<>|\*=|[=<>+\-*/%^!()\[\],])
  | (?P<end>$)
    )""",
    re.VERBOSE | re.ASCII,
)
_ESCAPED = re.compile(r"""\\(['"\\])""")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d{1,4})\]")

REASONS = {
    "too_long": mark("Uttrykket er for langt. Det kan ha høyst %(name)s tegn."),
    "too_deep": mark("Uttrykket er nøstet for dypt (tegn %(position)s)."),
    "unreadable": mark("«%(name)s» kan ikke leses (tegn %(position)s)."),
    "unexpected": mark("«%(name)s» står på feil sted (tegn %(position)s)."),
    "ends_early": mark("Uttrykket slutter for tidlig (tegn %(position)s)."),
    "unclosed": mark("Her mangler «%(name)s» (tegn %(position)s)."),
    "unknown_function": mark("Funksjonen «%(name)s» finnes ikke hos oss (tegn %(position)s)."),
    "empty_name": mark("Et navn i krøllparenteser er tomt (tegn %(position)s)."),
}


class NotAnExpression(Refused):
    """The text is no expression we can read; `position` counts characters from 1."""

    code = "not_an_expression"
    status = 422
    title = mark("Uttrykket kan ikke leses")

    def __init__(self, reason: str, position: int, name: str = "") -> None:
        super().__init__(f"{reason} at {position}")
        self.reason, self.position, self.name = reason, position, name


class Token(NamedTuple):
    kind: str  # atom, number, word, sign or end
    value: Any
    position: int
    written: str


def tokens(text: str) -> list[Token]:
    if len(text) > LONGEST:
        raise NotAnExpression("too_long", LONGEST, str(LONGEST))
    found: list[Token] = []
    at = 0
    while not found or found[-1].kind != "end":
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise NotAnExpression("unreadable", at + 1, text[at : at + 20])
        found.append(_token(match))
        at = match.end()
    return found


def _token(match: re.Match[str]) -> Token:
    kind = str(match.lastgroup)
    written, position = match.group(kind), match.start(kind) + 1
    match kind:
        case "variable":
            return Token("atom", _named(written[1:-1].strip(), position), position, written)
        case "text":
            return Token("atom", _ESCAPED.sub(r"\1", written[1:-1]), position, written)
        case "hex":
            return Token("number", int(written, 16), position, written)
        case "number":
            return Token("number", float(written) if "." in written else int(written), position, written)
    return Token(kind, written, position, written)


def _named(name: str, position: int) -> list[Any]:
    """`{q}`, `{q.row}`, `{q[0].part}`; `{#q}` for the answer as it was typed; `{q.length}` for how many."""
    operator, name = ("typed", name[1:]) if len(name) > 1 and name.startswith("#") else ("answer", name)
    steps = [step or int(place) for step, place in _STEP.findall(name)]
    if not steps or len(steps) > _DEEPEST_NAME or not isinstance(steps[0], str):
        raise NotAnExpression("empty_name", position)
    if steps[-1] == "length" and len(steps) > 1:
        return ["length", [operator, *steps[:-1]]]
    return [operator, *steps]
