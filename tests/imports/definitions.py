"""Every real definition: what came of it, and whether each text of its questions and answers is there or named as lost.

What a file says is found here by other means than the import's own: by its tags, keys and columns alone.
"""

import bisect
import html
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

from surveys.importing import UnusableFile, import_file

HERE = Path(__file__).resolve()
FOLDER = Path(os.environ.get("SAMRAD_DATA", HERE.parents[3] / "shared/data")) / "definitions"
KINDS = (".lss", ".lsg", ".lsq", ".json", ".xls", ".xlsx")
FOUND = sorted(path for path in FOLDER.rglob("*") if path.suffix in KINDS) if FOLDER.is_dir() else []
MISSING = f"NOT TRIED: no definitions at {FOLDER}. Set SAMRAD_DATA to a folder that has definitions/."
_FIELD = re.compile(r"\$?\{[^{}]*\}")
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|</?[a-zA-Z][^>]*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
LONG = 200


@dataclass
class Tried:
    name: str
    refused: str = ""
    document: dict[str, Any] = field(default_factory=dict)
    losses: int = 0
    seconds: float = 0.0
    passed_over: list[str] = field(default_factory=list)

    @property
    def questions(self) -> list[dict[str, Any]]:
        return [question for section in self.document.get("sections", ()) for question in section["questions"]]

    @property
    def options(self) -> int:
        return sum(len(question.get(part, ())) for question in self.questions for part in ("options", "rows"))


def tried(path: Path) -> Tried:
    start = time.perf_counter()
    try:
        imported = import_file(path.read_bytes())
    except UnusableFile as unusable:
        return Tried(path.name, refused=unusable.reason(_as_it_is))
    seconds = time.perf_counter() - start
    told = _squeezed(" ".join([*_strings(imported.questionnaire), *(f"{loss.place} {loss.what}" for loss in imported.losses)]))
    over = [piece for text in texts_of(path) for piece in _TAG.split(text) if not _is_told(_squeezed(piece), told)]
    return Tried(path.name, "", imported.questionnaire, len(imported.losses), seconds, over)


def _as_it_is(text: str, /, **values: object) -> str:
    return text % values if values else text


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _strings(inner)


def _squeezed(text: str) -> str:
    """The words alone: no tags, fields to be filled in, or spaces."""
    return re.sub(r"[\s…]+", "", _FIELD.sub("", html.unescape(_TAG.sub("", text))))


def _is_told(piece: str, told: str) -> bool:
    """A long one may have been parted in two: its beginning, and then all the rest."""
    if piece in told:
        return True
    within = bisect.bisect_left(range(len(piece)), True, key=lambda length: piece[: length + 1] not in told)
    return len(piece) > LONG and piece[within:] in told


def texts_of(path: Path) -> Iterator[str]:
    match path.suffix:
        case ".json":
            yield from _of_surveyjs(json.loads(path.read_text()))
        case ".xls" | ".xlsx":
            yield from _of_xlsform(path)
        case _:
            yield from _of_limesurvey(path)


def _of_xlsform(path: Path) -> Iterator[str]:
    """Labels, hints and choices, from every column that says so."""
    book = CalamineWorkbook.from_path(path)
    for name in {"survey", "choices"}.intersection(book.sheet_names):
        heads, *rows = book.get_sheet_by_name(name).to_python()
        said = [re.match("(label|hint|choice[0-9])", str(cell)) for cell in heads]
        for row in rows:
            yield from (re.sub("#+ ", "", str(cell)) for cell, column in zip(row, said, strict=False) if column)


def _of_surveyjs(part: Any) -> Iterator[str]:
    """Titles, descriptions, texts and choices, wherever they stand."""
    if isinstance(part, list):
        for inner in part:
            yield from _of_surveyjs(inner)
    elif isinstance(part, dict):
        for key, inner in part.items():
            if key in {"title", "description", "html", "text"}:
                yield from _strings(inner)
            elif key in {"choices", "rows", "columns"}:
                yield from (str(one) for one in inner if not isinstance(one, dict))
            yield from _of_surveyjs(inner)


def _of_limesurvey(path: Path) -> Iterator[str]:
    """Questions, their help, their lines and answers, in whatever table they stand."""
    for row in ET.parse(path).iter("row"):
        for tag in ("question", "help", "answer", "group_name"):
            found = row.find(tag)
            if found is not None and found.text:
                yield found.text
