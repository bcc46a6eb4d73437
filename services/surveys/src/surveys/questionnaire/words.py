"""Questions, conditions, answers and problems said in the reader's language."""

from collections.abc import Mapping
from typing import Any

import ui
from surveys.questionnaire.definition import (
    Condition,
    Language,
    Matrix,
    MultipleChoice,
    Number,
    Question,
    Questionnaire,
    Scale,
    SingleChoice,
)
from surveys.questionnaire.forms import control_name
from surveys.questionnaire.judging import Problem
from ui import mark

PROBLEMS: Mapping[str, str] = {
    "required": mark("Svar på dette spørsmålet"),
    "not_an_option": mark("Velg et av svarene i listen"),
    "too_few": mark("Velg minst %(least)s"),
    "too_many": mark("Velg høyst %(most)s"),
    "exclusive": mark("Velg enten dette svaret alene, eller bare de andre"),
    "not_on_scale": mark("Velg et tall fra %(start)s til %(end)s"),
    "too_long": mark("Teksten er for lang: %(found)s tegn. Det er plass til %(most)s."),
    "not_a_number": mark("Skriv et tall, for eksempel 12"),
    "whole_number": mark("Skriv et helt tall, uten desimaler"),
    "decimals": mark("Skriv tallet med høyst %(most)s desimaler"),
    "too_small": mark("Skriv et tall som er %(least)s eller mer"),
    "too_large": mark("Skriv et tall som er %(most)s eller mindre"),
    "wrong_kind": mark("Dette svaret passer ikke til spørsmålet"),
    "not_a_row": mark("Dette svaret passer ikke til spørsmålet"),
    "unknown_question": mark("Dette spørsmålet finnes ikke i undersøkelsen"),
}
REQUIRED: Mapping[type, str] = {
    SingleChoice: mark("Velg ett svar"),
    MultipleChoice: mark("Velg minst ett svar"),
    Scale: mark("Velg et tall på skalaen"),
    Matrix: mark("Velg ett svar på hver linje"),
    Number: mark("Skriv et tall"),
}
CONDITIONS: Mapping[str, str] = {
    "is": mark("Svar på dette hvis du svarte «%(answer)s» på «%(question)s»."),
    "is_not": mark("Svar på dette hvis du svarte noe annet enn «%(answer)s» på «%(question)s»."),
    "includes": mark("Svar på dette hvis du valgte «%(answer)s» på «%(question)s»."),
    "at_least": mark("Svar på dette hvis du svarte %(answer)s eller mer på «%(question)s»."),
    "at_most": mark("Svar på dette hvis du svarte %(answer)s eller mindre på «%(question)s»."),
}


def explain(problem: Problem, language: str, question: Question | None = None) -> str:
    """What is wrong with an answer, in words; a question that was passed over is asked for by its kind."""
    number = ui.formats(language).number
    values = {name: value if isinstance(value, str) else number(value) for name, value in problem.params.items()}
    text = PROBLEMS[problem.code]
    if problem.code == "required" and question is not None and problem.row is None:
        text = REQUIRED.get(type(question), text)
    elif problem.code == "required" and problem.row is not None:
        text = REQUIRED[SingleChoice]
    return ui.translate(language)(text, **values)


def error_list(questionnaire: Questionnaire, problems: list[Problem], language: str) -> list[tuple[str, str]]:
    """For the error summary: the control to go to, and what is wrong with which question."""
    listed = []
    for problem in problems:
        question = questionnaire.questions.get(problem.question_id)
        told = explain(problem, language, question)
        name = control_name(problem.question_id, problem.row)
        listed.append((name, f"{told}: {_name_of(question, problem.row, questionnaire, language)}" if question else told))
    return listed


def _name_of(question: Question, row: str | None, questionnaire: Questionnaire, language: str) -> str:
    spoken = questionnaire.language_for(language)
    if row is not None and isinstance(question, Matrix):
        return next((part.text[spoken] for part in question.rows if part.id == row), question.text[spoken])
    return question.text[spoken]


def condition_in_words(questionnaire: Questionnaire, condition: Condition, language: str) -> str:
    operator, value = next(iter(condition.comparisons.items()))
    asked = questionnaire.questions[condition.question]
    answer = answer_in_words(
        asked, [value] if operator == "includes" else value, questionnaire.language_for(language), language
    )
    question = asked.text[questionnaire.language_for(language)]
    return ui.translate(language)(CONDITIONS[operator], answer="".join(answer), question=question)


def answer_in_words(question: Question, answer: Any, spoken: Language, language: str) -> list[str]:
    """One line per part of the answer: what a person reads when they check what they wrote."""
    match question:
        case SingleChoice(options=options):
            return [option.text[spoken] for option in options if option.id == answer]
        case MultipleChoice(options=options):
            return [option.text[spoken] for option in options if option.id in answer]
        case Matrix(rows=rows, options=options):
            chosen = {option.id: option.text[spoken] for option in options}
            return [f"{row.text[spoken]}: {chosen[answer[row.id]]}" for row in rows if answer.get(row.id) in chosen]
        case Number(unit=unit):
            said = _number_in_words(answer, language)
            return [f"{said} {unit[spoken]}" if unit else said]
        case Scale():
            return [str(answer)]
        case _:
            return str(answer).split("\n")


def _number_in_words(answer: Any, language: str) -> str:
    return ui.formats(language).number(answer, 0 if answer == int(answer) else None)
