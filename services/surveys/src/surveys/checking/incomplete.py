"""What is missing or wrong in the definition itself: everything `read` would refuse it for."""

import re
from collections.abc import Iterator

from surveys.checking.finding import Case, Finding
from surveys.questionnaire import Fault, Questionnaire, faults_of
from surveys.questionnaire.faults import REASONS
from ui import mark

ADVICE = mark("Rett dette i skjemaet.")
ADVICES = {
    "language_missing": mark("Skriv teksten på dette språket, eller ta språket ut av undersøkelsen."),
    "language_extra": mark("Legg språket til i undersøkelsen, eller ta bort teksten."),
    "blank_text": mark("Skriv teksten."),
    "no_questions": mark("Legg til det første spørsmålet."),
    "no_options": mark("Legg til det det skal kunne svares."),
    "no_rows": mark("Legg til linjene."),
    "empty_section": mark("Legg til et spørsmål eller en tekst, eller slett delen."),
    "condition_later": mark("Flytt spørsmålet det vises til lenger fram, eller endre betingelsen."),
    "condition_unknown": mark("Velg et spørsmål som finnes, eller fjern betingelsen."),
    "condition_value": mark("Velg et svar som kan gis."),
}
SEVERAL = {
    "language_missing": mark("%(count)s tekster mangler på %(language)s."),
    "blank_text": mark("%(count)s tekster på %(language)s er tomme."),
}
_PLACE = re.compile(r"sections\[(\d+)\](?:\.questions\[(\d+)\])?")


def incomplete(case: Case) -> Iterator[Finding]:
    """One for each piece and fault: a question whose five texts lack a language lacks it once."""
    counted: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults_of(case.questionnaire):
        about = (piece_at(case.questionnaire, fault.place), fault.code, str(fault.values.get("language", fault.place)))
        counted.setdefault(about, []).append(fault)
    for (piece, code, _), faults in counted.items():
        what = SEVERAL.get(code, REASONS[code]) if len(faults) > 1 else REASONS[code]
        values = faults[0].values | {"count": len(faults)}
        yield Finding(code, "stops", piece, what, ADVICES.get(code, ADVICE), values)


def piece_at(questionnaire: Questionnaire, place: str) -> str:
    """The id of the question or section a place in the document lies in."""
    found = _PLACE.match(place)
    if found is None:
        return ""
    section = questionnaire.sections[int(found[1])]
    return section.questions[int(found[2])].id if found[2] else section.id
