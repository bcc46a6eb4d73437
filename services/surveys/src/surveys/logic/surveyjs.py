"""SurveyJS's own language for expressions, read into ours: `{age} >= 18 and {city} anyof ['a', 'b']`.

expression = parse(text)                               # or NotAnExpression, with the position
text = write(expression)
"""

from typing import Any

from surveys.logic.expression import DEEPEST, ITEM_OPERATORS, Expression
from surveys.logic.surveyjs_tokens import LONGEST, NotAnExpression, Token, tokens
from surveys.logic.surveyjs_writing import write

__all__ = ["LONGEST", "NotAnExpression", "parse", "write"]

OR = {"or": "or", "||": "or"}
AND = {"and": "and", "&&": "and"}
COMPARE = {
    "<=": "<=",
    ">=": ">=",
    "==": "=",
    "=": "=",
    "!=": "!=",
    "<>": "!=",
    "<": "<",
    ">": ">",
    "lessorequal": "<=",
    "greaterorequal": ">=",
    "equal": "=",
    "notequal": "!=",
    "less": "<",
    "greater": ">",
}
ADD = {"+": "+", "-": "-"}
MULTIPLY = {"*": "*", "/": "/", "%": "%"}
POWER = {"^": "^", "power": "^"}
HOLD = {
    "*=": "contains",
    "contains": "contains",
    "contain": "contains",
    "notcontains": "not_contains",
    "notcontain": "not_contains",
    "anyof": "any_of",
    "allof": "all_of",
    "noneof": "none_of",
}
LEVELS = (OR, AND, COMPARE, ADD, MULTIPLY, POWER, HOLD)
"""The operators between two operands, the loosest first."""

AFTER = {"empty": "empty", "notempty": "answered"}
JOINED = frozenset({"or", "and", "+", "*"})
"""Operators that take a whole row of operands."""

FUNCTIONS = {
    "iif": "if",
    "min": "min",
    "max": "max",
    "sum": "sum",
    "avg": "avg",
    "count": "count",
    "round": "round",
    "trunc": "trunc",
    "floor": "floor",
    "ceil": "ceil",
    "abs": "abs",
    "sumInArray": "sum_in",
    "countInArray": "count_in",
    "avgInArray": "avg_in",
    "minInArray": "min_in",
    "maxInArray": "max_in",
    "substring": "substring",
    "today": "today",
    "currentDate": "today",
    "year": "year",
    "getYear": "year",
    "currentYear": "year",
    "month": "month",
    "day": "day",
    "weekday": "weekday",
    "age": "age",
    "dateDiff": "date_diff",
    "diffDays": "date_diff",
    "dateAdd": "date_add",
    "displayValue": "displayed",
    "length": "length",
    "lower": "lower",
    "upper": "upper",
    "trim": "trim",
}


def parse(text: str) -> Expression:
    """Raises NotAnExpression."""
    return _Parser(tokens(text)).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens, self._at, self._deep = found, 0, 0

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._here
        self._at += 1
        return token

    def _sign(self, *signs: str) -> bool:
        """Step over one of these signs, if it stands here."""
        if self._here.kind == "sign" and self._here.value in signs:
            self._at += 1
            return True
        return False

    def whole(self) -> Expression:
        expression = self._level(0)
        if self._here.kind != "end":
            raise NotAnExpression("unexpected", self._here.position, self._here.written)
        return expression

    def _level(self, level: int) -> Expression:
        """One level of operators: those that bind tighter are read first."""
        if level == len(LEVELS):
            return self._factor()
        left, own = self._level(level + 1), False
        while (operator := self._operator(LEVELS[level])) is not None:
            right = self._level(level + 1)
            if own and operator in JOINED and left[0] == operator:
                left.append(right)
            else:
                left, own = [operator, left, right], True
        return left

    def _operator(self, operators: dict[str, str]) -> str | None:
        token = self._here
        written = str(token.value).lower() if token.kind in ("sign", "word") else ""
        if written not in operators:
            return None
        self._at += 1
        return operators[written]

    def _factor(self) -> Expression:
        self._deep += 1
        if self._deep > DEEPEST:
            raise NotAnExpression("too_deep", self._here.position)
        factor = self._bare()
        self._deep -= 1
        return factor

    def _bare(self) -> Expression:
        token = self._next()
        if token.kind == "sign":
            return self._signed(token)
        if token.kind == "word":
            return self._word(token)
        if token.kind == "end":
            raise NotAnExpression("ends_early", token.position)
        return self._followed(token.value)

    def _signed(self, token: Token) -> Expression:
        match token.value:
            case "(":
                inner = self._level(0)
                self._closed(")")
                return inner
            case "[":
                return ["list", *self._sequence("]")]
            case "!":
                return ["not", self._factor()]
            case "-":
                return self._negative()
        raise NotAnExpression("unexpected", token.position, token.written)

    def _negative(self) -> Expression:
        if self._here.kind == "number":
            return self._followed(-self._next().value)
        return ["-", 0, self._factor()]

    def _closed(self, sign: str) -> None:
        """A closing sign may be left out at the very end, as SurveyJS has it."""
        if not self._sign(sign) and self._here.kind != "end":
            raise NotAnExpression("unclosed", self._here.position, sign)

    def _sequence(self, closing: str) -> list[Expression]:
        if self._sign(closing):
            return []
        found = [self._level(0)]
        while self._sign(","):
            found.append(self._level(0))
        self._closed(closing)
        return found

    def _word(self, token: Token) -> Expression:
        word = str(token.value)
        if self._here.value == "(" and self._here.kind == "sign" and word.lower() != "negate":
            self._at += 1
            return self._called(word, self._sequence(")"), token)
        match word.lower():
            case "negate":
                return ["not", self._factor()]
            case "true" | "false":
                return self._followed(word.lower() == "true")
            case "null" | "undefined":
                return self._followed(None)
        return self._followed(word)

    def _followed(self, atom: Expression) -> Expression:
        operator = self._operator(AFTER)
        return atom if operator is None else [operator, atom]

    def _called(self, name: str, given: list[Expression], token: Token) -> Expression:
        if name == "getDate" and len(given) == 1:
            return given[0]
        if name not in FUNCTIONS:
            raise NotAnExpression("unknown_function", token.position, name)
        operator = FUNCTIONS[name]
        if name in ("currentYear", "currentDate"):
            given = []
        if name == "displayValue":
            given = given[:1]
        return _over_items(operator, given) if operator in ITEM_OPERATORS else [operator, *given]


def _over_items(operator: str, given: list[Any]) -> Expression:
    """The third parameter may be a condition, also one written as a text; of the lowest and highest also a field's name."""
    items, rest = given[:2], [_condition(part) for part in given[2:]]
    if operator not in ("min_in", "max_in"):
        return [operator, *items, *rest]
    if rest and isinstance(rest[0], list):
        rest.insert(0, None)
    return [operator, *items, *rest]


def _condition(part: Expression) -> Expression:
    return parse(part) if isinstance(part, str) and "{" in part else part
