"""Relevance equations as `show_if`, where one comparison says the whole of it."""

from surveys.importing.book import Became, Book, Document
from surveys.importing.relevance import ALWAYS, Comparison, comparison
from ui import mark

NOT_SAYABLE = mark("Betingelsen er for sammensatt. Spørsmålet vises for alle.")
NOT_EARLIER = mark("Betingelsen viser til noe som ikke er tatt med eller ikke kommer før. Spørsmålet vises for alle.")
NOT_FITTING = mark("Betingelsen passer ikke til svarene det kan velges mellom. Spørsmålet vises for alle.")
UNANSWERED = mark("Betingelsen gjaldt også for dem som ikke hadde svart. Her gjelder den bare for dem som har svart noe annet.")

_STEPS = {">=": ("at_least", 0), "<=": ("at_most", 0), ">": ("at_least", 1), "<": ("at_most", -1)}


def show_if(book: Book, place: str, relevance: str) -> Document | None:
    """The condition, or None: shown to all, with the loss entered where there was more to it."""
    if relevance.strip().lower() in ALWAYS:
        return None
    compared = comparison(relevance)
    if compared is None:
        book.lose(place, relevance, NOT_SAYABLE)
        return None
    found = _referred(book, compared)
    if found is None:
        book.lose(place, relevance, NOT_EARLIER)
        return None
    target, box = found
    condition = _on_box(target, compared, box) if box else _on_answer(target, compared)
    if condition is None:
        book.lose(place, relevance, NOT_FITTING)
    elif "is_not" in condition and not target.required:
        book.lose(place, relevance, UNANSWERED)
    return condition


def _referred(book: Book, compared: Comparison) -> tuple[Became, str] | None:
    """The question, and the code of the box where one of several is meant."""
    if compared.by_number is not None:
        for length in range(len(compared.by_number), 0, -1):
            number, box = compared.by_number[:length], compared.by_number[length:]
            if f"#{number}" in book.became:
                return book.became[f"#{number}"], box
        return None
    if compared.name in book.became:
        return book.became[compared.name], ""
    code, _, box = compared.name.partition("_")
    return (book.became[code], box) if code in book.became and box else None


def _on_box(target: Became, compared: Comparison, box: str) -> Document | None:
    if target.kind != "multiple_choice" or box not in target.options or (compared.operator, compared.value) != ("==", "Y"):
        return None
    return {"question": target.id, "includes": target.options[box]}


def _on_answer(target: Became, compared: Comparison) -> Document | None:
    operator = {"==": "is", "!=": "is_not"}.get(compared.operator)
    if target.kind == "single_choice":
        if operator is None or compared.value not in target.options:
            return None
        return {"question": target.id, operator: target.options[compared.value]}
    return _on_number(target, compared, operator) if target.kind in {"scale", "number"} else None


def _on_number(target: Became, compared: Comparison, operator: str | None) -> Document | None:
    """More than 5 is 6 or more where answers are whole numbers, else 5 and the smallest step there is."""
    try:
        value = float(compared.value)
    except ValueError:
        return None
    if operator is None:
        operator, steps = _STEPS[compared.operator]
        value = round(value + steps * target.step, 6)
    if (target.least is not None and value < target.least) or (target.most is not None and value > target.most):
        return None
    return {"question": target.id, operator: int(value) if value == int(value) else value}
