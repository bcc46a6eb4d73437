"""Texts in the reader's language. The message id is the bokmål text; the other languages come from `.po` files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from gettext import c2py
from pathlib import Path

from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "nb"


def mark(text: str) -> str:
    """Mark a text to be translated later, where the reader's language is known."""
    return text


def _two_forms(number: int) -> int:
    return int(number != 1)


@dataclass(frozen=True)
class Texts:
    """What is said in one language. Unknown texts are said as they stand, in bokmål."""

    said: dict[str, str] = field(default_factory=dict)
    counted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = _two_forms

    def __call__(self, text: str, /, **values: object) -> str:
        return fill(self.said.get(text, text), values)

    def number(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form that fits the number; the number itself is `%(num)s`."""
        return fill(self.form_for(one, many, number), {"num": number, **values})

    def form_for(self, one: str, many: str, number: int) -> str:
        return self.counted.get(one, (one, many))[self.form(number)]

    def knows(self, text: str) -> bool:
        return text in self.said or text in self.counted


def fill(text: str, values: dict[str, object]) -> str:
    """Put values in by name. A text without values may hold a lone per cent sign, or a doubled one."""
    return text % values if values or "%%" in text else text


def read_texts(catalogues: Iterable[Path]) -> Texts:
    said: dict[str, str] = {}
    counted: dict[str, tuple[str, ...]] = {}
    form: Callable[[int], int] = _two_forms
    for path in catalogues:
        with path.open("rb") as file:
            catalogue = read_po(file)
        form = c2py(catalogue.plural_expr)
        for message in catalogue:
            if not message.id or not message.string or message.fuzzy:
                continue
            if isinstance(message.id, str):
                said[message.id] = str(message.string)
            elif all(message.string):
                counted[message.id[0]] = tuple(message.string)
    return Texts(said, counted, form)
