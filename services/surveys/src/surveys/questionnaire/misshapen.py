"""What could never be an answer to its question, asked or not. All else may be saved, to be put right later."""

from collections.abc import Iterator
from typing import Any

from surveys.questionnaire.asking import Answers
from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.kinds.text import one_line

NO_ANSWER = frozenset({"wrong_kind", "not_a_row", "not_asked", "unknown_question"})


def misshapen(questionnaire: Questionnaire, answers: Answers) -> list[Problem]:
    return [
        problem
        for name, answer in answers.items()
        for problem in _judged(questionnaire, name, answer)
        if problem.code in NO_ANSWER
    ]


def _judged(questionnaire: Questionnaire, name: str, answer: Any) -> Iterator[Problem]:
    question = questionnaire.question_of(name)
    if question is None or name not in questionnaire.names:
        yield Problem(name, "unknown_question")
    elif answer is not None:
        words = next((words for words in question.own_words() if words.name == name), None)
        judge = one_line(name, words.max_length) if words else question.judge()
        yield from judge(answer)[1]
