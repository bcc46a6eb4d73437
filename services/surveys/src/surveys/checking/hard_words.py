"""Office words, and the plain ones that say the same."""

import re
from collections.abc import Iterator, Mapping

from surveys.checking.asked_texts import Patterns, hits
from surveys.checking.finding import Case, Finding
from ui import mark

HARD = mark("«%(words)s» er et vanskelig ord.")
ADVICE = mark("Skriv heller «%(plain)s».")

NORWEGIAN = {
    "vedrørende": "om",
    "vedrørande": "om",
    "angående": "om",
    "i henhold til": "etter",
    "i samsvar med": "etter",
    "herunder": "blant annet",
    "benytte": "bruke",
    "benytter": "bruker",
    "benyttet": "brukt",
    "anvende": "bruke",
    "anvender": "bruker",
    "foreta": "gjøre",
    "foretar": "gjør",
    "iverksette": "sette i gang",
    "iverksetter": "setter i gang",
    "iverksetje": "setje i gang",
    "implementere": "ta i bruk",
    "implementerer": "tar i bruk",
    "implementering": "innføring",
    "forefinnes": "finnes",
    "foreligger": "finnes",
    "føreligg": "finst",
    "hensynta": "ta hensyn til",
    "hensyntas": "tas hensyn til",
    "såfremt": "hvis",
    "med henblikk på": "for å",
    "rekvirere": "bestille",
    "initiere": "sette i gang",
    "insentiv": "noe som frister",
    "incentiv": "noe som frister",
    "respondent": "deltaker",
    "respondenter": "deltakere",
    "interessent": "de det gjelder",
    "besørge": "sørge for",
    "understøtte": "støtte",
    "avhjelpe": "hjelpe mot",
    "påkrevd": "nødvendig",
    "tilstrebe": "prøve",
    "tilstrekkelig": "nok",
    "tilstrekkeleg": "nok",
    "vederlagsfritt": "gratis",
    "hjemlet i": "bestemt i",
}
ENGLISH = {
    "utilise": "use",
    "utilize": "use",
    "utilised": "used",
    "utilized": "used",
    "prior to": "before",
    "in accordance with": "as … says",
    "pursuant to": "under",
    "commence": "start",
    "facilitate": "help",
    "stakeholder": "those concerned",
    "stakeholders": "those concerned",
    "endeavour": "try",
    "in the event of": "if",
    "leverage": "use",
    "respondent": "you",
    "respondents": "people who answer",
    "aforementioned": "this",
    "remuneration": "pay",
    "with regard to": "about",
    "sufficient": "enough",
}
PLAIN: Mapping[str, str] = NORWEGIAN | ENGLISH


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(longest_first)})\b", re.IGNORECASE)


PATTERNS: Patterns = {"nb": _any_of(NORWEGIAN), "nn": _any_of(NORWEGIAN), "en": _any_of(ENGLISH)}


def hard_words(case: Case) -> Iterator[Finding]:
    for found in hits(case.questionnaire, PATTERNS):
        plain = PLAIN[found.words.lower()]
        yield Finding("hard_word", "look", found.question.id, HARD, ADVICE, {"words": found.words, "plain": plain})
