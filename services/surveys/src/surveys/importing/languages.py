"""Another tool's name for a language as ours: BCP 47, in lower case but for what follows the first hyphen."""

import re

from surveys.questionnaire.pieces import Language

MOST_LANGUAGES = 20
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_SAME = {"no": "nb", "no-no": "nb", "nb-no": "nb", "nn-no": "nn", "en-us": "en", "en-gb": "en"}
_NAMES = {
    "english": "en",
    "norsk": "nb",
    "norwegian": "nb",
    "bokmål": "nb",
    "nynorsk": "nn",
    "français": "fr",
    "french": "fr",
    "español": "es",
    "spanish": "es",
    "deutsch": "de",
    "german": "de",
    "svenska": "sv",
    "swedish": "sv",
    "dansk": "da",
    "danish": "da",
    "polski": "pl",
    "polish": "pl",
    "arabic": "ar",
    "somali": "so",
    "swahili": "sw",
    "ukrainian": "uk",
}


def language_of_code(code: str) -> Language | None:
    """The language a code or a name stands for; None where it stands for none we can write."""
    plain = code.strip().replace("_", "-")
    first, *rest = plain.split("-")
    tidy = "-".join([first.lower(), *rest])
    found = _SAME.get(plain.lower()) or _NAMES.get(plain.lower()) or tidy
    return found if _CODE.fullmatch(found) else None
