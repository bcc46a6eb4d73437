"""The codebook as DDI Codebook 2.5, the XML that archives of social science take in.

Element by element in the order the schema has them. Texts stand once per language that has them, marked with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from surveys.exporting.rules_said import asked_if
from surveys.exporting.variables import Code, Variable, said, variables
from surveys.logic.surveyjs import write
from surveys.questionnaire import Questionnaire
from surveys.questionnaire.conditions import is_sound
from surveys.questionnaire.kinds import Calculated, Number
from surveys.questionnaire.pieces import Texts
from ui import mark, municipality, translate

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""
EMPTY = mark("Tom: ikke spurt, eller ikke svart")
FREE = mark("Fritekst. Forseglet, og ikke med i data som deles.")
PARTS = " – "


@dataclass(frozen=True)
class About:
    """What the document says of the survey itself."""

    number: str
    municipality: str
    made: date


def as_ddi(questionnaire: Questionnaire, about: About) -> bytes:
    main = questionnaire.languages[0]
    book = Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", "xml:lang": main})
    book.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    book.set("xsi:schemaLocation", f"{NAMESPACE} {SCHEMA}")
    _study(book, questionnaire, about)
    data = SubElement(book, "dataDscr")
    found = variables(questionnaire)
    ids = {variable.name: f"V{n}" for n, variable in enumerate(found, start=1)}
    _groups(data, questionnaire, found, ids)
    for variable in found:
        _variable(data, questionnaire, variable, ids[variable.name])
    indent(book)
    written: bytes = tostring(book, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _study(book: Element, questionnaire: Questionnaire, about: About) -> None:
    study = SubElement(book, "stdyDscr")
    citation = SubElement(study, "citation")
    title = SubElement(citation, "titlStmt")
    main, *others = questionnaire.languages
    _text(title, "titl", said(questionnaire.title, main) or about.number, main)
    for language in others:
        _text(title, "parTitl", said(questionnaire.title, language), language)
    _text(title, "IDNo", about.number)
    _text(SubElement(citation, "rspStmt"), "AuthEnty", about.municipality)
    _text(SubElement(citation, "verStmt"), "version", about.made.isoformat())
    if questionnaire.introduction:
        info = SubElement(study, "stdyInfo")
        _texts(info, "abstract", questionnaire.introduction, questionnaire)


def _groups(data: Element, questionnaire: Questionnaire, found: tuple[Variable, ...], ids: dict[str, str]) -> None:
    """A group for each section, and one for each question that gives several variables."""
    for n, section in enumerate(questionnaire.sections, start=1):
        members = [ids[variable.name] for variable in found if variable.section is section]
        if members:
            group = SubElement(data, "varGrp", {"ID": f"S{n}", "type": "section", "var": " ".join(members)})
            _texts(group, "labl", section.title, questionnaire)
            if section.text:
                _texts(group, "txt", section.text, questionnaire)
    for n, question in enumerate(questionnaire.questions.values(), start=1):
        members = [ids[variable.name] for variable in found if variable.question is question]
        if len(members) > 1:
            kind = "multipleResp" if question.kind == "multiple_choice" else "grid"
            group = SubElement(data, "varGrp", {"ID": f"Q{n}", "name": question.id, "type": kind, "var": " ".join(members)})
            _texts(group, "labl", question.text, questionnaire)


def _variable(data: Element, questionnaire: Questionnaire, variable: Variable, name: str) -> None:
    interval = "contin" if variable.holds in ("number", "date", "time") else "discrete"
    element = SubElement(data, "var", {"ID": name, "name": variable.name, "intrvl": interval})
    for language, label in _labels(questionnaire, variable):
        _text(element, "labl", label, language)
    _question(element, questionnaire, variable)
    _bounds(element, variable)
    for language in questionnaire.languages:
        _text(element, "universe", _universe(questionnaire, variable, language), language)
    for language in questionnaire.languages:
        notes = [
            translate(municipality().around(language))(EMPTY),
            *([translate(municipality().around(language))(FREE)] if variable.own_words else []),
        ]
        _text(element, "txt", ". ".join(note.rstrip(".") for note in notes) + ".", language)
    for code in variable.codes:
        _category(element, questionnaire, code)
    if isinstance(variable.question, Calculated) and variable.question.value and is_sound(variable.question.value):
        _text(SubElement(element, "derivation"), "drvcmd", write(variable.question.value))
    numeric = variable.holds == "number" or (
        variable.holds == "code" and all(_is_number(code.value) for code in variable.codes)
    )
    SubElement(element, "varFormat", {"type": "numeric" if numeric else "character", "schema": "other"})


def _question(element: Element, questionnaire: Questionnaire, variable: Variable) -> None:
    """As it was asked, once per language: what stands before it, itself, and what helps to answer it."""
    for language in questionnaire.languages:
        if not (asked := said(variable.question.text, language)):
            continue
        question = SubElement(element, "qstn", {"xml:lang": language})
        _text(question, "preQTxt", said(variable.section.text or {}, language))
        _text(question, "qstnLit", asked)
        _text(question, "postQTxt", PARTS.join(filter(None, (said(part, language) for part in variable.part))))
        _text(question, "ivuInstr", said(variable.question.help or {}, language))


def _bounds(element: Element, variable: Variable) -> None:
    ends = {"min": variable.lowest, "max": variable.highest}
    given = {name: f"{value:.15g}" for name, value in ends.items() if value is not None}
    if given:
        unit = "REAL" if isinstance(variable.question, Number) and variable.question.decimals else "INT"
        SubElement(SubElement(element, "valrng"), "range", {"UNITS": unit, **given})
    missing = [code for code in variable.codes if code.missing]
    if missing:
        invalid = SubElement(element, "invalrng")
        for code in missing:
            SubElement(invalid, "item", {"VALUE": code.value})


def _category(element: Element, questionnaire: Questionnaire, code: Code) -> None:
    category = SubElement(element, "catgry", {"missing": "Y"} if code.missing else {})
    _text(category, "catValu", code.value)
    for language in questionnaire.languages:
        _text(category, "labl", said(code.label, language), language)


def _labels(questionnaire: Questionnaire, variable: Variable) -> Iterator[tuple[str, str]]:
    for language in questionnaire.languages:
        texts = (said(text, language) for text in (variable.question.text, *variable.part))
        yield language, PARTS.join(filter(None, texts))


def _universe(questionnaire: Questionnaire, variable: Variable, language: str) -> str:
    rules = (asked_if(questionnaire, piece.show_if, language) for piece in (variable.section, variable.question))
    return " ".join(filter(None, rules))


def _texts(parent: Element, name: str, texts: Texts, questionnaire: Questionnaire) -> None:
    for language in questionnaire.languages:
        _text(parent, name, said(texts, language), language)


def _text(parent: Element, name: str, text: str, language: str | None = None) -> None:
    """Nothing where there is no text."""
    if text := UNWRITABLE.sub("", text):
        SubElement(parent, name, {"xml:lang": language} if language else {}).text = text


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit()
