"""The rules of answering: what is asked of whom, what is kept, what is missing. Compiled once per questionnaire."""

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from surveys import logic
from surveys.questionnaire.asking import (
    NOBODY,
    Answers,
    Asking,
    Occasion,
    Rule,
    drawn_group,
    in_drawn_order,
    rule_for,
    without_hidden,
)
from surveys.questionnaire.conditions import met_of, names_read
from surveys.questionnaire.definition import Questionnaire, Section
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.kinds import Question, Random
from surveys.questionnaire.pieces import Texts, in_language


class Checked(msgspec.Struct, frozen=True):
    """What is kept: answers to questions that were asked, each in its one right form. And what is wrong.

    `ended`: the section after which nothing more was asked, where that is so.
    """

    answers_kept: dict[str, Any]
    problems: list[Problem]
    ended: str | None = None


class Page(msgspec.Struct, frozen=True):
    section: Section
    shown: logic.Met | None
    rules: tuple[Rule, ...]
    ends: logic.Met | None


_COMPILED: WeakKeyDictionary[Questionnaire, tuple[Page, ...]] = WeakKeyDictionary()


def _pages(questionnaire: Questionnaire) -> tuple[Page, ...]:
    pages = _COMPILED.get(questionnaire)
    if pages is None:
        pages = _COMPILED[questionnaire] = tuple(
            Page(section, met_of(section.show_if), _rules(questionnaire, section), met_of(section.end_if))
            for section in questionnaire.sections
        )
    return pages


def _rules(questionnaire: Questionnaire, section: Section) -> tuple[Rule, ...]:
    return tuple(rule_for(question, questionnaire.option_words) for question in section.questions)


def check(
    questionnaire: Questionnaire, answers: Answers, upto_section: str | None = None, occasion: Occasion = NOBODY
) -> Checked:
    """Judge the answers in the order they are asked, up to and including a section. What is hidden is dropped unread."""
    kept: dict[str, Any] = {}
    problems: list[Problem] = []
    ended = None
    for page in _pages(questionnaire):
        if page.shown is None or page.shown(kept, occasion.today):
            for rule in page.rules:
                asking = rule.asked(kept, occasion.today)
                if asking is not None:
                    _judge(rule, asking, answers, kept, problems, occasion)
            if page.ends is not None and page.ends(kept, occasion.today):
                ended = page.section.id
        if page.section.id == upto_section or ended:
            break
    unknown = answers.keys() - questionnaire.names
    if unknown:
        problems += [Problem(name, "unknown_question") for name in sorted(map(str, unknown))]
    return Checked(kept, problems, ended)


def _judge(
    rule: Rule, asking: Asking, answers: Answers, kept: dict[str, Any], problems: list[Problem], occasion: Occasion
) -> None:
    question = rule.question
    answer = answers.get(question.id)
    if not question.by_person:
        _fill_in(rule, asking, answer, kept, problems, occasion)
    else:
        if answer is not None and asking.question is not question:
            answer = without_hidden(question, asking.question, answer)
        value, wrong = asking.judge(answer) if answer is not None else (None, ())
        if value is not None:
            kept[question.id] = value
        if wrong:
            problems.extend(wrong)
        elif value is None:
            problems.extend(asking.missing)
    if asking.words:
        _judge_words(asking, answers, kept, problems)
    if rule.checks and (question.id in kept or not question.by_person):
        problems += [
            Problem(question.id, "check", {"check": number})
            for number, met in enumerate(rule.checks)
            if met is not None and not met(kept, occasion.today)
        ]


def _fill_in(
    rule: Rule, asking: Asking, answer: Any, kept: dict[str, Any], problems: list[Problem], occasion: Occasion
) -> None:
    """What no person answers is worked out or drawn; something else under its name is refused."""
    question = rule.question
    if isinstance(question, Random):
        value: Any = drawn_group(question, occasion.seed)
    else:
        value = rule.worked_out(kept, occasion.today)
    if value is not None:
        kept[question.id] = value
    if answer is not None and answer != kept.get(question.id):
        problems.extend(asking.judge(answer)[1])


def _judge_words(asking: Asking, answers: Answers, kept: dict[str, Any], problems: list[Problem]) -> None:
    chosen = kept.get(asking.question.id)
    for words in asking.words:
        if words.counts(chosen):
            answer = answers.get(words.name)
            value, wrong = words.judge(answer) if answer is not None else (None, ())
            if value is not None:
                kept[words.name] = value
            problems.extend(wrong or (words.missing if value is None else ()))


def _way(questionnaire: Questionnaire, kept: Answers, occasion: Occasion) -> Iterator[Page]:
    """The pages that kept answers lead through. Rules read earlier answers alone: one pass tells all."""
    for page in _pages(questionnaire):
        if page.shown is None or page.shown(kept, occasion.today):
            yield page
            if page.ends is not None and page.ends(kept, occasion.today):
                return


def led_through(
    questionnaire: Questionnaire, kept: Answers, occasion: Occasion = NOBODY
) -> Iterator[tuple[Section, list[Question]]]:
    """The sections and questions that kept answers lead through."""
    for page in _way(questionnaire, kept, occasion):
        yield page.section, _asked(page, kept, occasion)


def visible_sections(questionnaire: Questionnaire, answers: Answers, occasion: Occasion = NOBODY) -> list[Section]:
    """The sections these answers lead through: those whose condition is met and that have something to show."""
    kept = check(questionnaire, answers, occasion=occasion).answers_kept
    return [
        page.section
        for page in _way(questionnaire, kept, occasion)
        if not page.rules or any(question.on_page for question in _offered(page, kept, occasion))
    ]


def place_on_the_way(
    questionnaire: Questionnaire, section_id: str, answers: Answers, occasion: Occasion = NOBODY
) -> tuple[int, int]:
    """Which section this is, of how many. A later one that hangs on what is not answered yet is counted: it may come."""
    way = {section.id for section in visible_sections(questionnaire, answers, occasion)} | {section_id}
    ids = [section.id for section in questionnaire.sections]
    later = questionnaire.sections[ids.index(section_id) + 1 :]
    way |= {section.id for section in later if names_read(section.show_if) - answers.keys()}
    return sum(name in way for name in ids[: ids.index(section_id) + 1]), len(way)


def offered_questions(
    questionnaire: Questionnaire, section_id: str, answers: Answers, occasion: Occasion = NOBODY
) -> list[Question]:
    """The questions to put on a section's page, in the order this person meets them.

    A question that hangs on another one on the same page stands there from the start, with its condition in words:
    a page without JavaScript cannot wait for the answer. Whether its answer counts is decided when it comes in.
    """
    kept = check(questionnaire, answers, occasion=occasion).answers_kept
    page = _page(questionnaire, section_id)
    if page is None:
        return []
    return in_order(page.section, [in_drawn_order(one, occasion.seed) for one in _offered(page, kept, occasion)], occasion)


def _page(questionnaire: Questionnaire, section_id: str) -> Page | None:
    return next((page for page in _pages(questionnaire) if page.section.id == section_id), None)


def _offered(page: Page, kept: Answers, occasion: Occasion) -> Iterator[Question]:
    here: set[str] = set()
    for rule in page.rules:
        question = rule.offered(kept, occasion.today, here)
        if question is not None:
            here.add(question.id)
            yield question


def in_order(section: Section, questions: list[Question], occasion: Occasion) -> list[Question]:
    if not section.shuffle:
        return questions
    return logic.shuffled(questions, occasion.seed, section.id, lambda one: one.id, lambda _: False)


def hangs_on_same_page(questionnaire: Questionnaire, question: Question) -> bool:
    """Whether the question is asked because of an answer on its own page."""
    here = questionnaire.section_of[question.id]
    return any(questionnaire.section_of.get(name) is here for name in names_read(question.show_if))


def asked_questions(
    questionnaire: Questionnaire, section_id: str, answers: Answers, occasion: Occasion = NOBODY
) -> list[Question]:
    """The questions of a section that these answers lead to: what the person is shown on the way to sending."""
    kept = check(questionnaire, answers, occasion=occasion).answers_kept
    page = _page(questionnaire, section_id)
    return _asked(page, kept, occasion) if page is not None else []


def _asked(page: Page, kept: Answers, occasion: Occasion) -> list[Question]:
    askings = (rule.asked(kept, occasion.today) for rule in page.rules)
    return [asking.question for asking in askings if asking is not None]


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
