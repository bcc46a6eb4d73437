"""The rules of answering: what is asked of whom, what is kept, what is missing. Compiled once per questionnaire."""

from collections.abc import Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from surveys.questionnaire.conditions import Met, compiled, names_read
from surveys.questionnaire.definition import Questionnaire, Section
from surveys.questionnaire.judging import Judge, Problem
from surveys.questionnaire.kinds import Asked, OwnWords, Question
from surveys.questionnaire.kinds.text import one_line
from surveys.questionnaire.pieces import Condition, Texts, in_language

Answers = Mapping[str, Any]
"""Answers by question id, as they stand in JSON; what they may hold is for `check` to say."""


class Checked(msgspec.Struct, frozen=True):
    """What is kept: answers to questions that were asked, each in its one right form. And what is wrong."""

    answers_kept: dict[str, Any]
    problems: list[Problem]


class Rule(msgspec.Struct, frozen=True):
    question: Question
    name: str
    """What the answer is called: the question's id, or the name of the words beside it."""
    shown: Met | None
    judge: Judge
    missing: tuple[Problem, ...]
    """What is wrong when it is asked and not answered; of a required matrix, every row."""


class Page(msgspec.Struct, frozen=True):
    section: Section
    shown: Met | None
    rules: tuple[Rule, ...]


_COMPILED: WeakKeyDictionary[Questionnaire, tuple[Page, ...]] = WeakKeyDictionary()


def _pages(questionnaire: Questionnaire) -> tuple[Page, ...]:
    pages = _COMPILED.get(questionnaire)
    if pages is None:
        pages = _COMPILED[questionnaire] = tuple(
            Page(section, _shown(section), tuple(rule for question in section.questions for rule in _rules(question)))
            for section in questionnaire.sections
        )
    return pages


def _rules(question: Question) -> Iterator[Rule]:
    """The question's own rule, and after it one for each of the words beside it."""
    shown = _shown(question)
    yield Rule(question, question.id, shown, question.judge(), question.missing() if question.required else ())
    for words in question.own_words():
        missing = (Problem(words.name, "required"),) if words.required else ()
        yield Rule(question, words.name, _beside(question, words, shown), one_line(words.name, words.max_length), missing)


def _beside(question: Question, words: OwnWords, shown: Met | None) -> Met | None:
    """Words that belong to one option count only when that is chosen."""
    if words.beside is None:
        return shown
    name, option = question.id, words.beside
    return lambda answers: answers.get(name) == option or (type(answers.get(name)) is list and option in answers[name])


def _shown(piece: Section | Asked) -> Met | None:
    return compiled(piece.show_if) if isinstance(piece.show_if, Condition) else None


def check(questionnaire: Questionnaire, answers: Answers, upto_section: str | None = None) -> Checked:
    """Judge the answers in the order they are asked, up to and including a section. What is hidden is dropped unread."""
    kept: dict[str, Any] = {}
    problems: list[Problem] = []
    for page in _pages(questionnaire):
        if page.shown is None or page.shown(kept):
            for rule in page.rules:
                if rule.shown is None or rule.shown(kept):
                    _judge(rule, answers, kept, problems)
        if page.section.id == upto_section:
            break
    unknown = answers.keys() - questionnaire.names
    if unknown:
        problems += [Problem(name, "unknown_question") for name in sorted(map(str, unknown))]
    return Checked(kept, problems)


def _judge(rule: Rule, answers: Answers, kept: dict[str, Any], problems: list[Problem]) -> None:
    name = rule.name
    answer = answers.get(name)
    value, wrong = rule.judge(answer) if answer is not None else (None, ())
    if value is not None:
        kept[name] = value
    if wrong:
        problems.extend(wrong)
    elif value is None:
        problems.extend(rule.missing)


def visible_sections(questionnaire: Questionnaire, answers: Answers) -> list[Section]:
    """The sections these answers lead through: those whose condition is met and that have something to show."""
    kept = check(questionnaire, answers).answers_kept
    return [
        page.section
        for page in _pages(questionnaire)
        if (page.shown is None or page.shown(kept))
        and (not page.rules or any(question.on_page for question in _offered(page, kept)))
    ]


def place_on_the_way(questionnaire: Questionnaire, section_id: str, answers: Answers) -> tuple[int, int]:
    """Which section this is, of how many. A later one that hangs on what is not answered yet is counted: it may come."""
    way = {section.id for section in visible_sections(questionnaire, answers)} | {section_id}
    ids = [section.id for section in questionnaire.sections]
    later = questionnaire.sections[ids.index(section_id) + 1 :]
    way |= {section.id for section in later if names_read(section.show_if) - answers.keys()}
    return sum(name in way for name in ids[: ids.index(section_id) + 1]), len(way)


def offered_questions(questionnaire: Questionnaire, section_id: str, answers: Answers) -> list[Question]:
    """The questions to put on a section's page.

    A question that hangs on another one on the same page stands there from the start, with its condition in words:
    a page without JavaScript cannot wait for the answer. Whether its answer counts is decided when it comes in.
    """
    kept = check(questionnaire, answers).answers_kept
    return next((list(_offered(page, kept)) for page in _pages(questionnaire) if page.section.id == section_id), [])


def _offered(page: Page, kept: Answers) -> Iterator[Question]:
    here: set[str] = set()
    for rule in _of_questions(page):
        if rule.shown is None or names_read(rule.question.show_if) & here or rule.shown(kept):
            here.add(rule.question.id)
            yield rule.question


def _of_questions(page: Page) -> Iterator[Rule]:
    """The rules of the questions themselves, without those of the words beside them."""
    return (rule for rule in page.rules if rule.name == rule.question.id)


def hangs_on_same_page(questionnaire: Questionnaire, question: Question) -> bool:
    """Whether the question is asked because of an answer on its own page."""
    here = questionnaire.section_of[question.id]
    return any(questionnaire.section_of.get(name) is here for name in names_read(question.show_if))


def asked_questions(questionnaire: Questionnaire, section_id: str, answers: Answers) -> list[Question]:
    """The questions of a section that these answers lead to: what the person is shown on the way to sending."""
    kept = check(questionnaire, answers).answers_kept
    pages = (page for page in _pages(questionnaire) if page.section.id == section_id)
    return [rule.question for page in pages for rule in _of_questions(page) if rule.shown is None or rule.shown(kept)]


WORDS_A_SECOND = 3.5


def minutes(questionnaire: Questionnaire) -> int:
    """How long it takes to answer, rounded up to whole minutes: rather too much promised than too little."""
    main = questionnaire.languages[0]
    words = sum(len(in_language(texts, main).split()) for texts in _words_read(questionnaire))
    thinking = sum(question.seconds * (len(question.parts()) or 1) for question in questionnaire.questions.values())
    return max(1, -(-int(words / WORDS_A_SECOND + thinking) // 60))


def _words_read(questionnaire: Questionnaire) -> Iterator[Texts]:
    for question in questionnaire.questions.values():
        yield from (question.text, *(option.text for option in question.choices()))
    yield from (section.text for section in questionnaire.sections if section.text)
    if questionnaire.introduction:
        yield questionnaire.introduction


def led_through(questionnaire: Questionnaire, kept: Answers) -> Iterator[tuple[Section, list[Question]]]:
    """The sections and questions that kept answers lead through. Conditions read earlier answers alone: one pass tells all."""
    for page in _pages(questionnaire):
        if page.shown is None or page.shown(kept):
            yield page.section, [rule.question for rule in _of_questions(page) if rule.shown is None or rule.shown(kept)]
