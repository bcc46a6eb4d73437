"""A finding as a person reads it: where, what, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.checking import rule_words
from surveys.checking.finding import Finding, Level
from surveys.checking.places import place_of
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.faults import Say, language_name
from surveys.questionnaire.pieces import in_language
from surveys.questionnaire.words import answer_in_words

MESSAGES = frozenset({"category"})  # values that are messages of ours themselves


@dataclass(frozen=True)
class Told:
    """`because`: the rules that contradict each other. `example`: a question and the answer to it, which leads nearly there."""

    rule: str
    level: Level
    piece: str
    where: str
    what: str
    advice: str
    because: list[str]
    example: list[tuple[str, str]]


def told(finding: Finding, questionnaire: Questionnaire, say: Say, language: str) -> Told:
    values = {name: _value(name, value, say) for name, value in finding.values.items()}
    return Told(
        rule=finding.rule,
        level=finding.level,
        piece=finding.piece,
        where=place_of(finding.piece, questionnaire, say, language),
        what=say(finding.what, **values),
        advice=say(finding.advice, **values),
        because=list(rule_words.in_words(finding.because, questionnaire, say, language)),
        example=list(_example(finding, questionnaire, language)),
    )


def _value(name: str, value: str | float, say: Say) -> str | float:
    if name == "language":
        return language_name(str(value), say)
    return say(str(value)) if name in MESSAGES else value


def _example(finding: Finding, questionnaire: Questionnaire, language: str) -> Iterator[tuple[str, str]]:
    for question in questionnaire.questions.values():
        if question.id in finding.answers:
            answer = ", ".join(answer_in_words(questionnaire, question, finding.answers, language))
            yield in_language(question.text, language), answer
