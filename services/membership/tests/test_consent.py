from membership import consent
from ui.texts import read_texts

from .conftest import ROOT

WORDS = {
    "2026-11": {
        "nb": "fa117ae146efc867c4e6f1e0d545e454a7811d856829c6343d3e578d9aec92a6",
        "nn": "416363047d5062016bdb0c4008660379acae5387618b66f050fc4ce3225eb671",
        "en": "31de6d0dccc2f5c388af08db60814355a17c09e8418ff0291328bb2e4226df29",
    }
}


def test_the_words_of_a_version_are_never_changed() -> None:
    """Somebody has agreed to them. Change the words and the version together, and add the new version here."""
    locale = ROOT / "services/membership/src/membership/locale"
    said = {language: read_texts([locale / f"{language}.po"])(consent.TEXT) for language in ("nn", "en")}
    hashes = {language: consent.text_hash(text) for language, text in {"nb": consent.TEXT, **said}.items()}
    assert hashes == WORDS[consent.VERSION]
