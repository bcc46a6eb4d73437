"""What each kind of question gives to fill in on paper."""

from collections.abc import Callable, Mapping
from typing import Any

from surveys.exporting.paper import Box, Field, Fill, Lines
from surveys.exporting.paper_words import Words
from surveys.questionnaire.kinds import (
    Area,
    Consent,
    ConstantSum,
    Date,
    LongText,
    Matrix,
    MatrixMultiple,
    MultipleChoice,
    MultipleText,
    Number,
    Question,
    Ranking,
    Scale,
    ShortText,
    SingleChoice,
    Time,
    YesNo,
)
from surveys.questionnaire.kinds.consent import AGREED
from surveys.questionnaire.pieces import Option
from ui import mark

LONG, SHORT = 6, 1
ONE, SEVERAL, EVERY_LINE = mark("Sett ett kryss."), mark("Sett ett eller flere kryss."), mark("Sett ett kryss på hver linje.")
SEVERAL_EACH = mark("Sett ett eller flere kryss på hver linje.")
AT_LEAST, AT_MOST = mark("Sett minst %(least)s kryss."), mark("Sett høyst %(most)s kryss.")
BETWEEN = mark("Sett fra %(least)s til %(most)s kryss.")
PLACES = mark("Skriv tallene fra 1 til %(places)s på linjene. 1 er det viktigste.")
SUM, SUM_IN = mark("Fordel til sammen %(total)s på linjene."), mark("Fordel til sammen %(total)s %(unit)s på linjene.")
FROM, TO, FROM_TO = mark("Fra %(low)s."), mark("Høyst %(high)s."), mark("Fra %(low)s til %(high)s.")
ONLY_IF = mark("%(text)s (hvis %(rule)s)")
PARTS = {"day": mark("dag"), "month": mark("måned"), "year": mark("år")}
CLOCK = mark("Klokka")
SOUR, HAPPY = mark("svært surt fjes"), mark("svært blidt fjes")


def fill(question: Question, words: Words) -> Fill:
    of_kind = KINDS.get(type(question))
    return of_kind(question, words) if of_kind else Fill()


def _boxes(options: tuple[Option, ...], words: Words) -> tuple[Box, ...]:
    return tuple(
        Box(
            _text(option, words),
            option.write_in,
            option.picture.file if option.picture else "",
            words.said(option.picture.alt) if option.picture else "",
        )
        for option in options
    )


def _text(option: Any, words: Words) -> str:
    """An option or a row; with the rule where it is offered to some alone."""
    text, rule = words.said(option.text), words.rule(option.show_if)
    return words.say(ONLY_IF, text=text, rule=rule) if rule else text


def _one(question: SingleChoice | YesNo | Area, words: Words) -> Fill:
    return Fill(words.say(ONE), _boxes(question.choices(), words))


def _some(question: MultipleChoice, words: Words) -> Fill:
    least, most = question.min_choices or 0, question.max_choices or 0
    how = BETWEEN if least > 1 and most else AT_MOST if most else AT_LEAST if least > 1 else SEVERAL
    return Fill(words.say(how, least=str(least), most=str(most)), _boxes(question.options, words))


def _consent(_: Consent, words: Words) -> Fill:
    return Fill(boxes=(Box(words.say(AGREED)),))


def _scale(question: Scale, words: Words) -> Fill:
    low, high = words.said(question.low), words.said(question.high)
    if question.look == "smileys":
        low, high = low or words.say(SOUR), high or words.say(HAPPY)
    points = tuple(str(point) for point in range(question.from_, question.to + 1))
    return Fill(words.say(ONE), points=points, ends=(low, high))


def _grid(how: str) -> Callable[[Matrix | MatrixMultiple, Words], Fill]:
    def grid(question: Matrix | MatrixMultiple, words: Words) -> Fill:
        rows, columns = (tuple(_text(piece, words) for piece in of) for of in (question.rows, question.options))
        return Fill(words.say(how), rows=rows, columns=columns)

    return grid


def _ranking(question: Ranking, words: Words) -> Fill:
    fields = tuple(Field(unit=_text(option, words)) for option in question.options)
    return Fill(words.say(PLACES, places=str(question.ranked())), fields=fields)


def _sum(question: ConstantSum, words: Words) -> Fill:
    unit, total = words.said(question.unit), words.figure(question.total)
    how = words.say(SUM_IN, total=total, unit=unit) if unit else words.say(SUM, total=total)
    return Fill(how, fields=tuple(Field(unit=_text(row, words)) for row in question.rows))


def _number(question: Number, words: Words) -> Fill:
    how = {(True, True): FROM_TO, (True, False): FROM, (False, True): TO}.get(
        (question.min is not None, question.max is not None)
    )
    low, high = words.figure(question.min or 0), words.figure(question.max or 0)
    return Fill(words.say(how, low=low, high=high) if how else "", fields=(Field(unit=words.said(question.unit)),))


def _date(question: Date, words: Words) -> Fill:
    return Fill(fields=tuple(Field(unit=words.say(PARTS[part])) for part in question.fields()), in_a_row=True)


KINDS: Mapping[type, Callable[[Any, Words], Fill]] = {
    SingleChoice: _one,
    YesNo: _one,
    Area: _one,
    MultipleChoice: _some,
    Consent: _consent,
    Scale: _scale,
    Matrix: _grid(EVERY_LINE),
    MatrixMultiple: _grid(SEVERAL_EACH),
    Ranking: _ranking,
    ConstantSum: _sum,
    Number: _number,
    Date: _date,
    Time: lambda _, words: Fill(fields=(Field(words.say(CLOCK)),), in_a_row=True),
    ShortText: lambda _, __: Fill(lines=(Lines("", SHORT),)),
    LongText: lambda _, __: Fill(lines=(Lines("", LONG),)),
    MultipleText: lambda question, words: Fill(lines=tuple(Lines(_text(row, words), SHORT) for row in question.rows)),
}
