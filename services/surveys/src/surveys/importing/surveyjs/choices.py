"""What can be chosen in a question of SurveyJS: choices of any type, with the special ones that are switched on."""

from collections.abc import Callable
from typing import Any

from surveys.importing.book import LINE, Book, Document, Found
from surveys.importing.fitting import said, value_key
from surveys.importing.reasons import FOR_ALL
from surveys.importing.said import COMMENT, NONE, OTHER, REFUSED, UNKNOWN, Said
from surveys.importing.shape import MOST_OPTIONS, joined
from surveys.importing.surveyjs.element import Element
from surveys.importing.surveyjs.expressions import condition, show_if
from ui import mark

SORTED = mark("Svarene ble sortert etter alfabetet. Her står de som i filen.")
NO_ALL = mark("«Velg alle» finnes ikke her.")
ITEM = ["answer", "item"]

Special = tuple[str, tuple[str, ...], str, Said, Document]
SPECIALS: tuple[Special, ...] = (
    ("none", ("showNoneItem", "hasNone"), "noneText", NONE, {"exclusive": True}),
    ("refused", ("showRefuseItem",), "refuseText", REFUSED, {"outside": True, "exclusive": True}),
    ("dontknow", ("showDontKnowItem",), "dontKnowText", UNKNOWN, {"outside": True, "exclusive": True}),
    ("other", ("showOtherItem", "hasOther"), "otherText", OTHER, {"write_in": True}),
)


def options_of(element: Element, book: Book, key: str = "choices", each: str = "") -> tuple[list[Document], dict[str, str]]:
    """The options (or rows), and the id of each by the file's value. `each` is a condition with `{item}` in it."""
    taken: set[str] = set()
    made: list[Document] = []
    ids: dict[str, str] = {}
    parts = element.parts(key)
    for part in parts[: MOST_OPTIONS + 1]:  # with more than there is room for, the question is left out
        place = f"{element.name}.{value_key(part.value)[:40]}"
        name = book.name(value_key(part.value), taken, place)
        ids.setdefault(value_key(part.value), name)
        shown = joined(_of_each(book, place, each, part.value), show_if(book, place, part.rule("visibleIf")))
        text = book.texts(place, part.text("text") or part.text("title"), LINE) or book.same(value_key(part.value))
        made.append({"id": name, "text": text} | shown)
        part.lose_rest(book, place)
    return made, ids


def _of_each(book: Book, place: str, written: str, value: Any) -> Document:
    if not written:
        return {}
    rule = said(book, place, written, lambda it: _with_item(condition(it, book), value), FOR_ALL)
    return {"show_if": rule} if isinstance(rule, list) else {}


def _with_item(rule: Any, value: Any) -> Any:
    if rule == ITEM:
        return value
    return [_with_item(part, value) for part in rule] if isinstance(rule, list) else rule


def choices(element: Element, book: Book, made: dict[str, Document], *, many: bool) -> tuple[list[Document], dict[str, str]]:
    """All options of a question, those of an earlier question among them, and the special ones last."""
    options, ids = options_of(element, book, each=element.rule("choicesVisibleIf"))
    _numbers(element, book, options, ids)
    _from_question(element, book, made, options, ids)
    for value, switches, text, words, flags in SPECIALS:
        written = element.text(text)
        if element.first(*switches) is not True:
            continue
        name = book.name(value, {option["id"] for option in options}, element.name)
        ids[value] = name
        kept = {flag: on for flag, on in flags.items() if many or flag != "exclusive"}
        option = {"id": name, "text": book.texts(element.name, written, LINE) or book.ours(words), "fixed": True}
        options.append(option | kept)
    if element.first("showSelectAllItem", "hasSelectAll") is True:
        book.lose(element.name, f"showSelectAllItem {' '.join(element.text('selectAllText').values())}", NO_ALL)
    return options, ids


def _numbers(element: Element, book: Book, options: list[Document], ids: dict[str, str]) -> None:
    first, last, step = (element.whole(key) for key in ("choicesMin", "choicesMax", "choicesStep"))
    if first is None or last is None or not first < last:
        return
    for number in range(first, min(last, first + 1_000 * (step or 1)) + 1, max(step or 1, 1)):
        ids[str(number)] = str(number).replace("-", "minus_")
        options.append({"id": ids[str(number)], "text": book.same(str(number))})


def _from_question(
    element: Element, book: Book, made: dict[str, Document], options: list[Document], ids: dict[str, str]
) -> None:
    """Those of an earlier question: all, those chosen there, or those that were not."""
    source, mode = element.take("choicesFromQuestion"), element.take("choicesFromQuestionMode") or "all"
    if not source:
        return
    earlier, found = made.get(str(source)), book.found.get(str(source))
    if earlier is None or found is None or "options" not in earlier:
        book.lose(element.name, f"choicesFromQuestion = {source}", FOR_ALL)
        return
    ids.update(found.values or {})
    for option in earlier["options"]:
        rule: Any = ["contains" if found.many else "=", found.ours, option["id"]]
        shown = {"selected": {"show_if": rule}, "unselected": {"show_if": ["not", rule]}}.get(str(mode), {})
        before = {"show_if": option["show_if"]} if "show_if" in option else {}
        options.append(option | joined(before, shown))


def order(element: Element, book: Book, key: str = "choicesOrder") -> Document:
    found = element.take(key)
    if found in ("asc", "desc"):
        book.lose(element.name, f"{key} = {found}", SORTED)
    return {"shuffle": True} if found == "random" else {}


def words_beside(element: Element, book: Book, made: Document, options: list[Document], name: str) -> None:
    """The names of what is written beside the answer: `q-Comment` is both there."""
    for option in options:
        if option.get("write_in"):
            book.found[f"{element.name}-Comment"] = Found(["answer", f"{name}.{option['id']}"])
    if element.first("showCommentArea", "hasComment") is True:
        made["comment"] = book.texts(element.name, element.text("commentText"), LINE) or book.ours(COMMENT)
        book.found[f"{element.name}-Comment"] = Found(["answer", f"{name}.comment"])


Maker = Callable[[Element, Book, Document, dict[str, Document]], list[Document]]
