"""What all kinds of questions have and can do. A kind is a module beside this one: its fields, and what an answer to it is."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Protocol

import msgspec
from msgspec import Meta

from surveys.questionnaire.judging import NOTHING, Judge, Problem
from surveys.questionnaire.pieces import Check, Id, Language, Line, Option, Piece, Row, Sensitive, When, Words

LONGEST_TYPED = 20_000
MOST_TICKED = 500
OWN_WORDS = 500  # the room for a few words beside an answer
PREFIX = "q-"
"""Before every question's id in forms and anchors, so that no question can take the name of another part of the page."""

Checks = Annotated[tuple[Check, ...], Meta(max_length=20)]
KindFaults = Iterator[tuple[str, str]]


class Form(Protocol):
    """The part of Starlette's FormData that is used."""

    def getlist(self, key: Any) -> Sequence[Any]: ...


class OwnWords(msgspec.Struct, frozen=True):
    """A field for a person's own words that belongs to a question. Its answer stands under a name of its own, `q1.other`."""

    name: str
    label: dict[str, str]
    beside: str | None = None  # the option it belongs to: kept only when that is chosen
    required: bool = False
    max_length: int = OWN_WORDS


class Asked(Piece, frozen=True, kw_only=True, tag_field="kind"):
    """One question. The classes of kinds say what is theirs; here is what none of them needs to say."""

    kind: ClassVar[str]
    seconds: ClassVar[float] = 10.0
    """The time it takes to think and to answer, once for each row."""
    by_person: ClassVar[bool] = True
    """Whether a person answers it, and not the rules or nobody."""
    free_text: ClassVar[bool] = False
    """Whether the answer is a person's own words: sealed, and never told to other services."""
    asks: ClassVar[str] = ""
    """What a person who passed it over is asked to do (a message of ours)."""

    id: Id
    text: Words
    help: Words | None = None
    required: bool = False
    show_if: When | None = None
    checks: Checks = ()
    item: Id | None = None
    sensitive: Sensitive | None = None
    comment: Line | None = None

    @property
    def on_page(self) -> bool:
        """Whether there is something to read or to answer on the page."""
        return self.by_person

    def judge(self) -> Judge:
        """What is kept of an answer and what is wrong with it; made once per question."""
        return lambda _: NOTHING

    def from_form(self, form: Form) -> Any:
        """The answer on a posted page; what cannot be understood stays as it was typed."""
        return first(form, control_name(self.id))

    def in_words(self, answer: Any, spoken: Language, language: str) -> list[str]:
        """One line per part of the answer: what a person reads when they check what they wrote."""
        del spoken, language
        return str(answer).split("\n")

    def typed_again(self, answer: Any, language: str) -> dict[str, str]:
        """What stands in the fields of the page: by part (a row, a day; "" for the whole), as a person would type it."""
        del answer, language
        return {}

    def ticked(self, answer: Any) -> Iterator[tuple[str, str]]:
        """What is chosen on the page: the part ("" for the whole), and the value."""
        for part, chosen in answer.items() if isinstance(answer, dict) else [("", answer)]:
            yield from ((part, str(value)) for value in (chosen if isinstance(chosen, list) else [chosen]))

    def own_words(self) -> tuple[OwnWords, ...]:
        """The fields for a person's own words beside the answer: here a comment, under the label the author gave it."""
        return (OwnWords(f"{self.id}.comment", self.comment),) if self.comment is not None else ()

    def missing(self) -> tuple[Problem, ...]:
        """What is wrong when it is required and not answered."""
        return (Problem(self.id, "required"),)

    def faults(self) -> KindFaults:
        """What is wrong with the question itself: the field, and the fault's code."""
        yield from ()

    def parts(self) -> tuple[Row, ...]:
        """What the question is answered for, one by one; empty when it is answered at once."""
        return ()

    def choices(self) -> tuple[Option, ...]:
        """What can be chosen."""
        return ()


def control_name(question_id: str, row: str | None = None) -> str:
    return f"{PREFIX}{question_id}.{row}" if row else f"{PREFIX}{question_id}"


def typed(form: Form, name: str) -> list[str]:
    return [value[:LONGEST_TYPED] for value in form.getlist(name)[:MOST_TICKED] if isinstance(value, str)]


def first(form: Form, name: str) -> str:
    return next(iter(typed(form, name)), "")
