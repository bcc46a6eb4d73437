"""Rules in a questionnaire: what each may read at its place, and what it means."""

from collections.abc import Iterator, Mapping
from typing import Any

from surveys import logic
from surveys.questionnaire.definition import Questionnaire, Section
from surveys.questionnaire.faults import Fault
from surveys.questionnaire.kinds import Area, Calculated, MultipleChoice, Number, Question, Scale, SingleChoice, YesNo
from surveys.questionnaire.pieces import Condition, When

FITTING: Mapping[type, frozenset[str]] = {
    SingleChoice: frozenset({"is", "is_not"}),
    YesNo: frozenset({"is", "is_not"}),
    Area: frozenset({"is", "is_not"}),
    MultipleChoice: frozenset({"includes"}),
    Scale: frozenset({"is", "is_not", "at_least", "at_most"}),
    Number: frozenset({"is", "is_not", "at_least", "at_most"}),
}
"""Which comparisons of the short form a kind of question allows."""

_AS_OPERATORS = {"is": "=", "includes": "contains", "at_least": ">=", "at_most": "<="}
_COMPARE_CHOICES = frozenset({"=", "!=", "contains", "not_contains"})


def rule_of(when: When) -> logic.Expression:
    """The rule as an expression. Who has not answered meets no short form, not even `is_not`."""
    if not isinstance(when, Condition):
        return when
    answer = ["answer", when.question]
    operator, value = next(iter(when.comparisons.items()), ("is", None))
    if operator == "is_not":
        return ["and", ["answered", answer], ["!=", answer, value]]
    if operator == "at_most":
        return ["and", ["answered", answer], ["<=", answer, value]]
    return [_AS_OPERATORS[operator], answer, value]


def met_of(when: When | None) -> logic.Met | None:
    """Whether it is met. A draft may have rules that mean nothing yet: those are never met."""
    if when is None:
        return None
    rule = rule_of(when)
    return logic.met(rule) if is_sound(rule) else lambda _answers, _today: False


def is_sound(rule: logic.Expression) -> bool:
    return not any(flaw.code not in ("condition_unknown", "condition_later") for flaw in logic.faults(rule, "", ()))


def names_read(rule: When | None) -> set[str]:
    """The names of the answers a rule reads."""
    return set() if rule is None else set(logic.names(rule_of(rule)))


def condition_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    everything = questionnaire.names | questionnaire.questions.keys()
    earlier: dict[str, Question] = {}
    for number, section in enumerate(questionnaire.sections):
        for place, rule, known in _rules_of(section, f"sections[{number}]", earlier):
            yield from _faults_of(rule, place, known, everything)
        for index, question in enumerate(section.questions):
            if isinstance(question, Calculated):
                words = sorted(_words_used(question.value, questionnaire.free_texts))
                yield from (
                    Fault(f"sections[{number}].questions[{index}].value", "calculated_words", {"name": w}) for w in words
                )


def _words_used(part: Any, free_texts: frozenset[str]) -> Iterator[str]:
    """The free texts whose words an expression carries on. Whether there is an answer is no secret; what it says is."""
    if isinstance(part, list) and part and part[0] not in ("answered", "empty"):
        if part[0] in ("answer", "typed"):
            whole = str(part[1]) if len(part) > 1 else ""
            yield from ({whole, ".".join(map(str, part[1:3]))} & free_texts)
        for operand in logic.operands(part):
            yield from _words_used(operand, free_texts)


Placed = tuple[str, When | None, Mapping[str, Question]]


def _rules_of(section: Section, place: str, earlier: dict[str, Question]) -> Iterator[Placed]:
    """Every rule with its place and the questions that are answered by then; `earlier` grows with what is passed."""
    yield f"{place}.show_if", section.show_if, earlier
    for index, question in enumerate(section.questions):
        here = f"{place}.questions[{index}]"
        yield from _rules_before(question, here, earlier)
        earlier |= {question.id: question, **{words.name: question for words in question.own_words()}}
        for number, check in enumerate(question.checks):
            yield f"{here}.checks[{number}].must", check.must, earlier
    yield f"{place}.end_if", section.end_if, earlier


def _rules_before(question: Question, place: str, earlier: Mapping[str, Question]) -> Iterator[Placed]:
    """The rules that are decided before the question is answered."""
    yield f"{place}.show_if", question.show_if, earlier
    for field, pieces in (("options", getattr(question, "options", ())), ("rows", question.parts())):
        for number, piece in enumerate(pieces):
            yield f"{place}.{field}[{number}].show_if", piece.show_if, earlier
    if isinstance(question, Calculated):
        yield f"{place}.value", question.value, earlier


def _faults_of(when: When | None, place: str, earlier: Mapping[str, Question], everything: frozenset[str]) -> Iterator[Fault]:
    if when is None:
        return
    if isinstance(when, Condition) and len(when.comparisons) != 1:
        yield Fault(place, "condition_one")
        return
    rule = rule_of(when)
    flaws = [Fault(*flaw) for flaw in logic.faults(rule, place, earlier.keys(), everything)]
    yield from flaws
    if not flaws:
        yield from _unfit(when, place, earlier)
        yield from _impossible(rule, place, earlier)


def _unfit(when: When, place: str, earlier: Mapping[str, Question]) -> Iterator[Fault]:
    if isinstance(when, Condition):
        operator = next(iter(when.comparisons))
        if operator not in FITTING.get(type(earlier[when.question]), ()):
            yield Fault(place, "condition_unfit", {"operator": operator, "name": when.question})


def _impossible(part: Any, place: str, earlier: Mapping[str, Question]) -> Iterator[Fault]:
    """Comparisons with what nobody can answer."""
    for operand in logic.operands(part):
        yield from _impossible(operand, place, earlier)
    if not isinstance(part, list) or len(part) != 3 or not _names_one(part[1]):  # noqa: PLR2004 - operator, answer, value
        return
    operator, answer, value = part
    if operator in _COMPARE_CHOICES and not isinstance(value, list | None) and not _possible(earlier[answer[1]], value):
        yield Fault(place, "condition_value", {"value": value, "name": answer[1]})


def _names_one(part: Any) -> bool:
    return isinstance(part, list) and len(part) == 2 and part[0] == "answer" and "." not in part[1]  # noqa: PLR2004 - answer, name


def _possible(question: Question, value: Any) -> bool:
    number = logic.number_of(value)
    match question:
        case Scale(from_=start, to=end):
            return number is not None and start <= number <= end and number == int(number)
        case Number(min=low, max=high):
            return number is not None and (low is None or number >= low) and (high is None or number <= high)
    options = question.choices()
    return not options or bool(question.parts()) or any(logic.equal(option.id, value) for option in options)
