"""What the answering pages show: `ui.page(request, "answer_section.html", **section_sheet(…))`, and so for each of them.

`base` is the address of the person's link, `/s/<token>`. A page is posted to `<base>/<section>`; the field `go` says which
button it was: `next`, `back`, `stay` (another language) or `send` (on the last page).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from surveys.questionnaire.asking import NOBODY, Answers, Occasion
from surveys.questionnaire.definition import Questionnaire, Section
from surveys.questionnaire.drawing import draw_questions
from surveys.questionnaire.files import wants_look, wants_script
from surveys.questionnaire.forms import names_of
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.kinds import Question, control_name
from surveys.questionnaire.one_by_one import asks_one, of_one_section
from surveys.questionnaire.piping import Piping
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


def survey_sheet(questionnaire: Questionnaire, language: str, kept: Answers | None = None) -> Context:
    """What all pages of a survey know: its title, the language its own words are in, and its last words."""
    piping = Piping(questionnaire, kept or {}, language)
    return {
        "survey_title": piping.said(questionnaire.title),
        "spoken": questionnaire.language_for(language),
        "tongue": tongue(foreign_to(language, questionnaire)),
        "closing": paragraphs(piping.said(questionnaire.closing)),
    }


def start_sheet(
    questionnaire: Questionnaire,
    answers: Answers,
    language: str,
    base: str,
    minutes: int,
    at: str = "",
    occasion: Occasion = NOBODY,
) -> Context:
    """`at` is the section to go on with, for one who has been here before."""
    sections = [section.id for section in visible_sections(questionnaire, answers, occasion)] or ["check"]
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
    occasion: Occasion = NOBODY,
) -> Context:
    """One section as a page. `problems` may be those of the whole questionnaire; only the page's own are shown.

    `from_check`: the person came from the page with all answers (`?then=check`), and goes back there (the field `then`).
    """
    piping = Piping(questionnaire, check(questionnaire, answers, occasion=occasion).answers_kept, language)
    now, of = place_on_the_way(questionnaire, section.id, answers, occasion)
    questions = offered_questions(questionnaire, section.id, answers, occasion)
    names = {name for question in questions for name in names_of(question)}
    here = [problem for problem in problems if problem.question_id in names]
    alone = asks_one(questionnaire, questions)
    return survey_sheet(questionnaire, language, piping.kept) | {
        "errors": [(name, piping.fill(told)) for name, told in error_list(questionnaire, here, language)],
        "section_title": piping.said(section.title),
        "section_text": paragraphs(piping.said(section.text)) if _opens(questionnaire, section, answers, occasion) else [],
        "alone": alone,
        "one_by_one": questionnaire.pages == "questions",
        "page_title": piping.said(_asked_alone(questions).text if alone else section.title),
        "questions": draw_questions(questionnaire, questions, language, answers, here, heading=alone, piping=piping),
        "look": wants_look(questions),
        "script": wants_script(questions),
        "here": f"{base}/{section.id}",
        "now": now,
        "of": of,
        "then": "check" if from_check else "",
    }


def _opens(questionnaire: Questionnaire, section: Section, answers: Answers, occasion: Occasion) -> bool:
    """Whether the page is the first of its section, and says the section's text."""
    if questionnaire.pages == "sections":
        return True
    return not of_one_section(section, previous_section(questionnaire, section.id, answers, occasion))


def _asked_alone(questions: Sequence[Question]) -> Question:
    return next(question for question in questions if question.by_person)


def check_sheet(
    questionnaire: Questionnaire,
    answers: Answers,
    language: str,
    base: str,
    submission_id: str,
    occasion: Occasion = NOBODY,
) -> Context:
    """All answers in words, with what is missing. `submission_id` makes a repeated sending the same sending.

    `end_text` is what is said to one who is asked no more because of an answer.
    """
    checked = check(questionnaire, answers, occasion=occasion)
    piping = Piping(questionnaire, checked.answers_kept, language)
    ended = questionnaire.section(checked.ended) if checked.ended else None
    sections = visible_sections(questionnaire, answers, occasion)
    errors = [
        (_address(questionnaire, base, problem), piping.fill(text))
        for problem, (_, text) in zip(checked.problems, error_list(questionnaire, checked.problems, language), strict=True)
    ]
    return survey_sheet(questionnaire, language, piping.kept) | {
        "errors": errors,
        "ended": ended is not None,
        "end_text": paragraphs(piping.said(ended.end_text)) if ended else [],
        "parts": _parts(piping, sections, checked, base, occasion),
        "send_to": f"{base}/submit",
        "submission_id": submission_id,
        "back_to": f"{base}/{sections[-1].id}" if sections else base,
    }


def _parts(
    piping: Piping, sections: Sequence[Section], checked: Checked, base: str, occasion: Occasion
) -> list[tuple[str, list[Written]]]:
    """Under each title what was answered there, also where each question has a page of its own."""
    titled = groupby(sections, lambda section: piping.said(section.title))
    return [
        (title, [row for section in under for row in _written(piping, section, checked, base, occasion)])
        for title, under in titled
    ]


def _address(questionnaire: Questionnaire, base: str, problem: Problem) -> str:
    question = questionnaire.question_of(problem.question_id)
    section = questionnaire.section_of[question.id] if question else None
    return f"{base}/{section.id}?then=check#{control_name(problem.question_id, problem.row)}" if section else base


def _written(piping: Piping, section: Section, checked: Checked, base: str, occasion: Occasion) -> list[Written]:
    questionnaire, kept = piping.questionnaire, checked.answers_kept
    wrong = {problem.question_id for problem in checked.problems}
    return [
        Written(
            key=piping.said(question.text),
            lines=answer_in_words(questionnaire, question, kept, piping.language),
            href=f"{base}/{section.id}?then=check#{control_name(question.id)}",
            wrong=not wrong.isdisjoint(names_of(question)),
        )
        for question in asked_questions(questionnaire, section.id, kept, occasion)
        if question.by_person
    ]


def next_section(
    questionnaire: Questionnaire, section_id: str, answers: Answers, occasion: Occasion = NOBODY
) -> Section | None:
    """The section after this one on the way these answers lead; None when all has been asked."""
    return _neighbour(questionnaire, section_id, answers, 1, occasion)


def previous_section(
    questionnaire: Questionnaire, section_id: str, answers: Answers, occasion: Occasion = NOBODY
) -> Section | None:
    return _neighbour(questionnaire, section_id, answers, -1, occasion)


def _neighbour(
    questionnaire: Questionnaire, section_id: str, answers: Answers, step: int, occasion: Occasion
) -> Section | None:
    order = {section.id: place for place, section in enumerate(questionnaire.sections)}
    here = order.get(section_id, -1)
    way = [s for s in visible_sections(questionnaire, answers, occasion) if (order[s.id] - here) * step > 0]
    return (way[0] if step > 0 else way[-1]) if way else None


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]
