"""What the builder's page shows: `ui.page(request, "surveys/builder.html", **frame(…), **fields(…) or picker(…))`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from surveys.building import palette, rule_texts, sentences
from surveys.building.fields import UNASKED, settings_of, shown
from surveys.building.kinds import NAMES
from surveys.building.opened import Opened, last_place, neighbours, within_of
from surveys.building.outline import Part, outline, picture_of
from surveys.building.ruling import shown_clause
from surveys.building.saving import FLAGS
from surveys.building.translating import NAMES as TEXT_NAMES
from surveys.building.translating import missing_counts
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.rules_in_words import asked_if
from ui import mark

Context = dict[str, Any]
Say = Callable[[str], str]
Document = dict[str, Any]
LISTS: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "single_choice": (("options", mark("Svar"), mark("Svar")),),
    "multiple_choice": (("options", mark("Svar"), mark("Svar")),),
    "ranking": (("options", mark("Svar"), mark("Svar")),),
    "matrix": (("rows", mark("Linjer"), mark("Linje")), ("options", mark("Svar på hver linje"), mark("Svar"))),
    "matrix_multiple": (("rows", mark("Linjer"), mark("Linje")), ("options", mark("Svar på hver linje"), mark("Svar"))),
    "constant_sum": (("rows", mark("Linjer"), mark("Linje")),),
    "multiple_text": (("rows", mark("Linjer"), mark("Linje")),),
    "random": (("groups", mark("Grupper"), mark("Gruppe")),),
}
"""The lists of a question of each kind: the name, what it is called, and what one of it is called."""

MOST_SUBJECTS = 300


def base_of(survey_id: UUID) -> str:
    return f"/staff/surveys/{survey_id}/questions"


def address(base: str, main: str, writing: str) -> Callable[..., str]:
    """Makes the addresses of the builder's page; the language one writes in comes along where it is not the main one."""

    def at(**said: str) -> str:
        asked = {name: value for name, value in said.items() if value} | ({"writing": writing} if writing != main else {})
        return f"{base}?{urlencode(asked, safe='/:')}" if asked else base

    return at


def frame(document: Document, piece: Opened, survey_id: UUID, writing: str) -> Context:
    """What stands around the open piece, whichever it is."""
    main = document["languages"][0]
    lacking = missing_counts(document)
    before, after = neighbours(document, piece.piece)
    return {
        "base": base_of(survey_id),
        "at_address": address(base_of(survey_id), main, writing),
        "document": document,
        "opened": piece,
        "content": piece.content,
        "main": main,
        "writing": writing,
        "outlined": outline(document, writing),
        "lacking": sum(lacking.values()),
        "previous": before,
        "following": after,
        "empty": not any(section.get("questions") for section in document["sections"]),
        "clash_names": TEXT_NAMES,
        "written_command": lambda command: msgspec.json.encode(command).decode(),
        **_places(document, piece),
    }


def _places(document: Document, piece: Opened) -> Context:
    """Where what is added next comes."""
    within, after = last_place(document)
    return {
        "many_within": within,
        "many_after": after,
        "next_within": within if piece.sort == "survey" else within_of(document, piece.piece),
        "open_sheet": piece.sort,
    }


def picker(add: str, find: str, say: Say) -> Context:
    """The types that have the words somebody looks for. `add` is `section/s1:q3`: where it comes, and after which."""
    within, _, after = add.partition(":")
    found = list(palette.found(find, say))
    return {
        "open_sheet": "add",
        "where": add,
        "find": find,
        "many_within": within,
        "many_after": after,
        "groups": [(group, [_pick(pick, say) for pick in picks]) for group, picks in groupby(found, lambda pick: pick.group)],
    }


def _pick(pick: palette.Pick, say: Say) -> Context:
    text, about, also = (say(words) if words else "" for words in (pick.text, pick.about, pick.also))
    return {
        "name": pick.name,
        "picture": pick.picture,
        "text": text,
        "about": about,
        "words": f"{text} {about} {also} {say(pick.group)}".lower(),
    }


class Reading(msgspec.Struct, frozen=True):
    """How a piece is looked at: the questionnaire around it, the language it is written in, and the reader's."""

    questionnaire: Questionnaire
    writing: str
    language: str
    say: Say
    pick: str = ""


def fields(piece: Opened, parts: Sequence[Part], reading: Reading) -> Context:
    """The fields of the open piece."""
    seen = {name: value for name, value in piece.content.items() if name not in ("sections", "questions")}
    context: Context = {"seen": msgspec.json.encode(seen).decode()}
    if piece.sort == "section":
        number = next(part.number for part in parts if part.id == piece.id)
        return context | {"shown": {"number": number}, "rules": _rules(piece, ("show_if", "end_if"), reading)}
    if piece.sort == "question":
        return context | _question(piece, parts, reading)
    return context


def _question(piece: Opened, parts: Sequence[Part], reading: Reading) -> Context:
    question, kind, say = piece.content, piece.content["kind"], reading.say
    settings = settings_of(kind)
    number = next(asked.number for part in parts for asked in part.questions if asked.id == piece.id)
    return {
        "shown": {"number": number, "picture": picture_of(question)},
        "kind_name": NAMES[kind],
        "kinds": [(name, say(text)) for name, text in NAMES.items()],
        "settings": settings,
        "shown_value": lambda setting: shown(question, setting),
        "settings_open": any(name in question for name in ("help", "comment", "sensitive")),
        "lists": [(name, say(legend), say(one)) for name, legend, one in LISTS.get(kind, ())],
        "flags": FLAGS.get(kind, ()),
        "written_rule": rule_texts.written,
        "rules": _rules(piece, ("show_if",), reading),
        "checks": None if kind in UNASKED else [_check(check) for check in question.get("checks", ())],
        "value_text": rule_texts.written(question.get("value")),
    }


def _check(check: Mapping[str, Any]) -> Context:
    return {"text": rule_texts.written(check.get("must")), "message": check.get("message")}


def _rules(piece: Opened, names: Sequence[str], reading: Reading) -> dict[str, Context]:
    return {name: _rule(piece, name, reading) for name in names}


def _rule(piece: Opened, name: str, reading: Reading) -> Context:
    rule = piece.content.get(name)
    sentence = sentences.sentence_of(rule)
    found = list(subjects_for(piece, name, reading.questionnaire, reading.language))
    known = {subject.value: subject for subject in found}
    clauses = [shown_clause(clause, known, reading.say) for clause in (sentence.clauses if sentence else ())]
    clauses += [shown_clause(clause, known, reading.say) | {"begun": True} for clause in _begun(name, reading.pick, known)]
    return {
        "sentence": sentence,
        "clauses": clauses,
        "subjects": found[-MOST_SUBJECTS:],
        "text": rule_texts.written(rule),
        "words": asked_if(reading.questionnaire, rule, reading.language) if sentence is None and isinstance(rule, list) else "",
    }


def _begun(name: str, pick: str, known: Mapping[str, sentences.Subject]) -> Iterator[sentences.Clause]:
    """A clause somebody has chosen a question for, and not yet an answer. `pick` is `show_if:q1`."""
    of, _, value = pick.partition(":")
    subject = known.get(value) if of == name else None
    if subject:
        question, _, key = subject.value.partition("/")
        yield sentences.Clause(question, subject.operators[0], "", key)


def subjects_for(piece: Opened, name: str, questionnaire: Questionnaire, language: str) -> Iterator[sentences.Subject]:
    """What a rule of this piece may ask of: what comes before it; where a section ends, its own questions too."""
    if name == "end_if":
        ids = [section.id for section in questionnaire.sections]
        place = ids.index(piece.id) + 1
        return sentences.subjects(questionnaire, language, section=ids[place] if place < len(ids) else "")
    return sentences.subjects(questionnaire, language, **{piece.sort: piece.id})
