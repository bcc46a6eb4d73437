"""Questions whose form asks for another kind of answer than they offer."""

from collections.abc import Iterator

from surveys.checking.asked_texts import hits, norwegian_and_english
from surveys.checking.finding import Case, Finding
from surveys.questionnaire import Question
from surveys.questionnaire.kinds import Scale, YesNo
from ui import mark

HOW_MUCH = mark("Det spørres «%(words)s», men svarene er ja og nei.")
ADVICE_HOW_MUCH = mark("Bruk en skala eller svar å velge mellom, eller still spørsmålet slik at ja og nei passer.")
WHETHER = mark("Spørsmålet kan besvares med ja eller nei («%(words)s …»), men svaret er et tall på en skala.")
ADVICE_WHETHER = mark("Begynn med «Hvor …» eller «I hvor stor grad …».")

DEGREE = norwegian_and_english(
    r"^(i )?(hvor|kor) (\w+)|^i kva grad\b|^i hvilken grad\b|^(hva|kva|hvem|kven|hvilke[nt]?|når|hvorfor|kvifor)\b",
    r"^(to what extent|how \w+|what|who|which|when|why)\b",
)
YES_OR_NO = norwegian_and_english(
    r"^(har|er|vil|kan|bruker|brukar|synes|synest|bør|skal|får|ønsker|ønskjer) (du|dere|de|kommunen|det)\b",
    r"^(do|does|did|have|has|are|is|will|can|would|should) (you|the|it|there)\b",
)


def mismatch(case: Case) -> Iterator[Finding]:
    for found in hits(case.questionnaire, DEGREE, _yes_or_no):
        yield Finding("how_much", "look", found.question.id, HOW_MUCH, ADVICE_HOW_MUCH, {"words": found.words})
    for found in hits(case.questionnaire, YES_OR_NO, _scale):
        yield Finding("whether", "look", found.question.id, WHETHER, ADVICE_WHETHER, {"words": found.words})


def _yes_or_no(question: Question) -> bool:
    return isinstance(question, YesNo)


def _scale(question: Question) -> bool:
    return isinstance(question, Scale)
