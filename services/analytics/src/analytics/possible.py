"""Every answer a question can be counted under, in the order it is shown."""

from collections.abc import Callable, Iterable, Mapping

from analytics import moments_in_bins, worked_out
from analytics.numbers_in_bins import bins, edges
from analytics.questions import TEXT_KINDS, Option, Question, Texts

YES: Texts = {"nb": "Ja", "nn": "Ja", "en": "Yes"}
NO: Texts = {"nb": "Nei", "nn": "Nei", "en": "No"}
TICKED: Texts = {"nb": "Krysset av", "nn": "Kryssa av", "en": "Ticked"}
NOT_TICKED: Texts = {"nb": "Krysset ikke av", "nn": "Kryssa ikkje av", "en": "Did not tick"}
NOTHING, ALL_OF_IT = "none", "all"
DEALT = (
    Option(NOTHING, {"nb": "ingenting", "nn": "ingenting", "en": "nothing"}),
    Option(ALL_OF_IT, {"nb": "alt", "nn": "alt", "en": "all of it"}),
)
"""What is counted of a sum that was dealt out, beside the mean: who gave nothing, and who gave all."""
SAD: Texts = {"nb": "svært surt fjes", "nn": "svært surt fjes", "en": "very sour face"}
GLAD: Texts = {"nb": "svært blidt fjes", "nn": "svært blidt fjes", "en": "very happy face"}


def answers_of(question: Question, others: Iterable[Question] = ()) -> tuple[Option, ...]:
    """`others`: the questions of the whole questionnaire, which a value that is worked out may read."""
    if question.kind in TEXT_KINDS:
        return ()
    if question.kind == "calculated":
        return worked_out.values(question, {other.id: other for other in others})
    possible = POSSIBLE.get(question.kind)
    return possible(question) if possible else question.options


def ranked(question: Question) -> int:
    """How many places are given."""
    return question.places or len(question.options)


def _place(place: int) -> Option:
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(place % 10 if place not in range(11, 14) else 0, "th")
    return Option(str(place), {"nb": f"{place}. plass", "nn": f"{place}. plass", "en": f"{place}{ordinal} place"})


def _point(question: Question, value: int) -> Option:
    smileys = question.look == "smileys"
    ends: Mapping[int, Texts | None] = {
        question.lowest: question.low or (SAD if smileys else None),
        question.highest: question.high or (GLAD if smileys else None),
    }
    texts = {language: f"{value} – {text}" for language, text in (ends.get(value) or {}).items()}
    return Option(str(value), texts or {"nb": str(value)})


POSSIBLE: Mapping[str, Callable[[Question], tuple[Option, ...]]] = {
    "yes_no": lambda one: (Option("yes", {**YES, **(one.yes or {})}), Option("no", {**NO, **(one.no or {})})),
    "consent": lambda _: (Option("yes", TICKED), Option("no", NOT_TICKED)),
    "scale": lambda one: tuple(_point(one, value) for value in range(one.lowest, one.highest + 1)),
    "number": lambda one: bins(edges(one), whole=not one.decimals, highest=one.max),
    "ranking": lambda one: tuple(_place(place) for place in range(1, ranked(one) + 1)),
    "constant_sum": lambda _: DEALT,
    "date": moments_in_bins.dates,
    "time": lambda _: moments_in_bins.hours(),
    "random": lambda one: one.groups,
}
