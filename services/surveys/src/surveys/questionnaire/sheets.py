"""What the answering pages show: `ui.page(request, "answer_section.html", **section_sheet(…))`, and so for each of them.

`base` is the address of the person's link, `/s/<token>`. A page is posted to `<base>/<section>`; the field `go` says which
button it was: `next`, `back`, `stay` (another language) or `send` (on the last page).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from surveys.questionnaire.asking import Answers
from surveys.questionnaire.definition import Questionnaire, Section
from surveys.questionnaire.drawing import draw_questions
from surveys.questionnaire.files import wants_look, wants_script
from surveys.questionnaire.forms import names_of
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.kinds import Question, control_name
from surveys.questionnaire.one_by_one import asks_one, of_one_section
from surveys.questionnaire.rules import (
    Checked,
    asked_questions,
    check,
    offered_questions,
    place_on_the_way,
    visible_sections,
)
from surveys.questionnaire.tongue import foreign_to, tongue
from surveys.questionnaire.words import answer_in_words, error_list

Context = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """One question on the page where a person checks their answers."""

    key: str
    lines: list[str]
    href: str
    wrong: bool


def survey_sheet(questionnaire: Questionnaire, language: str) -> Context:
    """What all pages of a survey know: its title, the language its own words are in, and its last words."""
    spoken = questionnaire.language_for(language)
    return {
        "survey_title": questionnaire.said(questionnaire.title, language),
        "spoken": spoken,
        "tongue": tongue(foreign_to(language, questionnaire)),
        "closing": paragraphs(questionnaire.said(questionnaire.closing, language)),
    }


def start_sheet(
    questionnaire: Questionnaire, answers: Answers, language: str, base: str, minutes: int, at: str = ""
) -> Context:
    """`at` is the section to go on with, for one who has been here before."""
    sections = [section.id for section in visible_sections(questionnaire, answers)]
    return survey_sheet(questionnaire, language) | {
        "introduction": paragraphs(questionnaire.said(questionnaire.introduction, language)),
        "minutes": minutes,
        "begun": at in sections,
        "href": f"{base}/{at if at in sections else sections[0]}",
    }


def section_sheet(
    questionnaire: Questionnaire,
    section: Section,
    answers: Answers,
    language: str,
    base: str,
    problems: Sequence[Problem] = (),
    *,
    from_check: bool = False,
) -> Context:
    """One section as a page. `problems` may be those of the whole questionnaire; only the page's own are shown.

    `from_check`: the person came from the page with all answers (`?then=check`), and goes back there (the field `then`).
    """
    now, of = place_on_the_way(questionnaire, section.id, answers)
    questions = offered_questions(questionnaire, section.id, answers)
    names = {name for question in questions for name in names_of(question)}
    here = [problem for problem in problems if problem.question_id in names]
    alone = asks_one(questionnaire, questions)
    before = previous_section(questionnaire, section.id, answers) if questionnaire.pages == "questions" else None
    return survey_sheet(questionnaire, language) | {
        "errors": error_list(questionnaire, here, language),
        "section_title": questionnaire.said(section.title, language),
        "section_text": [] if of_one_section(section, before) else paragraphs(questionnaire.said(section.text, language)),
        "alone": alone,
        "one_by_one": questionnaire.pages == "questions",
        "page_title": questionnaire.said(_asked_alone(questions).text if alone else section.title, language),
        "questions": draw_questions(questionnaire, questions, language, answers, here, heading=alone),
        "look": wants_look(questions),
        "script": wants_script(questions),
        "here": f"{base}/{section.id}",
        "now": now,
        "of": of,
        "then": "check" if from_check else "",
    }


def _asked_alone(questions: Sequence[Question]) -> Question:
    return next(question for question in questions if question.by_person)


def check_sheet(questionnaire: Questionnaire, answers: Answers, language: str, base: str, submission_id: str) -> Context:
    """All answers in words, with what is missing. `submission_id` makes a repeated sending the same sending."""
    checked = check(questionnaire, answers)
    sections = visible_sections(questionnaire, answers)
    errors = [
        (_address(questionnaire, base, problem), text)
        for problem, (_, text) in zip(checked.problems, error_list(questionnaire, checked.problems, language), strict=True)
    ]
    return survey_sheet(questionnaire, language) | {
        "errors": errors,
        "parts": _parts(questionnaire, sections, checked, language, base),
        "send_to": f"{base}/submit",
        "submission_id": submission_id,
        "back_to": f"{base}/{sections[-1].id}",
    }


def _parts(
    questionnaire: Questionnaire, sections: Sequence[Section], checked: Checked, language: str, base: str
) -> list[tuple[str, list[Written]]]:
    """Under each title what was answered there, also where each question has a page of its own."""
    titled = groupby(sections, lambda section: questionnaire.said(section.title, language))
    return [
        (title, [row for section in under for row in _written(questionnaire, section, checked, language, base)])
        for title, under in titled
    ]


def _address(questionnaire: Questionnaire, base: str, problem: Problem) -> str:
    question = questionnaire.question_of(problem.question_id)
    section = questionnaire.section_of[question.id] if question else None
    return f"{base}/{section.id}?then=check#{control_name(problem.question_id, problem.row)}" if section else base


def _written(questionnaire: Questionnaire, section: Section, checked: Checked, language: str, base: str) -> list[Written]:
    kept, wrong = checked.answers_kept, {problem.question_id for problem in checked.problems}
    return [
        Written(
            key=questionnaire.said(question.text, language),
            lines=answer_in_words(questionnaire, question, kept, language),
            href=f"{base}/{section.id}?then=check#{control_name(question.id)}",
            wrong=not wrong.isdisjoint(names_of(question)),
        )
        for question in asked_questions(questionnaire, section.id, kept)
        if question.by_person
    ]


def next_section(questionnaire: Questionnaire, section_id: str, answers: Answers) -> Section | None:
    """The section after this one on the way these answers lead; None when all has been asked."""
    return _neighbour(questionnaire, section_id, answers, 1)


def previous_section(questionnaire: Questionnaire, section_id: str, answers: Answers) -> Section | None:
    return _neighbour(questionnaire, section_id, answers, -1)


def _neighbour(questionnaire: Questionnaire, section_id: str, answers: Answers, step: int) -> Section | None:
    order = {section.id: place for place, section in enumerate(questionnaire.sections)}
    here = order.get(section_id, -1)
    way = [s for s in visible_sections(questionnaire, answers) if (order[s.id] - here) * step > 0]
    return (way[0] if step > 0 else way[-1]) if way else None


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]
