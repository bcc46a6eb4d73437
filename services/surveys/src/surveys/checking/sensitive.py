"""Sensitive questions (GDPR, article 9): not to those under 18, not without consent, not without a way past them.

From 18 a person consents to this alone; under 18 the guardians have to (Datatilsynet, on consent by minors). The panel begins
at 15, and an age is known as a band: «15–19» may be 15. So it counts as under 18.
"""

from collections.abc import Iterator, Mapping

import msgspec

from surveys.checking.answers import has_way_out
from surveys.checking.finding import Case, Finding, Mode, Values
from surveys.checking.sensitive_words import NAMES, hint_in
from surveys.events import Audience
from surveys.questionnaire import Question, Questionnaire
from surveys.questionnaire.conditions import names_read
from surveys.questionnaire.kinds import Consent
from ui import mark

MINORS = "15-19"


class ModeRule(msgspec.Struct, frozen=True):
    minors: bool
    consent: bool
    because: str
    """Why, for those who read the code or the decision: no page shows it."""


MODES: Mapping[Mode, ModeRule] = {
    "identified": ModeRule(minors=False, consent=True, because="the answer stands with a name"),
    "confidential": ModeRule(minors=False, consent=True, because="an invitation leads from the answer to a person"),
    "anonymous": ModeRule(minors=False, consent=False, because="no answer is anybody's, but a child has still been asked"),
}

TO_MINORS = mark("Spørsmålet er sensitivt (%(category)s), og målgruppen har medlemmer under 18 år.")
SEEMS = mark("Spørsmålet ser ut til å være sensitivt (%(category)s: «%(words)s»), og målgruppen har medlemmer under 18 år.")
ADVICE_MINORS = mark(
    "Velg en målgruppe fra 20 år, ta bort spørsmålet, eller skriv det om så det ikke handler om den som svarer."
)
UNMARKED = mark("Spørsmålet ser ut til å være sensitivt (%(category)s: «%(words)s»), men er ikke merket.")
ADVICE_MARK = mark("Merk spørsmålet som sensitivt hvis det handler om den som svarer.")
NO_CONSENT = mark("Spørsmålet er sensitivt (%(category)s), og ingen har samtykket før de kommer til det.")
ADVICE_CONSENT = mark("Legg et obligatorisk spørsmål om samtykke foran, eller still dette bare til dem som har samtykket.")
MUST = mark("Spørsmålet er sensitivt (%(category)s) og må besvares.")
ADVICE_MUST = mark("Gjør det valgfritt, eller legg til «Vil ikke svare».")


def sensitive(case: Case) -> Iterator[Finding]:
    rule = MODES[case.mode]
    minors = includes_minors(case.audience) and not rule.minors
    consents: set[str] = set()
    agreed = False
    for question in case.questionnaire.questions.values():
        if isinstance(question, Consent):
            consents.add(question.id)
            agreed = agreed or (question.required and _asked_of_all(case.questionnaire, question))
        if question.sensitive:
            consent = agreed or not rule.consent or bool(consents & _hangs_on(case.questionnaire, question))
            yield from _marked(question, question.sensitive, minors=minors, consent=consent)
        elif question.by_person:
            yield from _unmarked(question, minors=minors)


def includes_minors(audience: Audience) -> bool:
    return not audience.age_bands or MINORS in audience.age_bands


def _asked_of_all(questionnaire: Questionnaire, question: Question) -> bool:
    return question.show_if is None and questionnaire.section_of[question.id].show_if is None


def _hangs_on(questionnaire: Questionnaire, question: Question) -> set[str]:
    return names_read(question.show_if) | names_read(questionnaire.section_of[question.id].show_if)


def _marked(question: Question, category: str, *, minors: bool, consent: bool) -> Iterator[Finding]:
    named: Values = {"category": NAMES[category]}
    if minors:
        yield Finding("sensitive_minors", "stops", question.id, TO_MINORS, ADVICE_MINORS, named)
    if not consent:
        yield Finding("sensitive_consent", "stops", question.id, NO_CONSENT, ADVICE_CONSENT, named)
    if not has_way_out(question):
        yield Finding("sensitive_must", "stops", question.id, MUST, ADVICE_MUST, named)


def _unmarked(question: Question, *, minors: bool) -> Iterator[Finding]:
    hint = hint_in(question)
    if hint is None:
        return
    values: Values = {"category": NAMES[hint.category], "words": hint.words}
    if minors and hint.asked:
        yield Finding("sensitive_minors", "stops", question.id, SEEMS, ADVICE_MINORS, values)
    else:
        yield Finding("sensitive_unmarked", "look", question.id, UNMARKED, ADVICE_MARK, values)
