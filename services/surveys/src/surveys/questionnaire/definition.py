"""`samrad.survey/1`: a questionnaire as data. What it means is decided in `rules.py`, whether it is sound in `reading.py`."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from surveys.questionnaire.kinds import Question
from surveys.questionnaire.pieces import Expression, Id, Language, Line, Piece, Prose, When, in_language

FORMAT = "samrad.survey/1"


class FreeText(msgspec.Struct, frozen=True):
    """One field for a person's own words: the name its answers stand under, and what it asks."""

    id: str
    text: dict[str, str]


class Section(Piece, frozen=True, kw_only=True):
    """One page. Without questions it is a text to read. When `end_if` is met after it, nothing more is asked."""

    id: Id
    title: Line
    text: Prose | None = None
    show_if: When | None = None
    shuffle: bool = False
    questions: Annotated[tuple[Question, ...], Meta(max_length=500)] = ()
    end_if: Expression | None = None
    end_text: Prose | None = None


class Questionnaire(Piece, frozen=True, kw_only=True, dict=True, eq=False, weakref=True):
    """A whole questionnaire; compared by identity, so that what is compiled from it can be kept beside it."""

    format: Literal["samrad.survey/1"]
    languages: Annotated[tuple[Language, ...], Meta(min_length=1, max_length=20)]
    title: Line
    introduction: Prose | None = None
    pages: Literal["sections", "questions"] = "sections"
    sections: Annotated[tuple[Section, ...], Meta(max_length=100)]
    closing: Prose | None = None

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in the order they are asked."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section each question stands in, by the question's id."""
        return {question.id: section for section in self.sections for question in section.questions}

    @cached_property
    def free_text_fields(self) -> tuple[FreeText, ...]:
        return tuple(field for question in self.questions.values() for field in _free_texts(question))

    @cached_property
    def free_texts(self) -> frozenset[str]:
        """The names of all answers in a person's own words."""
        return frozenset(field.id for field in self.free_text_fields)

    def question_of(self, name: str) -> Question | None:
        """The question an answer's name belongs to: itself, or the one whose words it names."""
        return self.questions.get(name) or self.questions.get(name.partition(".")[0])

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name an answer can stand under."""
        own = {words.name for question in self.questions.values() for words in question.own_words()}
        return frozenset(own | self.questions.keys())

    @cached_property
    def option_words(self) -> dict[str, dict[str, str]]:
        """What each choice is called in the main language, by question: what rules mean by the words of an answer."""
        main = self.languages[0]
        return {
            name: {option.id: in_language(option.text, main) for option in question.choices()}
            for name, question in self.questions.items()
        }

    def section(self, section_id: str) -> Section | None:
        return next((section for section in self.sections if section.id == section_id), None)

    def language_for(self, wanted: str) -> Language:
        """The reader's language when the questionnaire has it, else the first it has."""
        return next((language for language in self.languages if language == wanted), self.languages[0])

    def said(self, texts: dict[str, str] | None, wanted: str) -> str:
        """One of its texts in the reader's language, or as near as it comes."""
        return in_language(texts, self.language_for(wanted))

    def document(self) -> dict[str, Any]:
        """The questionnaire as the JSON document it was read from."""
        document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return document


def _free_texts(question: Question) -> Iterator[FreeText]:
    if question.free_text:
        yield FreeText(question.id, question.text)
    yield from (FreeText(words.name, words.label) for words in question.own_words())
