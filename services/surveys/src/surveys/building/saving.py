"""What a posted form of one piece asks to be changed: each field against what its writer saw.

The form brings along the piece as it stood when the page was made. What the person did not touch is no change, so two people
who work on the same question lose nothing of each other's.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from surveys.building.fields import NotReadable, Setting, settings_of, shown, value_of
from surveys.drafting.commands import ChangeField, Command, Reword
from surveys.questionnaire.judging import UNWRITTEN
from surveys.questionnaire.kinds.number import whole_number
from ui import mark

LISTS = ("options", "rows", "groups")
LIST_TEXT = {"title": 300, "text": 2_000, "help": 2_000, "introduction": 10_000, "closing": 10_000, "end_text": 10_000}
SHORT = 300
MOST_WEIGHT = 9_999  # as it may be typed; what is too much is told by the definition
FLAGS: Mapping[str, tuple[str, ...]] = {
    "single_choice": ("write_in", "outside", "fixed"),
    "multiple_choice": ("exclusive", "write_in", "outside", "fixed"),
    "ranking": ("fixed",),
    "matrix": ("outside",),
    "matrix_multiple": ("outside",),
}
"""What can be said of an answer, by the kind of its question."""


Asked = Command | NotReadable


Form = Mapping[str, str]
"""What was posted, by the names of its fields."""


class Seen(msgspec.Struct, frozen=True):
    """A piece as its writer saw it, and the language they write in."""

    piece: str
    content: dict[str, Any]
    language: str


def commands_of(seen: Seen, form: Form) -> Iterator[Asked]:
    """What is to be changed; in the place of what cannot be read, what is wrong with it."""
    names = {"survey": ("title", "introduction", "closing"), "section": ("title", "text", "end_text")}
    sort = seen.piece.partition("/")[0]
    for name in names.get(sort, ("text",)):
        yield from _reworded(seen, seen.piece, seen.content, name, form, name)
    if sort == "section":
        yield from _changed(seen, "shuffle", _ticked(form, "shuffle") if "has_shuffle" in form else seen.content.get("shuffle"))
    if sort == "survey":
        pages = form.get("pages", "sections")
        yield from _changed(seen, "pages", "questions" if pages == "questions" else None)
    if sort == "question":
        yield from _of_question(seen, form)


def _of_question(seen: Seen, form: Form) -> Iterator[Asked]:
    kind = seen.content["kind"]
    for setting in settings_of(kind):
        if setting.sort in ("words", "prose"):
            yield from _reworded(seen, seen.piece, seen.content, setting.name, form, setting.name)
        elif setting.sort == "flag" or setting.name in form:
            yield from _set(seen, setting, form)
    for name in LISTS:
        for item in seen.content.get(name, ()):
            if f"{name}/{item['id']}" in form:
                yield from _of_item(seen, name, item, form)


def _set(seen: Seen, setting: Setting, form: Form) -> Iterator[Asked]:
    try:
        value = value_of(setting, seen.content["kind"], form.get(setting.name, ""))
    except NotReadable as wrong:
        yield wrong
        return
    if value != value_of(setting, seen.content["kind"], _typed(shown(seen.content, setting))):
        yield ChangeField(seen.piece, setting.name, seen.content.get(setting.name), value)


def _typed(value: Any) -> str:
    return {None: "", True: "1", False: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)


def _of_item(seen: Seen, name: str, item: dict[str, Any], form: Form) -> Iterator[Asked]:
    piece, control = f"{seen.piece}/{name}/{item['id']}", f"{name}/{item['id']}"
    yield from _reworded(seen, piece, item, "text", form, control, most=SHORT)
    for flag in FLAGS.get(seen.content["kind"], ()) if name == "options" else ():
        wanted = _ticked(form, f"{control}/{flag}")
        if f"{control}/flags" in form and bool(wanted) != bool(item.get(flag)):
            yield ChangeField(piece, flag, item.get(flag), wanted)
    if name == "groups" and f"{control}/weight" in form:
        weight = whole_number(form[f"{control}/weight"].strip(), MOST_WEIGHT)
        if weight is not None and weight != item.get("weight", 1):
            yield ChangeField(piece, "weight", item.get("weight"), weight)
    if item.get("picture") and f"{control}/alt" in form:
        yield from _reworded(seen, piece, item["picture"], "alt", form, f"{control}/alt", field="picture.alt", most=SHORT)


def _ticked(form: Form, name: str) -> bool | None:
    return form.get(name) == "1" or None


def _changed(seen: Seen, name: str, value: Any) -> Iterator[Asked]:
    if (value or None) != (seen.content.get(name) or None):
        yield ChangeField(seen.piece, name, seen.content.get(name), value)


def _reworded(
    seen: Seen, piece: str, content: Mapping[str, Any], name: str, form: Form, control: str, *, field: str = "", most: int = 0
) -> Iterator[Asked]:
    if control not in form:
        return
    before = (content.get(name) or {}).get(seen.language, "")
    text = tidy(form[control])
    if text == tidy(before):
        return
    most = most or LIST_TEXT.get(name, SHORT)
    if len(text) > most:
        yield NotReadable(control, mark("Teksten er for lang."))
        return
    yield Reword(piece, field or name, seen.language, before, text)


def tidy(text: str) -> str:
    """As it is kept: without what nobody typed, and with one sort of line ends."""
    return UNWRITTEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
