"""Sentences that say no twice, or to which «nei» means yes."""

from collections.abc import Iterator

from surveys.checking.asked_texts import hits, norwegian_and_english
from surveys.checking.finding import Case, Finding
from surveys.questionnaire import Question
from surveys.questionnaire.kinds import Matrix, YesNo
from ui import mark

TWICE = mark("Setningen har to nektelser («%(words)s»). Det er lett å svare motsatt av det en mener.")
DENIED = mark("Den som er enig, må svare nei, eller omvendt («%(words)s»).")
ADVICE = mark("Si det uten «ikke».")

TWO = norwegian_and_english(
    r"\b(ikke|ikkje|aldri|ingen|inga|uten|utan)\b[^.?!:;,]*\b(ikke|ikkje|aldri|ingen|inga|uten|utan|unntatt|uenig|ueinig|umulig"
    r"|unødvendig|unødvendige|unødvendig)\b",
    r"\b(not|never|no|nobody|without|\w+n['\u2019]t)\b[^.?!:;,]*\b(not|never|no|without|except|disagree|impossible|unnecessary"
    r"|\w+n['\u2019]t)\b",
)
ONE = norwegian_and_english(
    r"(^|\b(at|jeg|eg|vi|kommunen|det) )(bør|burde|skal|må|kan|er|har|får|blir|vil|trenger|treng|synes|synest|mener|meiner)"
    r"( \w+){0,2} (ikke|ikkje)\b|\b(bør|burde|skal|må) (ikke|ikkje)\b",
    r"\b(should|must|do|does|is|are|can|will|would) not\b|\b\w+n['\u2019]t\b",
)


def negation(case: Case) -> Iterator[Finding]:
    told = set()
    for found in hits(case.questionnaire, TWO):
        told.add(found.question.id)
        yield Finding("two_negations", "look", found.question.id, TWICE, ADVICE, {"words": found.words})
    for found in hits(case.questionnaire, ONE, _is_taken_a_stand_on):
        if found.question.id not in told:
            yield Finding("negation", "look", found.question.id, DENIED, ADVICE, {"words": found.words})


def _is_taken_a_stand_on(question: Question) -> bool:
    return isinstance(question, YesNo | Matrix)
