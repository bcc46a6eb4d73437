"""What one cell means, in the words people use in three languages. What is not understood comes back as it was."""

import re
from datetime import date
from typing import get_args

from membership.background import OLDEST
from membership.events import Language
from ui import Municipality

YEAR = re.compile(r"(?:19|20)[0-9]{2}")
AGE = re.compile(r"([0-9]{1,3})(?: ?(?:år|years?|yrs?))?", re.IGNORECASE)
DATE = re.compile(r"(?:([0-9]{4})-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}))(?:[ T][0-9:.]+)?")
GENDERS = {
    "woman": "k kv kvinne kvinner kvinna kvinneleg kvinnelig jente dame f female woman women w",
    "man": "m mann menn mannleg mannlig gutt herre male man men",
    "other": "a o annet anna andre other nonbinary ikkebinær ikkebinar x",
    "unstated": "u uoppgitt ukjent vilikkeoppgi vilikkjeoppgje unstated unknown prefernottosay ikkeoppgitt",
}
GENDER_OF = {word: gender for gender, words in GENDERS.items() for word in words.split()}
TONGUES = {
    "nb": "nb no nor nob norsk bokmål bokmal norwegian norwegianbokmål",
    "nn": "nn nno nynorsk norwegiannynorsk",
    "en": "en eng engelsk english",
}
LANGUAGE_OF = {word: language for language, words in TONGUES.items() for word in words.split()}


def birth_year_of(text: str, today: date) -> str:
    """From a year, a date, or an age, which is taken as the one reached this year."""
    if YEAR.fullmatch(text):
        return text
    if written := DATE.fullmatch(text):
        return written.group(1) or written.group(2)
    age = AGE.fullmatch(text)
    return str(today.year - int(age.group(1))) if age and int(age.group(1)) <= OLDEST else text


def gender_of(text: str) -> str:
    return GENDER_OF.get(_letters(text), text) if text else "unstated"


def language_of(text: str, here: Municipality) -> Language:
    """The municipality's first language where nothing, or nothing we have, is said."""
    word = LANGUAGE_OF.get(_letters(text), "")
    wanted = word if word in here.languages else here.language
    return next((language for language in get_args(Language) if language == wanted), "nb")


class Names:
    """The municipality's own areas and topics, by every name they have."""

    def __init__(self, here: Municipality) -> None:
        self._areas = {_plain(name): slug for slug, text in here.areas.items() for name in (slug, text)}
        self._topics = {
            _listed(name): slug
            for language in here.languages
            for slug, text in here.interests(language).items()
            for name in (slug, text)
        }

    def area_of(self, text: str) -> str:
        return self._areas.get(_plain(text), text)

    def interests_of(self, text: str) -> tuple[str, ...]:
        """Those of a list that we have; another panel's other topics are passed over. A name may itself hold a comma."""
        if not text:
            return ()
        said = _listed(text)
        return tuple(dict.fromkeys(slug for name, slug in self._topics.items() if name in said))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _listed(text: str) -> str:
    """`,one,two,` whatever it was parted with."""
    return "," + ",".join(_plain(part) for part in re.split(r"[,;|/\n]", text)) + ","
