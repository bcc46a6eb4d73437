"""From figures to what a picture shows: rows with texts and shares, in the reader's language."""

from collections.abc import Sequence
from dataclasses import replace

from analytics.figures import Breakdown, Distribution, Part, QuestionFigures
from analytics.pages.groups import Grouping
from analytics.pages.shown import MOST_PARTS, Picture, Row
from analytics.pages.weighed import dealt, dealt_by_group, ranking
from analytics.questions import LINKED_KINDS, ORDERED_KINDS, TEXT_KINDS, Option, text_in

THIRDS = 3
SEVERAL_KINDS = frozenset({"multiple_choice", "matrix_multiple", "calculated"})
"""One person may be in several shares: together they are more than everybody."""


def pictures(question: QuestionFigures, language: str) -> list[Picture]:
    """How everybody answered."""
    beside = _written(question.beside, language)
    return [replace(_picture(question, language), beside=beside)]


def _picture(question: QuestionFigures, language: str) -> Picture:
    if question.kind in TEXT_KINDS:
        rows = _written(question.parts, language) if question.kind == "multiple_text" else ()
        return Picture("texts", text_in(question.text, language), rows, base=question.parts[0].total.base)
    if question.kind in LINKED_KINDS:
        return _linked(question, language)
    if question.kind in ("matrix", "matrix_multiple"):
        return _matrix(question, language)
    return _whole(question, question.parts[0], language)


def _written(parts: Sequence[Part], language: str) -> tuple[Row, ...]:
    """How many wrote in each field."""
    return tuple(Row(text_in(part.text, language), part.total.base if part.total.state == "shown" else None) for part in parts)


def _linked(question: QuestionFigures, language: str) -> Picture:
    title, total = text_in(question.text, language), question.parts[0].total
    if total.state == "shown":
        return ranking(question, language) if question.kind == "ranking" else dealt(question, language)
    agreed = tuple(
        f"{text_in(part.text, language)}: {value}"
        for part in question.parts
        for value in _named(question, part.total, language)
    )
    return Picture(total.state, title, base=total.base, at_least_90=agreed)


def _whole(question: QuestionFigures, part: Part, language: str) -> Picture:
    title, total = text_in(question.text, language), part.total
    if total.state != "shown":
        return Picture(total.state, title, base=total.base, at_least_90=_named(question, total, language))
    values = [text_in(value.text, language) for value in question.values]
    form = "columns" if question.kind == "scale" else "bars"
    short = [value.split(" – ")[0] for value in values] if form == "columns" else values
    rows = tuple(
        Row(text, total.counts.get(value.id, 0), _share(total, value.id))
        for text, value in zip(short, question.values, strict=True)
    )
    low, high = (_anchor(values[0]), _anchor(values[-1])) if question.kind == "scale" else ("", "")
    return Picture(form, title, rows, base=total.base, low=low, high=high)


def _anchor(text: str) -> str:
    return text.partition(" – ")[2]


def _matrix(question: QuestionFigures, language: str) -> Picture:
    rows = tuple(_divided(question, text_in(part.text, language), part.total) for part in question.parts)
    form = "stacked" if len(question.values) <= MOST_PARTS and question.kind == "matrix" else "table"
    base = max((part.total.base for part in question.parts), default=0)
    legend = tuple(text_in(value.text, language) for value in question.values)
    return Picture(form, text_in(question.text, language), rows, legend, base)


def breakdowns(question: QuestionFigures, by: Grouping | None) -> list[Picture]:
    """How each group answered, below everybody: one picture, or one per row of a matrix."""
    if question.kind in TEXT_KINDS or by is None:
        return []
    if question.kind == "constant_sum":
        return dealt_by_group(question, by)
    return [_broken_down(question, part, part.breakdowns[by.kind], by) for part in question.parts if by.kind in part.breakdowns]


def _broken_down(question: QuestionFigures, part: Part, breakdown: Breakdown, by: Grouping) -> Picture:
    values = _merged(question) if question.kind in ORDERED_KINDS else tuple((value,) for value in question.values)
    groups = tuple(_group(by.name(group), values, breakdown.groups[group]) for group in by.ordered(breakdown.groups))
    rows = (_group(by.everybody, values, part.total), *groups)
    several = question.kind in SEVERAL_KINDS or len(values) > MOST_PARTS
    legend = tuple(_joined(value, by.language) for value in values)
    title = text_in(part.text if part.id else question.text, by.language)
    form = "table" if several else "stacked"
    return Picture(form, title, rows, legend, breakdown.base, diverging=question.kind == "scale", by_group=True)


def _merged(question: QuestionFigures) -> tuple[tuple[Option, ...], ...]:
    """A long scale in three: as many points at each end, the middle between."""
    values = question.values
    if len(values) <= MOST_PARTS:
        return tuple((value,) for value in values)
    end = (len(values) + 1) // THIRDS
    return values[:end], values[end:-end], values[-end:]


def _joined(values: Sequence[Option], language: str) -> str:
    """What several answers together are called: «0–3 (ikke bekymret)»."""
    texts = [text_in(value.text, language) for value in values]
    if len(texts) == 1:
        return texts[0]
    anchor = _anchor(texts[0]) or _anchor(texts[-1])
    span = f"{texts[0].split(' – ')[0].split('–')[0]}–{texts[-1].split(' – ')[0].split('–')[-1]}"
    return f"{span} ({anchor[0].lower()}{anchor[1:]})" if anchor else span


def _divided(question: QuestionFigures, text: str, told: Distribution) -> Row:
    if told.state != "shown":
        return Row(text, None)
    return Row(text, told.base, shares=tuple(_share(told, value.id) for value in question.values))


def _group(text: str, values: Sequence[Sequence[Option]], told: Distribution) -> Row:
    return Row(text, told.base if told.state == "shown" else None, shares=_shares(values, told))


def _shares(values: Sequence[Sequence[Option]], told: Distribution) -> tuple[float, ...] | None:
    if told.state != "shown":
        return None
    return tuple(sum(_share(told, value.id) for value in merged) for merged in values)


def _share(told: Distribution, value: str) -> float:
    return told.counts.get(value, 0) / told.base if told.base else 0.0


def _named(question: QuestionFigures, told: Distribution, language: str) -> tuple[str, ...]:
    return tuple(text_in(value.text, language) for value in question.values if value.id in told.at_least_90)


def respondents(part: Part, by: Grouping) -> list[Row]:
    """Who answered: the groups and how many of each."""
    breakdown = part.breakdowns.get(by.kind)
    if breakdown is None:
        return []
    told = {group: breakdown.groups[group] for group in by.ordered(breakdown.groups)}
    return [
        Row(by.name(group), t.base, t.base / breakdown.base) if t.state == "shown" else Row(by.name(group), None)
        for group, t in told.items()
    ]
