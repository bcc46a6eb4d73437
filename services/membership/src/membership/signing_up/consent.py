"""What is recorded when a person says yes: which words, in which language, and which privacy notice stood beside them."""

from membership import documents
from membership.documents import Kind
from membership.events import Consent, Language

VERSION = documents.newest(Kind.consent).id


def text(language: Language) -> str:
    """The words in force."""
    return documents.newest(Kind.consent).text(language)


def given(language: Language) -> Consent:
    """Consent as it is recorded when somebody ticks the box beside the text in this language."""
    words = documents.newest(Kind.consent)
    return Consent(words.id, words.hash(language), language, documents.newest(Kind.notice).id)
