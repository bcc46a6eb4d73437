"""What an import could not bring along, told to the person who imports."""

from collections.abc import Mapping

import msgspec

from eventlog import Refused
from surveys.questionnaire.faults import Say
from ui import mark

LONGEST = 200


class Loss(msgspec.Struct, frozen=True):
    """Where (a code of the file), what (as it stands in the file), and why: a text that is translated where it is shown."""

    place: str
    what: str
    reason: str


class Ledger:
    """Collects losses in the order they are met; the same loss once."""

    def __init__(self) -> None:
        self._losses: dict[Loss, None] = {}

    def lose(self, place: str, what: str, reason: str) -> None:
        words = " ".join(what.split())
        self._losses[Loss(place, words if len(words) <= LONGEST else words[: LONGEST - 1] + "…", reason)] = None

    @property
    def losses(self) -> list[Loss]:
        return list(self._losses)


REASONS: Mapping[str, str] = {
    "too_big": mark("Filen er for stor. Den kan være på høyst %(most)s MB."),
    "not_xml": mark("Filen er ikke gyldig XML. Eksporter undersøkelsen fra LimeSurvey på nytt."),
    "unsafe": mark("Filen har en dokumenttype eller henvisninger ut av filen. Det er ikke tillatt."),
    "too_deep": mark("Innholdet i filen er nøstet for dypt."),
    "not_a_survey": mark("Filen er ikke en undersøkelse fra LimeSurvey. Eksporter den som «Undersøkelsesstruktur (*.lss)»."),
    "no_language": mark("Undersøkelsen finnes verken på bokmål, nynorsk eller engelsk, bare på: %(found)s."),
    "no_questions": mark("Ingen av spørsmålene i filen kan brukes her."),
    "too_much": mark("Undersøkelsen er for stor for dette formatet: den har mer enn 500 spørsmål eller 100 deler."),
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
