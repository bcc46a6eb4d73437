"""From a questionnaire to the paper it is printed on: what is asked, in which order, and who may pass what over."""

from surveys.exporting.bounds import MOST_BOXES, TooMuchAtOnce
from surveys.exporting.paper import Asked, Lines, Paper, Part
from surveys.exporting.paper_kinds import SHORT, fill
from surveys.exporting.paper_words import Words
from surveys.questionnaire import Questionnaire, Section
from surveys.questionnaire.kinds import MultipleText, Question, Statement
from surveys.questionnaire.pieces import When
from ui import mark, municipality

GO_TO, GO_TO_PART = mark("Ellers: Gå til spørsmål %(number)s."), mark("Ellers: Gå til del %(number)s.")
DONE = mark("Ellers: Du er ferdig.")
STOP = mark("Stopp her hvis %(rule)s.")


def paper(questionnaire: Questionnaire, language: str) -> Paper:
    """In one of the questionnaire's languages. What is shuffled on a screen stands as it was written. Raises TooMuchAtOnce."""
    if sum(_boxes(question) for question in questionnaire.questions.values()) > MOST_BOXES:
        raise TooMuchAtOnce
    words = Words(questionnaire, language)
    return Paper(
        language,
        municipality().around(language),
        words.said(questionnaire.title),
        words.said(questionnaire.introduction),
        tuple(_part(words, number, section) for number, section in enumerate(questionnaire.sections, start=1)),
        words.said(questionnaire.closing),
    )


def _boxes(question: Question) -> int:
    return max(1, len(question.parts())) * max(1, len(question.choices()))


def on_paper(question: Question) -> bool:
    """No lot is drawn on paper, and nothing reckoned."""
    return question.by_person or isinstance(question, Statement)


def _part(words: Words, number: int, section: Section) -> Part:
    ends = words.rule(section.end_if)
    stop = f"{words.say(STOP, rule=ends)} {words.said(section.end_text)}".strip() if ends else ""
    return Part(
        number,
        words.said(section.title),
        words.said(section.text),
        _only_if(words, section.show_if, _after_part(words, number)),
        tuple(_asked(words, number, question) for question in section.questions if on_paper(question)),
        stop,
    )


def _only_if(words: Words, rule: When | None, otherwise: str) -> str:
    sentence = words.asked_if(rule)
    return f"{sentence} {otherwise}" if sentence else ""


def _after_part(words: Words, number: int) -> str:
    """Where somebody goes who is not asked this part: to the next that does not hang on the same rule."""
    sections = words.questionnaire.sections
    here = sections[number - 1].show_if
    onward = next((n for n, later in enumerate(sections[number:], start=number + 1) if later.show_if != here), None)
    return words.say(GO_TO_PART, number=str(onward)) if onward else words.say(DONE)


def _after(words: Words, number: int, question: Question) -> str:
    """The next question that does not hang on the same rule; after the last of a part, the next part."""
    sections = words.questionnaire.sections
    listed = list(sections[number - 1].questions)
    for later in listed[listed.index(question) + 1 :]:
        if later.by_person and later.show_if != question.show_if:
            return words.say(GO_TO, number=str(words.numbers[later.id]))
    return words.say(GO_TO_PART, number=str(number + 1)) if number < len(sections) else words.say(DONE)


def _asked(words: Words, number: int, question: Question) -> Asked:
    """A field beside one option stands at its box; others, a comment, below."""
    rows = isinstance(question, MultipleText)
    beside = [own for own in question.own_words() if own.beside is None and not (rows and own.name != f"{question.id}.comment")]
    return Asked(
        words.numbers.get(question.id),
        words.said(question.text),
        words.said(question.help),
        _only_if(words, question.show_if, _after(words, number, question)),
        fill(question, words),
        tuple(Lines(words.said(own.label), SHORT) for own in beside),
    )
