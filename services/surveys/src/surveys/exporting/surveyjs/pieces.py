"""What all of SurveyJS's JSON is made of: texts in languages, rules as text, choices; and the list of what is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from surveys import logic
from surveys.logic.surveyjs import write
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.conditions import is_sound, rule_of
from surveys.questionnaire.kinds import MultipleText
from surveys.questionnaire.pieces import Option, Row, Texts, When
from ui import mark

Piece = dict[str, Any]
OUTSIDE = mark("At svaret står utenfor skalaen, er ikke med.")
FIXED = mark("Svaret kan ikke holde plassen sin når de andre stokkes.")
UNSOUND = mark("Regelen er ikke ferdig skrevet.")
OTHER = "other"
LONGEST = 200


@dataclass(frozen=True)
class Lost:
    """Where (a question's or a section's id), what, and why: a text of ours."""

    place: str
    what: str
    reason: str


@dataclass
class Writer:
    """Writes pieces of one questionnaire. `base` is where its pictures are fetched from."""

    questionnaire: Questionnaire
    base: str
    lost: list[Lost] = field(default_factory=list)

    def __post_init__(self) -> None:
        """What is written beside an answer is called otherwise there."""
        self._names = {
            words.name: f"{question.id}-Comment"
            for question in self.questionnaire.questions.values()
            for words in question.own_words()
            if not isinstance(question, MultipleText) or words.name == f"{question.id}.comment"
        }

    def lose(self, place: str, what: str, reason: str) -> None:
        self.lost.append(Lost(place, what, reason))

    def text(self, key: str, texts: Texts | None) -> Piece:
        """`{key: text}`, or nothing. The first language is the default one."""
        main, *others = self.questionnaire.languages
        said = {"default": main} | {language: language for language in others}
        written = {code: texts[language] for code, language in said.items() if texts and texts.get(language)}
        if not written:
            return {}
        return {key: written["default"] if written.keys() == {"default"} else written}

    def html(self, key: str, texts: Texts | None) -> Piece:
        """Where SurveyJS expects markup: our plain text, made harmless."""
        return self.text(key, {language: as_html(text) for language, text in (texts or {}).items()})

    def expression(self, place: str, expression: Any) -> str:
        """As SurveyJS writes it; nothing, and a loss, where a draft's rule means nothing yet."""
        if is_sound(expression):
            return write(logic.renamed(expression, self._names))
        self.lose(place, msgspec.json.encode(expression).decode()[:LONGEST], UNSOUND)
        return ""

    def rule(self, place: str, rule: When | None) -> Piece:
        written = self.expression(place, rule_of(rule)) if rule else ""
        return {"visibleIf": written} if written else {}

    def rows(self, place: str, rows: Iterable[Row]) -> list[Piece]:
        return [{"value": row.id, **self.text("text", row.text), **self.rule(place, row.show_if)} for row in rows]

    def choices(self, place: str, options: tuple[Option, ...], *, shuffled: bool) -> Piece:
        """The choices; a field for "other" as SurveyJS has it where it is the only one, and last."""
        for option in options:
            if option.outside:
                self.lose(place, option.id, OUTSIDE)
            if shuffled and option.fixed:
                self.lose(place, option.id, FIXED)
        written = [option for option in options if option.write_in]
        other = options[-1] if options and written == [options[-1]] and written[0].id == OTHER else None
        plain = [self._choice(place, option) for option in options if option is not other]
        special = {"showOtherItem": True, **self.text("otherText", other.text)} if other else {}
        return {"choices": plain} | special | ({"choicesOrder": "random"} if shuffled else {})

    def _choice(self, place: str, option: Option) -> Piece:
        (choice,) = self.rows(place, [option])
        return (
            choice
            | ({"isExclusive": True} if option.exclusive else {})
            | ({"showCommentArea": True} if option.write_in else {})
            | ({"imageLink": f"{self.base}/s/pictures/{option.picture.file}"} if option.picture else {})
        )


def as_html(text: str) -> str:
    for letter, written in ESCAPED.items():
        text = text.replace(letter, written)
    return text


ESCAPED: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br>"}
