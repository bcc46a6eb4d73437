"""The lists of an XLSForm as options, each shown as its filter says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from surveys.importing.book import LINE, Book, Document, Found
from surveys.importing.fitting import said
from surveys.importing.reasons import FOR_ALL, LOOKS, NO_COUNTERPART
from surveys.importing.said import OTHER
from surveys.importing.shape import MOST_OPTIONS
from surveys.importing.xlsform.expressions import xpath
from surveys.importing.xlsform.sheets import Form, Line, lose_rest, spoken_texts
from ui import mark

NO_MEDIA = mark("Bilder, lyd og film er ikke med.")
NOT_USED = mark("Listen brukes ikke av noe spørsmål, og er ikke tatt med.")
REASONS = {"image": NO_MEDIA, "audio": NO_MEDIA, "video": NO_MEDIA, "big_image": NO_MEDIA}


@dataclass
class Lists:
    """The lists of the form, and which of them have been used."""

    form: Form
    book: Book
    spoken: str
    used: set[str] = field(default_factory=set)

    def options(self, name: str, place: str, choice_filter: str) -> tuple[list[Document], dict[str, str]]:
        """The options of a list, and the id by the file's value. What stands there twice with the same words is one option."""
        first = name not in self.used
        self.used.add(name)
        taken: set[str] = set()
        ids: dict[str, str] = {}
        made: dict[tuple[str, str], Document] = {}
        for line in self.form.choices.get(name, [])[: 2 * MOST_OPTIONS]:  # twice as many may be the same, filtered otherwise
            where = f"{place}.{line.name}"
            label = spoken_texts(line.text("label"), self.spoken)
            shown = self._filtered(where, choice_filter, line)
            same = made.get((line.name, str(label)))
            if same is not None:
                _either(same, shown)
                continue
            option: Document = {"id": self.book.name(line.name, taken, where)}
            option["text"] = self.book.texts(where, label, LINE, instead=line.name)
            made[line.name, str(label)] = option | shown
            ids.setdefault(line.name, str(option["id"]))
            if first:
                lose_rest(line, self.book, f"{name}.{line.name}", REASONS, NO_COUNTERPART)
        return list(made.values()), ids

    def _filtered(self, place: str, choice_filter: str, line: Line) -> Document:
        if not choice_filter:
            return {}
        rule: Any = said(self.book, place, choice_filter, lambda it: xpath(it, columns=line.values), FOR_ALL)
        return {"show_if": rule} if isinstance(rule, list) else {}

    def lose_unused(self) -> None:
        for name, lines in self.form.choices.items():
            if name not in self.used:
                self.book.leave_out(name or "choices", "list", [line.text("label") for line in lines], NOT_USED)


def _either(option: Document, shown: Document) -> None:
    """Shown where either line would be."""
    if "show_if" in option and "show_if" in shown:
        option["show_if"] = ["or", option["show_if"], shown["show_if"]]
    else:
        option.pop("show_if", None)


def add_other(line: Line, book: Book, options: list[Document], question: str) -> str:
    name = book.name("other", {option["id"] for option in options}, line.name)
    options.append({"id": name, "text": book.ours(OTHER), "write_in": True, "fixed": True})
    book.found[f"{line.name}_other"] = Found(["answer", f"{question}.{name}"])
    return name


def shuffled(line: Line, book: Book) -> Document:
    parameters = line.take("parameters")
    if "randomize=true" in parameters.replace(" ", "").lower():
        return {"shuffle": True}
    if parameters:
        book.lose(line.name, f"parameters = {parameters}", NO_COUNTERPART)
    return {}


AS_DROPDOWN: Sequence[str] = ("minimal", "autocomplete", "search")


def look(line: Line, book: Book, *, many: bool = False) -> Document:
    appearance = line.take("appearance")
    if appearance and (many or "minimal" not in appearance):
        book.lose(line.name, f"appearance = {appearance}", LOOKS)
    return {"look": "dropdown"} if any(word in appearance for word in AS_DROPDOWN) else {}
