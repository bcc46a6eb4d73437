"""The questionnaire: its format, its rules, and the way from a posted form to answers. No clock, no database.

questionnaire = read(document)                        # or InvalidQuestionnaire, with every fault and its place
saved = with_section(questionnaire, section_id, saved, form)
checked = check(questionnaire, saved)                 # .answers_kept, .problems
"""

from surveys.questionnaire.asking import NOBODY, Answers, Occasion
from surveys.questionnaire.definition import FORMAT, Questionnaire, Section
from surveys.questionnaire.faults import Fault, InvalidQuestionnaire
from surveys.questionnaire.forms import answers_from_form, with_section
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.kinds import Question, control_name
from surveys.questionnaire.pieces import OURS, Language
from surveys.questionnaire.reading import faults_of, read, read_draft
from surveys.questionnaire.rules import (
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
    "NOBODY",
    "OURS",
    "Answers",
    "Checked",
    "Fault",
    "InvalidQuestionnaire",
    "Language",
    "Occasion",
    "Problem",
    "Question",
    "Questionnaire",
    "Section",
    "answers_from_form",
    "asked_questions",
    "check",
    "control_name",
    "faults_of",
    "hangs_on_same_page",
    "minutes",
    "offered_questions",
    "read",
    "read_draft",
    "visible_sections",
    "with_section",
]
