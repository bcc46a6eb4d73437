"""When a question is asked: the simple comparisons among LimeSurvey's relevance equations."""

import re
from dataclasses import dataclass

ALWAYS = frozenset({"", "1", "true"})
NEVER = frozenset({"0", "false"})

_COMPARISON = re.compile(
    r"""(?P<name>[A-Za-z0-9_]+)(?:\.(?:NAOK|shown|value|valueNAOK|code))?
        \s*(?P<operator>==|!=|>=|<=|>|<|\beq\b|\bne\b|\bge\b|\ble\b|\bgt\b|\blt\b)\s*
        (?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<number>-?\d{1,12}(?:\.\d{1,6})?))""",
    re.VERBOSE,
)
_BY_NUMBERS = re.compile(r"\d+X\d+X(?P<rest>\d+.*)")
_WORDS = {"eq": "==", "ne": "!=", "ge": ">=", "le": "<=", "gt": ">", "lt": "<"}


@dataclass(frozen=True)
class Comparison:
    """`name` is a question's code, with `_` and a subquestion's code behind it, or the older `<sid>X<gid>X<qid><code>`."""

    name: str
    operator: str
    value: str

    @property
    def by_number(self) -> str | None:
        """The question's number with the subquestion's code behind it, where the older way of naming is used."""
        found = _BY_NUMBERS.fullmatch(self.name)
        return found.group("rest") if found else None


def comparison(expression: str) -> Comparison | None:
    """The one comparison an expression consists of, or None where it says more than that."""
    plain = expression.strip()
    while plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1].strip()
    found = _COMPARISON.fullmatch(plain)
    if found is None:
        return None
    operator = found.group("operator")
    value = next(value for value in found.group("double", "single", "number") if value is not None)
    return Comparison(found.group("name"), _WORDS.get(operator, operator), value)
