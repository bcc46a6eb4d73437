"""The questionnaire: its format, its rules, and the way from a posted form to answers. No clock, no database.

questionnaire = read(document)                        # or InvalidQuestionnaire, with every fault and its place
saved = with_section(questionnaire, section_id, saved, form)
checked = check(questionnaire, saved)                 # .answers_kept, .problems
"""

from surveys.questionnaire.definition import FORMAT, LANGUAGES, Language, Question, Questionnaire, Section
from surveys.questionnaire.faults import Fault, InvalidQuestionnaire
from surveys.questionnaire.forms import answers_from_form, control_name, with_section
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.reading import read
from surveys.questionnaire.rules import (
    Answers,
    Checked,
    asked_questions,
    check,
    hangs_on_same_page,
    minutes,
    offered_questions,
    visible_sections,
)

__all__ = [
    "FORMAT",
    "LANGUAGES",
    "Answers",
    "Checked",
    "Fault",
    "InvalidQuestionnaire",
    "Language",
    "Problem",
    "Question",
    "Questionnaire",
    "Section",
    "answers_from_form",
    "asked_questions",
    "check",
    "control_name",
    "hangs_on_same_page",
    "minutes",
    "offered_questions",
    "read",
    "visible_sections",
    "with_section",
]
