"""Questions that say what the answer should be."""

from collections.abc import Iterator

from surveys.checking.asked_texts import hits, norwegian_and_english
from surveys.checking.finding import Case, Finding
from surveys.questionnaire import Question
from surveys.questionnaire.kinds import YesNo
from ui import mark

LEADING = mark("Spørsmålet ber kanskje om et bestemt svar («%(words)s»).")
ADVICE = mark("Spør slik at det er like lett å svare det motsatte.")
ASKS_FOR_YES = mark("«Er du enig i at …» med ja og nei får flere til å svare ja («%(words)s»).")
ADVICE_YES = mark("Spør «Hva mener du om …», eller bruk en skala fra helt uenig til helt enig.")

WORDS = norwegian_and_english(
    r"(^|[.?!:;,]\s+)(er|synes|syns|synest|mener|meiner|tror|trur|burde|bør|skulle|vil|ønsker|ønskjer)( du| de| dere| det| vi)?"
    r" (ikke|ikkje)\b"
    r"|\b(selvsagt|sjølvsagt|selvfølgelig|sjølvfølgeleg|naturligvis|naturlegvis|åpenbart|openbert|som kjent|alle (vet|veit))\b"
    r"|\b(de|dei) fleste (er (enige|einige)|mener|meiner)\b",
    r"(^|[.?!:;,]\s+)(don|isn|aren|wouldn|shouldn|didn|doesn|won|can|couldn)['\u2019]t (you|it|we|they|the)\b"
    r"|(^|[.?!:;,]\s+)(do|would|should|are) (you|we) not\b"
    r"|\b(of course|obviously|as everyone knows|surely)\b|\bmost people (agree|think)\b",
)
ENIG = norwegian_and_english(
    r"\b(er|var) du (helt |heilt )?(enig|einig) (i|om) at\b",
    r"\bdo you (also |fully )?agree that\b",
)


def leading(case: Case) -> Iterator[Finding]:
    for found in hits(case.questionnaire, WORDS):
        yield Finding("leading", "look", found.question.id, LEADING, ADVICE, {"words": found.words})
    for found in hits(case.questionnaire, ENIG, _yes_or_no):
        yield Finding("asks_for_yes", "look", found.question.id, ASKS_FOR_YES, ADVICE_YES, {"words": found.words})


def _yes_or_no(question: Question) -> bool:
    return isinstance(question, YesNo)
