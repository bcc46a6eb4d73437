"""What an import could not bring along, told to the person who imports."""

from collections.abc import Mapping

import msgspec

from eventlog import Refused
from surveys.questionnaire.faults import Say
from surveys.questionnaire.judging import UNWRITTEN
from ui import mark

LONGEST = 200
LONGEST_PLACE = 100
LEFT_OUT = 4_000
"""The room for a whole question that is left out: its words and its answers can be written anew from the list."""


class Loss(msgspec.Struct, frozen=True):
    """Where (a code of the file), what (as it stands in the file), and why: a text that is translated where it is shown."""

    place: str
    what: str
    reason: str


class Ledger:
    """Collects losses in the order they are met; the same loss once."""

    def __init__(self) -> None:
        self._losses: dict[Loss, None] = {}

    def lose(self, place: str, what: str, reason: str, most: int = LONGEST) -> None:
        words = " ".join(UNWRITTEN.sub("", what).split())
        place = " ".join(UNWRITTEN.sub("", place).split())[:LONGEST_PLACE] or "?"
        self._losses[Loss(place, words if len(words) <= most else words[: most - 1] + "…", reason)] = None

    @property
    def losses(self) -> list[Loss]:
        return list(self._losses)


class Unsayable(Exception):
    """A rule of the file cannot be said here: why, and what of it."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.what = what


REASONS: Mapping[str, str] = {
    "too_big": mark("Filen er for stor. Den kan være på høyst %(most)s MB."),
    "not_xml": mark("Filen er ikke gyldig XML. Eksporter undersøkelsen fra LimeSurvey på nytt."),
    "not_json": mark("Filen er ikke gyldig JSON i UTF-8."),
    "unsafe": mark("Filen har en dokumenttype eller henvisninger ut av filen. Det er ikke tillatt."),
    "too_deep": mark("Innholdet i filen er nøstet for dypt."),
    "not_a_survey": mark(
        "Filen er ikke en undersøkelse, gruppe eller et spørsmål fra LimeSurvey. Eksporter den som .lss, .lsg eller .lsq."
    ),
    "not_known": mark("Filen er verken fra LimeSurvey, SurveyJS eller XLSForm, og ikke på vår egen form samrad.survey/1."),
    "no_questions": mark("Ingen av spørsmålene i filen kan brukes her."),
    "no_language": mark("Filen sier ikke hvilket språk tekstene er på."),
    "too_much": mark("Undersøkelsen er for stor for dette formatet: den har mer enn 500 spørsmål, 100 deler eller 1 MB tekst."),
    "macros": mark("Regnearket har makroer. Lagre det som en vanlig .xlsx-fil uten makroer."),
    "unreadable": mark("Regnearket kan ikke leses. Det kan være ødelagt eller ha passord."),
    "too_large_inside": mark("Regnearket er for stort når det pakkes ut."),
    "no_sheets": mark("Regnearket mangler arket «survey». En XLSForm har arkene «survey», «choices» og «settings»."),
    "no_type": mark("Arket «survey» mangler en kolonne som heter «type»."),
}


class UnusableFile(Refused):
    """The file holds nothing that can be imported."""

    code = "unusable_file"
    status = 422
    title = mark("Filen kan ikke importeres")

    def __init__(self, cause: str, **values: object) -> None:
        super().__init__(cause)
        self.cause = cause
        self.values = values

    def reason(self, say: Say) -> str:
        return say(REASONS[self.cause], **self.values)
