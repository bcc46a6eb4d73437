"""A posted page as answers. What cannot be understood is kept as it was typed: `check` refuses it, the page shows it again."""

from typing import Any

from surveys.questionnaire.asking import Answers
from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.kinds import Question, control_name
from surveys.questionnaire.kinds.asked import Form, first


def answers_from_form(questionnaire: Questionnaire, section_id: str, form: Form) -> dict[str, Any]:
    """The answers on one section's page; what was left empty is left out."""
    section = questionnaire.section(section_id)
    answers = {
        name: answer for question in (section.questions if section else ()) for name, answer in _answers(question, form).items()
    }
    return {name: answer for name, answer in answers.items() if answer not in (None, "", [], {})}


def with_section(questionnaire: Questionnaire, section_id: str, saved: Answers, form: Form) -> dict[str, Any]:
    """What was saved before, with this section's answers replaced by those of its page."""
    section = questionnaire.section(section_id)
    here = {name for question in section.questions for name in names_of(question)} if section else set()
    before = {name: answer for name, answer in saved.items() if name not in here}
    return before | answers_from_form(questionnaire, section_id, form)


def names_of(question: Question) -> tuple[str, ...]:
    """The names under which a question is answered: its own, and those of the words beside it."""
    return (question.id, *(words.name for words in question.own_words()))


def _answers(question: Question, form: Form) -> dict[str, Any]:
    beside = {words.name: first(form, control_name(words.name)) for words in question.own_words()}
    return {question.id: question.from_form(form)} | beside
