"""The words a person agrees to. A version's words are never changed: change the words, and give them a new version.

`tests/test_consent.py` holds the words of every version to what they were.
"""

from hashlib import sha256

import ui
from membership.events import Consent, Language

VERSION = "2026-11"
TEXT = ui.mark(
    "Jeg vil være med i innbyggerpanelet. Kommunen kan lagre det jeg har skrevet her, og sende meg invitasjoner på e-post. "
    "Jeg kan melde meg ut når jeg vil."
)


def given(language: Language) -> Consent:
    """Consent as it is recorded when somebody ticks the box beside the text in this language."""
    return Consent(VERSION, text_hash(ui.translate(language)(TEXT)), language)


def text_hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
