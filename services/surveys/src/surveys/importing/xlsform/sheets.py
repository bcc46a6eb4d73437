"""The sheets of an XLSForm as lines: columns by the names they go by now, texts by language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from surveys.importing.book import Book, Texts
from surveys.importing.losses import UnusableFile
from surveys.importing.xlsform.excel import Sheets

PLAIN = ""
"""The language of a column that names none."""

TEXTS = frozenset({"label", "hint", "constraint_message", "required_message", "guidance_hint"})
MEDIA = frozenset({"image", "audio", "video", "big_image"})
_SAME = {
    "list name": "list_name",
    "caption": "label",
    "relevance": "relevant",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "constraint-msg": "constraint_message",
    "constraint message": "constraint_message",
    "required message": "required_message",
    "read_only": "readonly",
    "read only": "readonly",
    "value": "name",
    "big-image": "big_image",
    "showif": "showif",
}
_HEAD = re.compile(r"^(?:(?:bind|control|body|media)\s*:{1,2}\s*)?(jr:\w+|[^:]+?)\s*(?::{1,2}\s*(.+))?$", re.IGNORECASE)


@dataclass
class Line:
    """One row of a sheet. What nobody takes of it is lost."""

    number: int
    values: dict[str, str]
    texts: dict[str, Texts]
    taken: set[str] = field(default_factory=lambda: {"type", "name", "list_name"})

    def take(self, column: str) -> str:
        self.taken.add(column)
        return self.values.get(column, "")

    def text(self, column: str) -> Texts:
        self.taken.add(column)
        return self.texts.get(column, {})

    @property
    def name(self) -> str:
        return self.values.get("name", "") or f"{self.number}"

    @property
    def rest(self) -> Iterator[tuple[str, str]]:
        """What is left of it, with every language of a text."""
        yield from ((column, value) for column, value in self.values.items() if column not in self.taken)
        for column, texts in self.texts.items():
            if column not in self.taken:
                yield from ((column, text) for text in texts.values())


def head(written: str) -> tuple[str, str]:
    """A column's name now, and its language: `Label::Norsk (nb)`, `bind:relevant`, `media::image`."""
    found = _HEAD.match(written.strip())
    if found is None:
        return written.strip().lower(), PLAIN
    plain = found.group(1).strip().lower()
    name = _SAME.get(plain, plain.replace(" ", "_"))
    return name, (found.group(2) or PLAIN).strip()


def lines_of(rows: Sequence[Sequence[str]]) -> list[Line]:
    """The lines with something in them, below the first, which names the columns."""
    if not rows:
        return []
    heads = [head(cell) for cell in rows[0]]
    return [line for number, row in enumerate(rows[1:], 2) if (line := _line(number, heads, row)).values or line.texts]


def _line(number: int, heads: Sequence[tuple[str, str]], row: Sequence[str]) -> Line:
    values: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    for (column, language), cell in zip(heads, row, strict=False):
        written = cell.strip()
        if not column or not written:
            continue
        if column in TEXTS:
            texts.setdefault(column, {})[language] = written
        else:
            values.setdefault(column, written)
    return Line(number, values, {**texts})


@dataclass(frozen=True)
class Form:
    survey: list[Line]
    choices: dict[str, list[Line]]
    settings: dict[str, str]
    columns: list[str]
    """Those of the sheet `survey`, as they are called now."""
    languages: list[str]


def form_of(sheets: Sheets) -> Form:
    """Raises UnusableFile."""
    if "survey" not in sheets:
        raise UnusableFile("no_sheets")
    columns = [head(cell)[0] for cell in sheets["survey"][0]] if sheets["survey"] else []
    if "type" not in columns:
        raise UnusableFile("no_type")
    survey, choices = lines_of(sheets["survey"]), lines_of(sheets.get("choices", []))
    settings = next((line.values for line in lines_of(sheets.get("settings", []))), {})
    languages = dict.fromkeys(code for line in [*survey, *choices] for texts in line.texts.values() for code in texts)
    return Form(survey, _by_list(choices), settings, columns, list(languages))


def _by_list(choices: list[Line]) -> dict[str, list[Line]]:
    """The choices of each list; a line without a list's name goes on with the one above."""
    lists: dict[str, list[Line]] = {}
    name = ""
    for line in choices:
        name = line.values.get("list_name", name)
        lists.setdefault(name, []).append(line)
    return lists


_HEADING = re.compile(r"^#{1,6} +(.*)$", re.MULTILINE)
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1")
CODE = re.compile(r"\(([^()]{2,20})\)\s*$")


def code_of(language: str, spoken: str) -> str:
    """`English (en)` is en; what names none is the form's own."""
    found = CODE.search(language)
    return found.group(1) if found else language or spoken


def spoken_texts(texts: Texts, spoken: str) -> Texts:
    return {code_of(language, spoken): _marked_up(text) for language, text in texts.items()}


def _marked_up(text: str) -> str:
    """Markdown's headings and bold as tags: what comes of tags is known, and told."""
    tagged = _BOLD.sub(r"<b>\2</b>", _HEADING.sub(r"<h3>\1</h3>", text))
    return tagged if tagged == text else tagged.replace("\n", "<br>")


def lose_rest(line: Line, book: Book, place: str, reasons: dict[str, str], otherwise: str) -> None:
    for column, value in line.rest:
        if column in reasons or column in KNOWN:
            book.lose(place, f"{column} = {value}", reasons.get(column, otherwise))


KNOWN = TEXTS | MEDIA | {"default", "calculation", "appearance", "parameters", "constraint", "relevant", "required", "readonly"}
"""Columns that mean something; whatever else stands there is the author's own, and named once for the sheet."""
