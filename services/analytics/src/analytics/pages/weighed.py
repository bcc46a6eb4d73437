"""Pictures of what was put in order, and of what was dealt out."""

from analytics.figures import Distribution, Part, QuestionFigures
from analytics.pages.groups import Grouping
from analytics.pages.shown import MOST_PARTS, Picture, Row
from analytics.questions import text_in
from ui import formats, mark, translate

FIRST = "1"
MEAN_PLACE = mark("%(thing)s (i snitt plass %(place)s)")
RANKED = mark("Søylene viser hvor mange som satte dette først.")
DEALT = mark("Søylene viser hvor stor del hver fikk i snitt.")
ON_AVERAGE, ON_AVERAGE_IN = mark("I snitt"), mark("I snitt (%(unit)s)")


def ranking(question: QuestionFigures, language: str) -> Picture:
    """How many put each first, the best mean place on top."""
    parts = sorted(question.parts, key=lambda part: mean_place(part.total))
    rows = tuple(_ranked(part, language) for part in parts)
    title, base = text_in(question.text, language), question.parts[0].total.base
    return Picture("bars", title, rows, base=base, note=translate(language)(RANKED))


def _ranked(part: Part, language: str) -> Row:
    place = formats(language).number(mean_place(part.total), 1)
    text = translate(language)(MEAN_PLACE, thing=text_in(part.text, language), place=place)
    first = part.total.counts.get(FIRST, 0)
    return Row(text, first, first / part.total.base)


def mean_place(told: Distribution) -> float:
    """Among those who gave it a place; what nobody placed comes last."""
    placed = sum(told.counts.values())
    return sum(int(place) * n for place, n in told.counts.items()) / placed if placed else float(len(told.counts) + 1)


def dealt(question: QuestionFigures, language: str) -> Picture:
    """The mean share of each row; the table has it in what was dealt out."""
    rows = tuple(_dealt(question, part, language) for part in question.parts)
    say, unit = translate(language), text_in(question.unit or {}, language)
    title, base = text_in(question.text, language), question.parts[0].total.base
    heading = say(ON_AVERAGE_IN, unit=unit) if unit else say(ON_AVERAGE)
    return Picture("bars", title, rows, base=base, note=say(DEALT), unit=heading)


def _dealt(question: QuestionFigures, part: Part, language: str) -> Row:
    share = part.total.mean or 0.0
    return Row(text_in(part.text, language), round(share * (question.whole or 0), 1), share)


def dealt_by_group(question: QuestionFigures, by: Grouping) -> list[Picture]:
    """One bar for each group, divided as the group divides on average."""
    if not all(by.kind in part.breakdowns for part in question.parts):
        return []
    divided = [part.breakdowns[by.kind].groups for part in question.parts]
    rows = [_means(by.everybody, [part.total for part in question.parts])]
    rows += [_means(by.name(group), [groups[group] for groups in divided]) for group in by.ordered(divided[0])]
    legend = tuple(text_in(part.text, by.language) for part in question.parts)
    form = "stacked" if len(legend) <= MOST_PARTS else "table"
    base = question.parts[0].breakdowns[by.kind].base
    return [Picture(form, text_in(question.text, by.language), tuple(rows), legend, base, by_group=True)]


def _means(text: str, told: list[Distribution]) -> Row:
    if any(of.state != "shown" for of in told):
        return Row(text, None)
    return Row(text, told[0].base, shares=tuple(of.mean or 0.0 for of in told))
