"""A posted page as answers. What cannot be understood is kept as it was typed: `check` refuses it, the page shows it again."""

from collections.abc import Collection
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


def with_section(
    questionnaire: Questionnaire, section_id: str, saved: Answers, form: Form, shown: Collection[str] | None = None
) -> dict[str, Any]:
    """What was saved before, with this section's answers replaced by those of its page.

    `shown`: the questions that stood on the page, all when nothing is said. What others were answered is kept: they may be
    shown again when an earlier answer is changed back.
    """
    given = answers_from_form(questionnaire, section_id, form)
    section = questionnaire.section(section_id)
    on_page = [question for question in section.questions if shown is None or question.id in shown] if section else []
    replaced = {name for question in on_page for name in names_of(question)}
    return {name: answer for name, answer in saved.items() if name not in replaced} | given


def names_of(question: Question) -> tuple[str, ...]:
    """The names under which a question is answered: its own, and those of the words beside it."""
    return (question.id, *(words.name for words in question.own_words()))


def _answers(question: Question, form: Form) -> dict[str, Any]:
    beside = {words.name: first(form, control_name(words.name)) for words in question.own_words()}
    return {question.id: question.from_form(form)} | beside
