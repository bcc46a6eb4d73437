"""How questions about the special categories of personal data (GDPR, article 9(1)) are usually put.

Only what asks about a person: «Hvor viktig er helsetjenester?» is about services. What an author marks needs no words.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from surveys.checking.asked_texts import Patterns, norwegian_and_english
from surveys.questionnaire import Question
from surveys.questionnaire.pieces import Row
from ui import mark

NAMES: Mapping[str, str] = {
    "ethnicity": mark("etnisk bakgrunn"),
    "politics": mark("politisk oppfatning"),
    "belief": mark("religion eller livssyn"),
    "union": mark("fagforening"),
    "genetics": mark("gener"),
    "biometrics": mark("kroppslige kjennetegn"),
    "health": mark("helse"),
    "sex_life": mark("seksualliv"),
    "sexual_orientation": mark("seksuell legning"),
}

NORWEGIAN: Mapping[str, Sequence[str]] = {
    "ethnicity": (
        r"etnisk\w* (bakgrunn|opphav|gruppe|tilhør\w+|minoritet)",
        "etnisitet",
        "hudfarge",
        r"innvandr\w*bakgrunn",
        "minoritetsbakgrunn",
        "samisk (bakgrunn|identitet)",
        r"(er|ser) du (på deg selv som )?(same|kven|rom|tater)\b",
        r"(foreldrene|foreldra) (dine|våre)?\s*(er )?født",
        "er du (selv )?født i (norge|noreg|utlandet)",
    ),
    "politics": (
        "(hvilket|kva|hvilke) parti",
        "stemte du",
        "stemt[e]? (på|ved)",
        "(vil|ville) du (stemt|stemme|røysta|røyste)",
        "røysta du",
        "partimedlem",
        "medlem (av|i) et (politisk )?parti",
        r"politisk\w* (ståsted|syn|oppfatning|oppfatting|tilhør\w+|standpunkt)",
        "(høyre|venstre)(siden|sida)? (eller|-) ?(høyre|venstre)(siden|sida)? i politikken",
    ),
    "belief": (
        "(din|di|hvilken|hvilket|kva) (religion|livssyn|tro|trus?retning|livssynssamfunn)",
        "trossamfunn",
        "trudomssamfunn",
        "tror du på gud",
        "trur du på gud",
        "(er du|hvor|kor) (så )?religiøs",
        r"medlem (av|i) (den norske )?(kirke|kyrkje|kirken|kyrkja)\b",
        "(er du|regner du deg som) (kristen|muslim|jøde|hindu|buddhist|ateist)",
    ),
    "union": (
        "fagforening",
        "fagforeining",
        "fagorganiser",
        "fagorganisert",
        r"medlem av (et )?(lo|ys|unio|akademikerne)\b",
    ),
    "genetics": (
        r"gentest\w*",
        r"genetisk\w* (test|anlegg|sykdom|sjukdom)",
        r"arvelig\w* (sykdom|sjukdom)",
        r"arveleg\w* sjukdom",
        "dna-?(prøve|test)",
    ),
    "biometrics": (
        "fingeravtrykk",
        "ansiktsgjenkjenning",
        "andletsgjenkjenning",
        r"biometri\w*",
        r"irisskann\w*",
    ),
    "health": (
        r"(din|di|egen|eiga) (fysiske |psykiske |generelle )?(helse|helsa)\b",
        r"hels(a|en) (di|din)\b",
        r"helsetilstand\w*",
        r"helseplage\w*",
        r"diagnose\w*",
        r"funksjonsneds\w+",
        r"funksjonsvariasjon\w*",
        r"funksjonshem\w+",
        r"kronisk\w* (syk|sjuk)\w*",
        "(har|hatt) du .{0,40}(sykdom|sjukdom|skade)",
        r"psykisk\w* (plage|lidelse|liding|helse hos deg)\w*",
        r"(bruker|tar|tek) du .{0,20}(medisin|legemid|lækjemid)\w*",
        "(røyker|røykjer|snuser|drikker|drikk) du",
        r"alkoholvan\w*",
        r"(bruker|brukt) du .{0,20}rus\w*",
        "er du gravid",
        "er du vaksinert",
        "(er|vært|vore) du (sykmeldt|sjukmeld)",
        "sykefravær(et)? (ditt|di)",
        "sliter du med (angst|depresjon|søvn)",
    ),
    "sex_life": (
        r"sexliv\w*",
        r"seksualliv\w*",
        "seksuelt aktiv",
        r"seksuell\w* (erfaring|debut|aktivitet)\w*",
        "samleie",
        "prevensjon",
    ),
    "sexual_orientation": (
        r"(seksuell\w*|din|di) (legning|orientering)\b",
        "homofil",
        "lesbisk",
        "bifil",
        "heterofil",
        r"skeiv\b",
    ),
}
ENGLISH: Mapping[str, Sequence[str]] = {
    "ethnicity": (
        "ethnic(ity| (background|group|origin))",
        "colou?r of your skin",
        "immigrant background",
        r"your race\b",
        "s[áa]mi (background|identity)",
        "were your parents born",
    ),
    "politics": (
        "which (political )?party",
        "(did|would|will) you vote",
        "voted for",
        "party member",
        "member of a (political )?party",
        "political (views?|opinions?|affiliation|leaning)",
    ),
    "belief": (
        "your (religion|faith|belief)",
        "which religion",
        "(are you|how) religious",
        "do you believe in god",
        "member of (a|the) church",
        r"are you (a )?(christian|muslim|jew\w*|hindu|buddhist|atheist)",
    ),
    "union": (
        "trade union",
        "labou?r union",
        "union member",
    ),
    "genetics": (
        "genetic (test|condition|disease)",
        "dna (test|sample)",
        "hereditary (disease|condition)",
    ),
    "biometrics": (
        "fingerprints?",
        "facial recognition",
        r"biometric\w*",
        "iris scan",
    ),
    "health": (
        r"your (own |physical |mental |general )?health\b",
        "diagnos[ei]s?",
        r"(your|a) disabilit\w+",
        r"chronic\w* (ill|disease|condition)\w*",
        r"do you (smoke|drink|take (any )?medic\w+)",
        "are you pregnant",
        "are you vaccinated",
        "mental health (problem|condition)s?",
        "(have|had) you .{0,30}(illness|disease|injury)",
        "sick leave",
    ),
    "sex_life": (
        "sex life",
        "sexually active",
        "sexual (experience|activity|partner)s?",
        r"contracepti\w+",
    ),
    "sexual_orientation": (
        "sexual orientation",
        r"\b(gay|lesbian|bisexual|heterosexual|queer)\b",
    ),
}


def _by_category(words: Mapping[str, Sequence[str]]) -> str:
    named = "|".join(f"(?P<{category}>{'|'.join(ways)})" for category, ways in words.items())
    return rf"\b(?:{named})"


PATTERNS: Patterns = norwegian_and_english(_by_category(NORWEGIAN), _by_category(ENGLISH))


class Hint(msgspec.Struct, frozen=True):
    """Words that tell of a category. `asked`: they stand in the question itself, not only among its answers."""

    category: str
    words: str
    asked: bool


def hint_in(question: Question) -> Hint | None:
    """What it asks comes first: among answers the same words may name a place or a service."""
    asked = _found([question, *question.parts()], question.text)
    if asked is not None:
        return Hint(*asked, asked=True)
    answered = _found(question.choices(), question.text)
    return Hint(*answered, asked=False) if answered is not None else None


def _found(pieces: Sequence[Question | Row], languages: Iterable[str]) -> tuple[str, str] | None:
    """All their texts are looked through at once: one search for each language."""
    for language in languages:
        pattern = PATTERNS.get(language)
        match = pattern.search("\n".join(piece.text.get(language, "") for piece in pieces)) if pattern else None
        if match is not None and match.lastgroup is not None:
            return match.lastgroup, match.group()
    return None
