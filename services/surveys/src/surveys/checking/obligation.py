"""Whether anything may be passed over."""

from collections.abc import Iterator

from surveys.checking.finding import Case, Finding
from ui import mark

ALL_REQUIRED = mark("Alle %(count)s spørsmålene må besvares.")
ADVICE = mark("La spørsmål være valgfrie når svaret ikke er nødvendig. Den som må svare på alt, gir opp eller gjetter.")
FEW = 4


def obligation(case: Case) -> Iterator[Finding]:
    asked = [question for question in case.questionnaire.questions.values() if question.by_person]
    if len(asked) > FEW and all(question.required for question in asked):
        yield Finding("all_required", "look", "", ALL_REQUIRED, ADVICE, {"count": len(asked)})
