"""From text somebody pasted to questions. Written as people write lists: a question, and its answers on lines of their own.

# Om turer                              a new section
Hvor ofte går du på tur?
- Hver uke
- Sjeldnere
Hva hindrer deg? (flere svar)
- Tid
- Vær
Har du hund? (ja/nei)
Hva savner du?                          without answers: own words
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

LONGEST = 60_000
MOST = 200
_SECTION = re.compile(r"^#+\s*(.+)$")
_BOX = re.compile(r"^\s*(?:\[[ xX]?\]|[☐□▢])\s*(.+)$")
_ANSWER = re.compile(r"^\s*(?:[-–—•*·○◦●]|\(\s?\)|[a-zæøåA-ZÆØÅ][).])\s+(.+)$")
_NUMBERED = re.compile(r"^\s*\d{1,3}[.):]\s+")
_HINT = re.compile(r"\s*\(([^()]{2,20})\)\s*$")

HINTS: Mapping[str, Mapping[str, Any]] = {
    "ja/nei": {"kind": "yes_no"},
    "yes/no": {"kind": "yes_no"},
    "ja eller nei": {"kind": "yes_no"},
    "flere svar": {"kind": "multiple_choice"},
    "fleire svar": {"kind": "multiple_choice"},
    "several answers": {"kind": "multiple_choice"},
    "ett svar": {"kind": "single_choice"},
    "eitt svar": {"kind": "single_choice"},
    "one answer": {"kind": "single_choice"},
    "rangering": {"kind": "ranking"},
    "ranking": {"kind": "ranking"},
    "0-10": {"kind": "scale"},
    "0–10": {"kind": "scale"},
    "1-5": {"kind": "scale", "from": 1, "to": 5},
    "1–5": {"kind": "scale", "from": 1, "to": 5},
    "tall": {"kind": "number"},
    "tal": {"kind": "number"},
    "number": {"kind": "number"},
    "dato": {"kind": "date"},
    "date": {"kind": "date"},
    "kort tekst": {"kind": "short_text"},
    "short text": {"kind": "short_text"},
    "tekst": {"kind": "statement"},
    "text": {"kind": "statement"},
}


class Pasted(msgspec.Struct):
    """A section's title, or a question: its text, its answers, and what else was said of it."""

    text: str
    answers: list[str] = []
    boxes: bool = False
    section: bool = False

    def fields(self, language: str) -> dict[str, Any]:
        """The question as the format has it, without its id."""
        text, hinted = hint(self.text)
        usual = ("multiple_choice" if self.boxes else "single_choice") if self.answers else "long_text"
        fields = {"kind": usual, "text": {language: text}, **hinted}
        if self.answers:
            fields["options"] = options(self.answers, language)
            if fields["kind"] not in ("single_choice", "multiple_choice", "ranking"):
                fields["kind"] = "single_choice"
        return fields


def hint(text: str) -> tuple[str, Mapping[str, Any]]:
    """The text without what was said of its type in brackets, and that type."""
    found = _HINT.search(text)
    said = HINTS.get(found[1].lower().strip()) if found else None
    return (text[: found.start()], said) if found and said else (text, {})


def pasted(text: str) -> list[Pasted]:
    """The sections and questions of the text, in its order."""
    found: list[Pasted] = []
    for line in lines(text):
        answer = _BOX.match(line) or _ANSWER.match(line)
        if answer and found and not found[-1].section:
            found[-1].answers.append(answer[1].strip())
            found[-1].boxes |= _BOX.match(line) is not None
        elif title := _SECTION.match(line):
            found.append(Pasted(title[1].strip(), section=True))
        else:
            found.append(Pasted(_NUMBERED.sub("", line).strip()))
    return found[:MOST]


def lines(text: str) -> Iterator[str]:
    """What stands on each line that is not empty."""
    return (line.strip() for line in text[:LONGEST].splitlines() if line.strip())


def answers(text: str) -> list[str]:
    """One answer on each line, with or without a mark before it."""
    found = ((_BOX.match(line) or _ANSWER.match(line), line) for line in lines(text))
    return [answer[1].strip() if answer else line for answer, line in found][:MOST]


def options(texts: list[str], language: str, taken: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Options with ids that are free: o1, o2 …"""
    free = (name for number in range(1, len(texts) + len(taken) + 1) if (name := f"o{number}") not in taken)
    return [{"id": name, "text": {language: text}} for name, text in zip(free, texts, strict=False)]
