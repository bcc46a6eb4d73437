"""A whole questionnaire in SurveyJS's JSON: pages, elements, triggers."""

from collections.abc import Iterator
from typing import Any

import msgspec

from surveys.exporting.surveyjs.kinds import KINDS, NOT_TITLED
from surveys.exporting.surveyjs.pieces import Lost, Piece, Writer
from surveys.questionnaire import Questionnaire, Section
from surveys.questionnaire.conditions import rule_of
from surveys.questionnaire.kinds import Calculated, Question, Random
from ui import mark

LOT = mark("Loddtrekning finnes ikke der. Regler som leser loddet, blir aldri oppfylt.")
NAME = mark("Navnet på en verdi som regnes ut uten å vises, er ikke med.")
BANK = mark("Koblingen til spørsmålsbanken er ikke med.")
SENSITIVE = mark("Merkingen som sensitivt spørsmål er ikke med.")

__all__ = ["Lost", "as_surveyjs"]


def as_surveyjs(questionnaire: Questionnaire, base: str) -> tuple[bytes, list[Lost]]:
    """The document, and what is lost on the way. `base` is the address of the panel, where pictures are fetched."""
    writer = Writer(questionnaire, base)
    document: Piece = {
        "locale": questionnaire.languages[0],
        **writer.text("title", questionnaire.title),
        **writer.text("description", questionnaire.introduction),
        **writer.html("completedHtml", questionnaire.closing),
        **({"questionsOnPageMode": "questionPerPage"} if questionnaire.pages == "questions" else {}),
        "pages": [_page(section, writer) for section in questionnaire.sections],
    }
    document |= _values(writer) | _ends(writer)
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n", writer.lost


def _page(section: Section, writer: Writer) -> Piece:
    elements = [element for question in section.questions for element in _element(question, writer)]
    return {
        "name": section.id,
        **writer.text("title", section.title),
        **writer.text("description", section.text),
        **writer.rule(section.id, section.show_if),
        **({"questionOrder": "random"} if section.shuffle else {}),
        "elements": elements,
    }


def _element(question: Question, writer: Writer) -> Iterator[Piece]:
    if isinstance(question, Random):
        writer.lose(question.id, " / ".join(group.id for group in question.groups), LOT)
        return
    _lose_marks(question, writer)
    if isinstance(question, Calculated) and not question.shown:
        return  # it stands among the values of the whole
    own = KINDS[type(question)](question, writer)
    checks = [
        {"type": "expression", "expression": written, **writer.text("text", check.message)}
        for check in question.checks
        if (written := writer.expression(question.id, check.must))
    ]
    validators = [*own.pop("validators", ()), *checks]
    yield {
        "type": own.pop("type"),
        "name": question.id,
        **({} if isinstance(question, NOT_TITLED) else writer.text("title", question.text)),
        **writer.text("description", question.help),
        **({"isRequired": True} if question.required else {}),
        **writer.rule(question.id, question.show_if),
        **own,
        **({"validators": validators} if validators else {}),
        **({"showCommentArea": True, **writer.text("commentText", question.comment)} if question.comment is not None else {}),
    }


def _lose_marks(question: Question, writer: Writer) -> None:
    if question.item:
        writer.lose(question.id, question.item, BANK)
    if question.sensitive:
        writer.lose(question.id, question.sensitive, SENSITIVE)


def _values(writer: Writer) -> Piece:
    """Values that are worked out and not shown; nothing where they would not be worked out."""
    values: list[Piece] = []
    for section in writer.questionnaire.sections:
        for question in section.questions:
            if isinstance(question, Calculated) and not question.shown:
                writer.lose(question.id, " / ".join([*question.text.values(), *(question.help or {}).values()]), NAME)
                written = writer.expression(question.id, _when_asked(question, section)) if question.value else ""
                values += [{"name": question.id, "expression": written, "includeIntoResult": True}] if written else []
    return {"calculatedValues": values} if values else {}


def _when_asked(question: Calculated, section: Section) -> Any:
    rules = [rule_of(rule) for rule in (section.show_if, question.show_if) if rule]
    return ["if", rules[0] if len(rules) == 1 else ["and", *rules], question.value] if rules else question.value


def _ends(writer: Writer) -> Piece:
    """Screen-outs: a trigger that ends, and what is said then."""
    ended = [section for section in writer.questionnaire.sections if section.end_if]
    rules = [(section, written) for section in ended if (written := writer.expression(section.id, section.end_if))]
    if not rules:
        return {}
    said = [{"expression": rule, **writer.html("html", section.end_text)} for section, rule in rules if section.end_text]
    triggers = [{"type": "complete", "expression": rule} for _, rule in rules]
    return {"triggers": triggers} | ({"completedHtmlOnCondition": said} if said else {})
