"""Questions as HTML. Each is drawn once per language with its places left open, and then only filled in.

A respondent's page is the hottest page of the product: drawing fifty radio buttons anew costs more than all the rest of it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup, escape

import ui
from surveys.questionnaire.asking import Answers
from surveys.questionnaire.definition import Questionnaire
from surveys.questionnaire.judging import Problem
from surveys.questionnaire.kinds import Question, control_name
from surveys.questionnaire.piping import NAME, Piping
from surveys.questionnaire.rules import hangs_on_same_page
from surveys.questionnaire.rules_in_words import asked_if
from surveys.questionnaire.tongue import foreign_to, marked
from surveys.questionnaire.words import explain

FIELD, END = "\ue000", "\ue001"
"""Around a field's name where what was typed in it goes, while a question is drawn: letters for private use, none of ours."""

SELECT, IS = "\ue002", "\ue003"
"""Before a list's name and between it and a value: where `selected` goes."""

_PLACE = re.compile(
    r'<input\b(?=[^>]*\btype="(?:radio|checkbox)")(?=[^>]*\bname="(?P<name>[^"]*)")(?=[^>]*\bvalue="(?P<value>[^"]*)")[^>]*(?=>)'
    f"|{FIELD}(?P<field>[^{END}]*){END}"
    f"|{SELECT}(?P<list>[^{IS}]*){IS}(?P<item>[^{END}]*){END}"
    f"|{NAME}"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a filling goes: what was typed in a field, a mark at a value that was chosen, or an answer a text speaks of."""

    name: str
    value: str | None = None
    mark: str = ""

    def filling(self, chosen: frozenset[tuple[str, str]], typed: Mapping[str, str]) -> str:
        if self.value is None:
            return escape(typed.get(self.name, self.mark))
        return self.mark if (self.name, self.value) in chosen else ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Pieces of HTML, and the places between them."""

    pieces: tuple[str, ...]
    places: tuple[Place, ...]
    speaks_of: tuple[str, ...]
    """The names of answers in its texts."""

    def filled(self, chosen: frozenset[tuple[str, str]], typed: Mapping[str, str]) -> str:
        fillings = [*(place.filling(chosen, typed) for place in self.places), ""]
        return "".join([part for pair in zip(self.pieces, fillings, strict=True) for part in pair])


_DRAWN: WeakKeyDictionary[Questionnaire, dict[tuple[str, str, bool], Drawing]] = WeakKeyDictionary()


def draw_questions(
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    language: str,
    answers: Answers,
    problems: Sequence[Problem] = (),
    *,
    heading: bool = False,
    piping: Piping | None = None,
) -> Markup:
    """The questions with what has been answered, and with what is wrong where something is.

    `heading`: the question is alone on its page, and its text is the page's heading. `piping`: what texts speak of; without it
    `{q1}` stays as it is.
    """
    wrong: dict[str, list[Problem]] = {}
    for problem in problems:
        wrong.setdefault(problem.question_id.partition(".")[0], []).append(problem)
    drawn = []
    for question in questions:
        if question.on_page:
            alone = heading and question.by_person
            drawing = _drawing(questionnaire, question, language, wrong.get(question.id, ()), heading=alone)
            drawn.append(_filled(drawing, question, answers, language, piping))
    return Markup("\n".join(drawn))  # noqa: S704 - drawn by templates that escape; what is filled in is escaped here


def _drawing(
    questionnaire: Questionnaire, question: Question, language: str, problems: Sequence[Problem], *, heading: bool
) -> Drawing:
    """Kept when it can be used again: nothing is wrong, and nobody's rules have changed the question."""
    if problems or questionnaire.questions.get(question.id) is not question:
        spoken = questionnaire.language_for(language)
        errors = {_part(problem): explain(problem, language, question, spoken) for problem in problems}
        return _opened(_template(questionnaire, question, language, errors, heading=heading))
    drawn = _DRAWN.setdefault(questionnaire, {})
    drawing = drawn.get((language, question.id, heading))
    if drawing is None:
        drawing = _opened(_template(questionnaire, question, language, {}, heading=heading))
        drawn[language, question.id, heading] = drawing
    return drawing


def _filled(drawing: Drawing, question: Question, answers: Answers, language: str, piping: Piping | None) -> str:
    typed = _typed(question, answers, language)
    if piping is not None:
        spoken_of = ((name, piping.words(name)) for name in drawing.speaks_of)
        typed |= {f"{{{name}}}": words for name, words in spoken_of if words is not None}
    return drawing.filled(_chosen(question, answers), typed)


def _part(problem: Problem) -> str:
    """What of the question the problem is about: a row, the words beside it (`.other`), or "" for the whole."""
    _, dot, words = problem.question_id.partition(".")
    return problem.row or f"{dot}{words}"


def _template(
    questionnaire: Questionnaire, question: Question, language: str, errors: Mapping[str, str], *, heading: bool
) -> str:
    foreign = foreign_to(language, questionnaire)

    def said(texts: dict[str, str] | None) -> str:
        return marked(questionnaire.said(texts, language), foreign)

    return ui.render(
        f"questions/{question.kind}.html",
        language,
        question=question,
        name=control_name(question.id),
        heading=heading,
        foreign=foreign,
        text=said(question.text),
        help=_help(questionnaire, question, language),
        options=[(option.id, said(option.text)) for option in question.choices()],
        apart=[option.id for option in question.choices() if option.outside],
        pictures=_pictures(questionnaire, question, language),
        rows=[(row.id, said(row.text)) for row in question.parts()],
        low=said(getattr(question, "low", None)),
        high=said(getattr(question, "high", None)),
        unit=said(getattr(question, "unit", None)),
        typed=lambda part="": f"{FIELD}{control_name(question.id, part)}{END}",
        selected=lambda value, part="": f"{SELECT}{control_name(question.id, part)}{IS}{value}{END}",
        errors=errors,
        **_words_beside(question, said, errors),
    )


def _words_beside(question: Question, said: Callable[[Any], str], errors: Mapping[str, str]) -> dict[str, Any]:
    """The fields for a person's own words: `words` by the option they stand under, and all of them as `beside`."""
    under = getattr(question, "look", "") != "dropdown"  # inside a list there is no room for a field
    beside = [
        {
            "name": control_name(words.name),
            "label": said(words.label),
            "value": f"{FIELD}{control_name(words.name)}{END}",
            "error": errors.get(_dotted(words.name)),
            "under": words.beside if under else None,
            "words": words,
        }
        for words in question.own_words()
    ]
    return {"beside": beside, "words": {field["under"]: field for field in beside if field["under"]}}


def _pictures(questionnaire: Questionnaire, question: Question, language: str) -> dict[str, dict[str, str | None]]:
    """What is shown beside options that have a picture, and what it shows in words."""
    if getattr(question, "look", "") != "pictures":
        return {}
    foreign = foreign_to(language, questionnaire)
    return {
        option.id: {"file": option.picture.file, "alt": questionnaire.said(option.picture.alt, language), "lang": foreign}
        for option in question.choices()
        if option.picture
    }


def _dotted(name: str) -> str:
    return name[name.index(".") :]


def _help(questionnaire: Questionnaire, question: Question, language: str) -> str | None:
    """When the question is to be answered, where that hangs on another on the same page; then the author's own help."""
    hangs = question.show_if and hangs_on_same_page(questionnaire, question)
    note = asked_if(questionnaire, question.show_if, language) if question.show_if and hangs else None
    own = marked(questionnaire.said(question.help, language), foreign_to(language, questionnaire))
    return Markup(" ").join(filter(None, (note, own))) or None


def _opened(html: str) -> Drawing:
    """Find the places."""
    pieces, places, spoken_of, start = [], [], [], 0
    for found in _PLACE.finditer(html):
        if found["piped"] is not None:
            spoken_of.append(found["piped"])
        ticked = found["name"] is not None
        pieces.append(html[start : found.end() if ticked else found.start()])
        places.append(_place(found))
        start = found.end()
    return Drawing((*pieces, html[start:]), tuple(places), tuple(dict.fromkeys(spoken_of)))


def _place(found: re.Match[str]) -> Place:
    if found["name"] is not None:
        return Place(found["name"], found["value"], " checked")
    if found["piped"] is not None:
        return Place(found[0], mark=found[0])
    return Place(found["field"]) if found["field"] is not None else Place(found["list"], found["item"], " selected")


def _chosen(question: Question, answers: Answers) -> frozenset[tuple[str, str]]:
    answer = answers.get(question.id)
    if answer is None:
        return frozenset()
    return frozenset((control_name(question.id, part or None), value) for part, value in question.ticked(answer))


def _typed(question: Question, answers: Answers, language: str) -> dict[str, str]:
    answer = answers.get(question.id)
    own = {} if answer is None else question.typed_again(answer, language)
    typed = {control_name(question.id, part or None): text for part, text in own.items()}
    return typed | {control_name(words.name): str(answers.get(words.name, "")) for words in question.own_words()}
