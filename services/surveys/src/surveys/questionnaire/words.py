"""Questions, conditions, answers and problems said in the reader's language."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

import ui
from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.kinds import Question, SingleChoice, control_name
from surveys.questionnaire.pieces import in_language
from surveys.questionnaire.tongue import foreign_to, marked
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
    "not_ranked": mark("Gi %(places)s av svarene hver sin plass, fra 1 og oppover"),
    "place_twice": mark("To svar kan ikke ha samme plass"),
    "wrong_sum": mark("Til sammen skal det bli %(total)s. Nå er det %(found)s."),
    "not_a_share": mark("Skriv et helt tall fra 0 til %(most)s"),
    "not_email": mark("Skriv en e-postadresse, for eksempel navn@eksempel.no"),
    "not_phone": mark("Skriv et telefonnummer med minst 8 sifre"),
    "not_postcode": mark("Skriv et postnummer med fire sifre"),
    "not_a_date": mark("Skriv en dato som finnes, med dag, måned og år"),
    "not_a_month": mark("Skriv måneden som et tall fra 1 til 12, og et år med fire sifre"),
    "not_a_year": mark("Skriv et år med fire sifre"),
    "too_early": mark("Det tidligste som kan velges, er %(earliest)s"),
    "too_late": mark("Det seneste som kan velges, er %(latest)s"),
    "not_a_time": mark("Skriv et klokkeslett, for eksempel 14.30"),
    "not_asked": mark("Dette svares det ikke på"),
    "check": mark("Svaret stemmer ikke med det du har svart ellers"),
    "not_a_row": mark("Dette svaret passer ikke til spørsmålet"),
    "unknown_question": mark("Dette spørsmålet finnes ikke i undersøkelsen"),
}


def explain(problem: Problem, language: str, question: Question | None = None, spoken: str | None = None) -> str:
    """What is wrong with an answer, in words; a question that was passed over is asked for by its kind.

    `spoken`: the language of the questionnaire's own words, where that is another.
    """
    if problem.code == "check" and question is not None:
        return in_language(question.checks[int(problem.params["check"])].message, spoken or language)
    number = ui.formats(language).number
    values = {name: value if isinstance(value, str) else number(value) for name, value in problem.params.items()}
    text = PROBLEMS[problem.code]
    if problem.code == "required" and question is not None and problem.row is None:
        text = question.asks or text
    elif problem.code == "required" and problem.row is not None:
        text = SingleChoice.asks
    return ui.translate(language)(text, **values)


def error_list(questionnaire: Questionnaire, problems: list[Problem], language: str) -> list[tuple[str, str]]:
    """For the error summary: the control to go to, and what is wrong with which question."""
    listed = []
    for problem in problems:
        question = questionnaire.question_of(problem.question_id)
        told = explain(problem, language, question, questionnaire.language_for(language))
        name = control_name(problem.question_id, problem.row)
        listed.append((name, _about(told, question, problem.row, questionnaire, language) if question else told))
    return listed


def _about(told: str, question: Question, row: str | None, questionnaire: Questionnaire, language: str) -> str:
    """What is wrong, and with which question, each in its own language."""
    name = marked(_name_of(question, row, questionnaire, language), foreign_to(language, questionnaire))
    return Markup("{}: {}").format(told, name) if isinstance(name, Markup) else f"{told}: {name}"


def _name_of(question: Question, row: str | None, questionnaire: Questionnaire, language: str) -> str:
    """The text of the row the problem is about, else of the question."""
    texts = next((part.text for part in question.parts() if part.id == row), question.text)
    return questionnaire.said(texts, language)


def answer_in_words(questionnaire: Questionnaire, question: Question, answers: Mapping[str, Any], language: str) -> list[str]:
    """What a person reads when they check what they answered: one line per part, and then the words beside it."""
    spoken = questionnaire.language_for(language)
    answer = answers.get(question.id)
    lines = question.in_words(answer, spoken, language) if answer is not None else []
    beside = [
        f"{questionnaire.said(words.label, language)}: {answers[words.name]}"
        for words in question.own_words()
        if words.name in answers
    ]
    return lines + beside
