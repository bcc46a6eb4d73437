"""Words in a small group: who wrote them may be guessed, and nobody may read them until enough have answered."""

from collections.abc import Iterator

from surveys.checking.finding import Case, Finding, Values
from surveys.floor import FLOOR
from ui import mark

SENSITIVE = mark("Trolig svarer bare omtrent %(expected)s. Fritekst om noe sensitivt kan kjennes igjen i så små grupper.")
ADVICE_SENSITIVE = mark("Velg en større målgruppe, eller gi svar å velge mellom.")
WORDS = mark("Trolig svarer bare omtrent %(expected)s. Det folk skriver, vises ikke før %(floor)s har svart.")
ADVICE_WORDS = mark("Velg en større målgruppe, eller regn med at ingen får lese det.")
FIGURES = mark("Trolig svarer bare omtrent %(expected)s. Resultatet vises ikke før %(floor)s har svart.")
ADVICE_FIGURES = mark("Velg en større målgruppe, eller bruk en annen måte å spørre på.")


def small_groups(case: Case) -> Iterator[Finding]:
    if case.expected is None or case.expected >= FLOOR:
        return
    values: Values = {"expected": case.expected, "floor": FLOOR}
    asked = case.questionnaire
    free = {question.id for field in asked.free_text_fields if (question := asked.question_of(field.id))}
    for name in sorted(free & {question.id for question in asked.questions.values() if question.sensitive}):
        yield Finding("sensitive_text", "stops", name, SENSITIVE, ADVICE_SENSITIVE, values)
    if free:
        yield Finding("text_in_small_group", "look", "", WORDS, ADVICE_WORDS, values)
    else:
        yield Finding("small_group", "look", "", FIGURES, ADVICE_FIGURES, values)
