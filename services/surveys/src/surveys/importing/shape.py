"""What the format has room for, and what several questions made of one have in common."""

from collections.abc import Mapping, Sized

from surveys.importing.book import WORDS, Book, Document
from surveys.importing.losses import UnusableFile
from surveys.importing.said import Said
from ui import mark

TEXT_DIVIDED = mark("Teksten var for lang og er delt i flere tekster etter hverandre.")

MOST_OPTIONS, MOST_ROWS = 200, 50
MOST_READ = 1_000
"""More questions in a file, or more answers to one, are not looked at: what comes of them could not be used."""


def under(shell: Document, name: str, words: Said) -> Document:
    """A question of its own under a common heading."""
    heading: Mapping[str, str] = shell["text"]
    joined = {
        language: " – ".join(filter(None, (heading.get(language, "")[:990], words.get(language, ""))))
        for language in heading.keys() | words.keys()
    }
    return shell | {"id": name, "text": joined}


def few_enough(found: Sized) -> None:
    """Raises UnusableFile."""
    if len(found) > MOST_READ:
        raise UnusableFile("too_much")


def fits(question: Document) -> bool:
    return len(question.get("rows", ())) <= MOST_ROWS and len(question.get("options", ())) <= MOST_OPTIONS


def statements(book: Book, place: str, shell: Document) -> list[Document]:
    """A text to read; one that is longer than a text may be becomes several, parted between lines."""
    divided = {language: _divided(text) for language, text in shell["text"].items()}
    parts = max(map(len, divided.values()), default=1)
    if parts > 1:
        book.lose(place, str(parts), TEXT_DIVIDED)
    made = []
    for number in range(parts):
        text = {language: pieces[number] for language, pieces in divided.items() if number < len(pieces)}
        name = book.name(f"{shell['id']}_{number + 1}", book.taken) if number else shell["id"]
        made.append(shell | {"id": name, "kind": "statement", "required": False, "text": text})
    return made


def _divided(text: str) -> list[str]:
    pieces: list[str] = []
    for line in text.split("\n"):
        for start in range(0, len(line) or 1, WORDS):
            part = line[start : start + WORDS]
            if pieces and len(pieces[-1]) + len(part) < WORDS:
                pieces[-1] += f"\n{part}"
            else:
                pieces.append(part)
    return pieces


def joined(*rules: Document) -> Document:
    """All of several conditions at once."""
    held = [rule["show_if"] for rule in rules if rule]
    return {} if not held else {"show_if": held[0] if len(held) == 1 else ["and", *held]}
