"""What each kind of question is called in SurveyJS, and what it has there."""

from collections.abc import Callable, Mapping
from typing import Any

from surveys.exporting.surveyjs.pieces import Piece, Writer
from surveys.questionnaire.kinds import (
    Area,
    Calculated,
    Consent,
    ConstantSum,
    Date,
    LongText,
    Matrix,
    MatrixMultiple,
    MultipleChoice,
    MultipleText,
    Number,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Statement,
    Time,
    YesNo,
)
from surveys.questionnaire.kinds.unasked import Unasked
from surveys.questionnaire.pieces import Texts
from ui import mark

AREA = mark("Områdene blir en vanlig liste.")
SUM = mark("Fordelingen blir tallfelt, med en kontroll av summen.")
SUM_WRONG: Texts = {
    "nb": "Til sammen skal det bli %s.",
    "nn": "Til saman skal det bli %s.",
    "en": "The sum should be %s.",
}
UNIT = mark("Enheten ved tallfeltet er ikke med.")
ENDS = mark("Tekstene ved endene av glidebryteren er ikke med.")
YEARS = mark("Et årstall blir et tall.")
CONSENT = mark("Samtykket blir et ja/nei-spørsmål.")
ALT = mark("Bildet hentes fra panelet. Beskrivelsen av det er ikke med.")
POSTCODE = r"^\d{4}$"


def _single(question: SingleChoice, writer: Writer) -> Piece:
    kind = {"dropdown": "dropdown", "pictures": "imagepicker"}.get(question.look, "radiogroup")
    _pictures(question, writer)
    return {"type": kind, **_labels(kind), **writer.choices(question.id, question.options, shuffled=question.shuffle)}


def _multiple(question: MultipleChoice, writer: Writer) -> Piece:
    kind = "imagepicker" if question.look == "pictures" else "checkbox"
    _pictures(question, writer)
    return (
        {"type": kind, **_labels(kind), **writer.choices(question.id, question.options, shuffled=question.shuffle)}
        | ({"multiSelect": True} if kind == "imagepicker" else {})
        | ({"minSelectedChoices": question.min_choices} if question.min_choices else {})
        | ({"maxSelectedChoices": question.max_choices} if question.max_choices else {})
    )


def _labels(kind: str) -> Piece:
    return {"showLabel": True} if kind == "imagepicker" else {}


def _pictures(question: SingleChoice | MultipleChoice, writer: Writer) -> None:
    for option in question.options:
        if option.picture:
            writer.lose(question.id, option.id, ALT)


def _yes_no(question: YesNo, writer: Writer) -> Piece:
    yes, no = question.choices()
    labels = writer.text("labelTrue", yes.text) | writer.text("labelFalse", no.text)
    return {"type": "boolean", "renderAs": "radio", "valueTrue": "yes", "valueFalse": "no", **labels}


def _consent(question: Consent, writer: Writer) -> Piece:
    writer.lose(question.id, question.kind, CONSENT)
    return {"type": "boolean", "renderAs": "checkbox", "valueTrue": "yes", "valueFalse": "no"}


def _area(question: Area, writer: Writer) -> Piece:
    writer.lose(question.id, question.kind, AREA)
    return {"type": "dropdown", **writer.choices(question.id, question.options, shuffled=False)}


def _scale(question: Scale, writer: Writer) -> Piece:
    ends = writer.text("minRateDescription", question.low) | writer.text("maxRateDescription", question.high)
    look = {"rateType": question.look} if question.look != "numbers" else {}
    count = question.to - question.from_ + 1
    return {"type": "rating", "rateMin": question.from_, "rateMax": question.to, "rateCount": count, **look, **ends}


def _matrix(question: Matrix | MatrixMultiple, writer: Writer) -> Piece:
    columns = writer.choices(question.id, question.options, shuffled=False)["choices"]
    return (
        {"type": "matrix", "rows": writer.rows(question.id, question.rows), "columns": columns}
        | ({"cellType": "checkbox"} if isinstance(question, MatrixMultiple) else {})
        | ({"eachRowRequired": True} if question.required else {})
        | ({"rowOrder": "random"} if question.shuffle else {})
    )


def _ranking(question: Ranking, writer: Writer) -> Piece:
    ranked = {"minSelectedChoices": question.ranked(), "maxSelectedChoices": question.ranked()}
    some = {"selectToRankEnabled": True, **ranked} if question.places else {}
    return {"type": "ranking", **writer.choices(question.id, question.options, shuffled=question.shuffle), **some}


def _sum(question: ConstantSum, writer: Writer) -> Piece:
    writer.lose(question.id, question.kind, SUM)
    _unit(question, writer)
    items = [{"name": row.id, "inputType": "number", **writer.text("title", row.text)} for row in question.rows]
    parts: list[Any] = [["answer", question.id, row.id] for row in question.rows]
    rule = writer.expression(question.id, ["=", ["sum", *parts], question.total]) if parts else ""
    message = {language: (SUM_WRONG.get(language) or SUM_WRONG["en"]) % question.total for language in question.text}
    check = {"type": "expression", "expression": rule, **writer.text("text", message)}
    return {"type": "multipletext", "items": items} | ({"validators": [check]} if rule else {})


def _number(question: Number, writer: Writer) -> Piece:
    _unit(question, writer)
    bounds = {key: end for key, end in (("min", question.min), ("max", question.max)) if end is not None}
    if question.look == "slider":
        for end in (question.low, question.high):
            if end:
                writer.lose(question.id, " / ".join(end.values()), ENDS)
        return {"type": "slider", **bounds} | ({"step": question.step} if question.step else {})
    step = 10**-question.decimals if question.decimals else 1
    return {"type": "text", "inputType": "number", **bounds, "step": step}


def _unit(question: Number | ConstantSum, writer: Writer) -> None:
    if question.unit:
        writer.lose(question.id, " / ".join(question.unit.values()), UNIT)


def _short(question: ShortText, writer: Writer) -> Piece:
    del writer
    typed = {"email": {"inputType": "email"}, "phone": {"inputType": "tel"}}.get(question.format or "", {})
    postcode = {"validators": [{"type": "regex", "regex": POSTCODE}]} if question.format == "postcode" else {}
    return {"type": "text", "maxLength": question.max_length, **typed, **postcode}


def _several_texts(question: MultipleText, writer: Writer) -> Piece:
    items = [{"name": row.id, "maxLength": question.max_length, **writer.text("title", row.text)} for row in question.rows]
    return {"type": "multipletext", "items": items}


def _date(question: Date, writer: Writer) -> Piece:
    ends = {key: end.isoformat() for key, end in (("min", question.earliest), ("max", question.latest)) if end}
    if question.precision == "year":
        writer.lose(question.id, question.precision, YEARS)
        years = {key: int(end[:4]) for key, end in ends.items()}
        return {"type": "text", "inputType": "number", "step": 1, **years}
    month = question.precision == "month"
    return {
        "type": "text",
        "inputType": "month" if month else "date",
        **{k: end[:7] if month else end for k, end in ends.items()},
    }


def _worked_out(question: Calculated, writer: Writer) -> Piece:
    return {"type": "expression", "expression": writer.expression(question.id, question.value) if question.value else ""}


KINDS: Mapping[type, Callable[[Any, Writer], Piece]] = {
    SingleChoice: _single,
    MultipleChoice: _multiple,
    YesNo: _yes_no,
    Consent: _consent,
    Area: _area,
    Scale: _scale,
    Matrix: _matrix,
    MatrixMultiple: _matrix,
    Ranking: _ranking,
    ConstantSum: _sum,
    Number: _number,
    ShortText: _short,
    LongText: lambda question, _: {"type": "comment", "maxLength": question.max_length},
    MultipleText: _several_texts,
    Date: _date,
    Time: lambda _, __: {"type": "text", "inputType": "time"},
    Statement: lambda question, writer: {"type": "html", **writer.html("html", question.text)},
    Calculated: _worked_out,
}
NOT_TITLED: tuple[type[Unasked], ...] = (Statement,)
