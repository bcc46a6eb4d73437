"""What the panel promises in words: the privacy notice, the record of processing, and the texts people agree to.

Each version of a document is a text per language in a folder beside this file. A released version is never changed: people read
it and agreed to it. Change the words by adding a version; `tests/test_documents.py` holds every version to what it was.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path

from membership.events import Language
from ui import mark

FOLDER = Path(__file__).parent


class Kind(StrEnum):
    notice = "notice"
    processing = "processing"
    consent = "consent"


@dataclass(frozen=True)
class Version:
    """One edition of a document. `changed` says in a sentence what is new since the one before."""

    kind: Kind
    id: str
    in_force: date
    changed: str

    def text(self, language: Language) -> str:
        """As it was written: names in braces stand for what each municipality puts in."""
        return _read(FOLDER / self.kind / f"{self.id}.{language}.md")

    def hash(self, language: Language) -> str:
        return text_hash(self.text(language))


VERSIONS = (
    Version(Kind.notice, "2026-11", date(2026, 11, 23), mark("Den første versjonen.")),
    Version(
        Kind.notice,
        "2026-11b",
        date(2026, 11, 25),
        mark(
            "Nytt: siden din, der du ser og laster ned alt, tar pause og melder deg ut; "
            "når vi spør om du fortsatt vil være med; hvem som kan se på ett medlem; hvor lenge alt lagres."
        ),
    ),
    Version(Kind.processing, "2026-11", date(2026, 11, 25), mark("Den første versjonen.")),
    Version(Kind.consent, "2026-11", date(2026, 11, 23), mark("Den første versjonen.")),
)
"""Oldest first."""


def all_of(kind: Kind) -> tuple[Version, ...]:
    """The newest first."""
    return tuple(version for version in reversed(VERSIONS) if version.kind is kind)


def newest(kind: Kind) -> Version:
    return all_of(kind)[0]


def find(kind: Kind, version: str) -> Version | None:
    return next((known for known in all_of(kind) if known.id == version), None)


def consent(version: str, language: Language) -> str | None:
    """The words somebody agreed to, as they read them; None for a version we never had."""
    known = find(Kind.consent, version)
    return known.text(language) if known else None


def text_hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
