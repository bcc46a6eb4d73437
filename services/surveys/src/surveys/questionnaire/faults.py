"""What can be wrong with a definition, in words an author understands."""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from eventlog import Refused
from ui import mark


class Say(Protocol):
    """Says one message in somebody's language; values are put in by name."""

    def __call__(self, text: str, /, **values: object) -> str: ...


REASONS: Mapping[str, str] = {
    "too_big": mark("Filen er for stor. Den kan være på høyst %(most)s kB."),
    "not_json": mark("Filen er ikke gyldig JSON."),
    "too_deep": mark("Innholdet er nøstet for dypt."),
    "unknown_field": mark("Feltet «%(name)s» finnes ikke i formatet."),
    "missing_field": mark("Feltet «%(name)s» mangler."),
    "wrong_format": mark("Feltet «format» må være «samrad.survey/1»."),
    "bad_language": mark("Et språk skrives som en kode: nb, nn, en, se, pl …"),
    "unknown_kind": mark("Spørsmålstypen «%(name)s» finnes ikke."),
    "bad_id": mark("En id kan bare ha bokstavene a–z, tall, bindestrek og understrek, og høyst 50 tegn."),
    "too_short": mark("Her må det stå noe."),
    "too_long": mark("Her er det for mye. Grensen er %(most)s."),
    "too_low": mark("Tallet er for lavt. Det laveste er %(least)s."),
    "too_high": mark("Tallet er for høyt. Det høyeste er %(most)s."),
    "wrong_type": mark("Verdien er av feil slag (%(found)s)."),
    "unfit": mark("Verdien kan ikke brukes her."),
    "too_many_questions": mark("Skjemaet har %(found)s spørsmål. Det kan ha høyst %(most)s."),
    "no_questions": mark("Skjemaet har ingen spørsmål."),
    "language_twice": mark("Et språk er nevnt to ganger."),
    "language_missing": mark("Teksten mangler på %(language)s."),
    "language_extra": mark("Teksten finnes på %(language)s, men skjemaet sier ikke at det har det språket."),
    "blank_text": mark("Teksten på %(language)s er tom."),
    "unwritten": mark("Teksten på %(language)s har usynlige tegn som ikke kan brukes."),
    "id_taken": mark("Id-en «%(name)s» er brukt før."),
    "empty_section": mark("Delen har verken spørsmål eller tekst."),
    "condition_unknown": mark("Betingelsen viser til «%(name)s», og det spørsmålet finnes ikke."),
    "condition_later": mark("Betingelsen viser til «%(name)s», som ikke kommer før dette."),
    "condition_one": mark("En betingelse må ha nøyaktig én sammenligning."),
    "condition_unfit": mark("Sammenligningen «%(operator)s» passer ikke til spørsmålet «%(name)s»."),
    "condition_value": mark("«%(value)s» er ikke et mulig svar på «%(name)s»."),
    "calculated_words": mark("En utregnet verdi kan ikke bruke ord folk har skrevet selv («%(name)s»)."),
    "logic_no_operator": mark("En regel må begynne med en operator."),
    "logic_unknown_operator": mark("Operatoren «%(name)s» finnes ikke."),
    "logic_operands": mark("Operatoren «%(name)s» kan ikke ha %(found)s ledd."),
    "logic_name": mark("Her må det stå navnet på et spørsmål eller felt."),
    "logic_literal": mark("En regel kan bare ha tekster, tall, ja/nei og lister."),
    "logic_too_big": mark("Regelen er for lang. Den kan ha høyst %(most)s ledd."),
    "logic_too_deep": mark("Regelen er nøstet for dypt. Grensen er %(most)s nivåer."),
    "choices_crossed": mark("Det laveste antallet valg er høyere enn det høyeste."),
    "choices_beyond": mark("Antallet valg er høyere enn antallet svaralternativer."),
    "all_exclusive": mark("Minst ett svaralternativ må kunne velges sammen med andre."),
    "no_options": mark("Spørsmålet har ingen svaralternativer."),
    "no_rows": mark("Spørsmålet har ingen linjer."),
    "no_picture": mark("Svaralternativet mangler bilde."),
    "no_write_in": mark("I en tabell kan ikke et svar ha et felt for egne ord."),
    "comment_taken": mark("Svaralternativet kan ikke ha id-en «comment» når spørsmålet også har et kommentarfelt."),
    "words_missing": mark("Skriv ordene for ja og nei på alle språk som ikke er bokmål, nynorsk eller engelsk."),
    "stars_from_one": mark("Stjerner begynner på 1."),
    "five_smileys": mark("Smilefjes går fra 1 til 5."),
    "places_beyond": mark("Det er flere plasser enn svaralternativer."),
    "slider_needs_ends": mark("En glidebryter må ha et minste og et største tall."),
    "step_forward": mark("Steget må være større enn 0."),
    "dates_crossed": mark("Den tidligste datoen er senere enn den seneste."),
    "no_value": mark("Det står ikke hvordan verdien regnes ut."),
    "no_groups": mark("En loddtrekning må ha minst to grupper."),
    "scale_crossed": mark("Skalaen må begynne lavere enn den slutter."),
    "numbers_crossed": mark("Det minste tallet er større enn det største."),
}

LANGUAGE_NAMES: Mapping[str, str] = {"nb": mark("bokmål"), "nn": mark("nynorsk"), "en": mark("engelsk")}

_SECTION = re.compile(r"^sections\[(\d+)\]\.?(?:questions\[(\d+)\])?\.?(.*)$")


def language_name(code: str, say: Say) -> str:
    """The language's name where it is one of ours, else its code."""
    return say(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else code


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong: where in the document, what, and the values the sentence needs."""

    place: str
    code: str
    values: dict[str, str | int | float] = {}

    def reason(self, say: Say) -> str:
        values = {name: language_name(str(value), say) if name == "language" else value for name, value in self.values.items()}
        return say(REASONS[self.code], **values)

    def place_in_words(self, say: Say) -> str:
        """Del 2, spørsmål 3 (options[1].text); the document's own address where words do not reach."""
        found = _SECTION.match(self.place)
        if found is None:
            return self.place or say(mark("Hele skjemaet"))
        section, question, rest = found.groups()
        words = say(mark("Del %(section)s"), section=int(section) + 1)
        if question is not None:
            words = say(mark("Del %(section)s, spørsmål %(question)s"), section=int(section) + 1, question=int(question) + 1)
        return f"{words} ({rest})" if rest else words


class InvalidQuestionnaire(Refused):
    """The document is not a sound questionnaire; `faults` lists everything that is wrong."""

    code = "invalid_questionnaire"
    status = 422
    title = "Spørreskjemaet har feil"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place}: {fault.code}" for fault in faults[:5]))
        self.faults = tuple(faults)


_PATTERNS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"unknown field `(.{1,80})"), "unknown_field", "name"),
    (re.compile(r"missing required field `(.{1,80}?)`"), "missing_field", "name"),
    (re.compile(r"matching regex"), "bad_id", ""),
    (re.compile(r"of length >= (\d+)"), "too_short", ""),
    (re.compile(r"of length <= (\d+)"), "too_long", "most"),
    (re.compile(r"Expected `(?:int|float)[^`]*` >= ([-\d.e+]+)"), "too_low", "least"),
    (re.compile(r"Expected `(?:int|float)[^`]*` <= ([-\d.e+]+)"), "too_high", "most"),
    (re.compile(r", got `(\w+)`"), "wrong_type", "found"),
)
_AT = re.compile(r" - at (?:`key` in )?`\$\.?(.*?)`$")
_UNKNOWN = re.compile(r"Invalid (?:enum )?value '?(.{0,80}?)'?(?: - at|$)", re.DOTALL)


def fault_of(error: msgspec.ValidationError, place: str) -> Fault:
    """The decoder's own complaint as a fault of ours."""
    complaint = str(error)
    found = _AT.search(complaint)
    inner = found.group(1).replace("[...]", "") if found else ""
    where = f"{place}.{inner}" if place and inner else place or inner
    if unknown := _UNKNOWN.match(complaint):
        return _unknown_value(where, unknown.group(1))
    if "matching regex" in complaint and ("`key`" in complaint or where.startswith("languages")):
        return Fault(where, "bad_language")
    for pattern, code, value_name in _PATTERNS:
        if match := pattern.search(complaint):
            return Fault(where, code, {value_name: match.group(1).rstrip("`")} if value_name else {})
    return Fault(where, "unfit")


def _unknown_value(place: str, value: str) -> Fault:
    if place == "format":
        return Fault(place, "wrong_format")
    return Fault(place, "unknown_kind", {"name": value}) if place.endswith("kind") else Fault(place, "unfit")
