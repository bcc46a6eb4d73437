"""`show_if`: what a condition may ask of an earlier answer, and whether an answer meets it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.faults import Fault
from surveys.questionnaire.kinds import Area, MultipleChoice, Number, Question, Scale, SingleChoice, YesNo
from surveys.questionnaire.pieces import Condition, When

FITTING: Mapping[type, frozenset[str]] = {
    SingleChoice: frozenset({"is", "is_not"}),
    YesNo: frozenset({"is", "is_not"}),
    Area: frozenset({"is", "is_not"}),
    MultipleChoice: frozenset({"includes"}),
    Scale: frozenset({"is", "is_not", "at_least", "at_most"}),
    Number: frozenset({"is", "is_not", "at_least", "at_most"}),
}
"""Which comparisons a kind of question allows. Free texts and matrices decide nothing."""

Met = Callable[[Mapping[str, Any]], bool]


def compiled(condition: Condition) -> Met:
    """Whether answers meet the condition. Who has not answered meets none, not even `is_not`."""
    name = condition.question
    operator, value = next(iter(condition.comparisons.items()))
    tests: Mapping[str, Callable[[Any], bool]] = {
        "is": lambda answer: bool(answer == value),
        "is_not": lambda answer: bool(answer != value),
        "includes": lambda answer: value in answer,
        "at_least": lambda answer: bool(answer >= value),
        "at_most": lambda answer: bool(answer <= value),
    }
    test = tests[operator]
    return lambda answers: name in answers and test(answers[name])


def names_read(rule: When | None) -> set[str]:
    """The names of the answers a rule reads."""
    if isinstance(rule, Condition):
        return {rule.question}
    return set(_names_in(rule)) if rule else set()


def _names_in(expression: Any) -> Iterator[str]:
    if isinstance(expression, list) and expression:
        if expression[0] == "answer":
            yield from expression[1:2]
        else:
            yield from (name for operand in expression[1:] for name in _names_in(operand))


def condition_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    everything = questionnaire.questions
    earlier: dict[str, Question] = {}
    for number, section in enumerate(questionnaire.sections):
        place = f"sections[{number}]"
        yield from _faults_of(section.show_if, f"{place}.show_if", earlier, everything)
        for index, question in enumerate(section.questions):
            yield from _faults_of(question.show_if, f"{place}.questions[{index}].show_if", earlier, everything)
            earlier[question.id] = question


def _faults_of(
    condition: When | None, place: str, earlier: Mapping[str, Question], everything: Mapping[str, Question]
) -> Iterator[Fault]:
    if not isinstance(condition, Condition):
        return
    name = condition.question
    if len(condition.comparisons) != 1:
        yield Fault(place, "condition_one")
    elif name not in everything:
        yield Fault(place, "condition_unknown", {"name": name})
    elif name not in earlier:
        yield Fault(place, "condition_later", {"name": name})
    else:
        operator, value = next(iter(condition.comparisons.items()))
        if operator not in FITTING.get(type(earlier[name]), ()):
            yield Fault(place, "condition_unfit", {"operator": operator, "name": name})
        elif not _possible(earlier[name], value):
            yield Fault(place, "condition_value", {"value": value, "name": name})


def _possible(question: Question, value: object) -> bool:
    match question:
        case SingleChoice() | MultipleChoice() | YesNo() | Area():
            return any(option.id == value for option in question.choices())
        case Scale(from_=start, to=end):
            return isinstance(value, int) and start <= value <= end
        case Number(min=low, max=high):
            return isinstance(value, int | float) and (low is None or value >= low) and (high is None or value <= high)
        case _:
            return False
