"""What an uploaded file holds: a definition of our own, or another tool's survey with everything it loses on the way."""

from dataclasses import dataclass
from typing import Any

from eventlog import Refused
from surveys.events import Loss
from surveys.importing import UnusableFile, import_lss
from surveys.questionnaire import InvalidQuestionnaire, read
from ui import Texts, mark

XML = b"<"


class Unusable(Refused):
    """The file holds no questionnaire that can be used."""

    code = "unusable_file"
    status = 422
    title = mark("Filen kan ikke brukes slik den er")

    def __init__(self, cause: InvalidQuestionnaire | UnusableFile) -> None:
        super().__init__(str(cause))
        self.cause = cause

    def in_words(self, say: Texts) -> list[tuple[str, str]]:
        """Every fault: where, and what is wrong."""
        if isinstance(self.cause, InvalidQuestionnaire):
            return [(fault.place_in_words(say), fault.reason(say)) for fault in self.cause.faults]
        return [(say(mark("Hele filen")), self.cause.reason(say))]


@dataclass(frozen=True)
class Taken:
    definition: dict[str, Any]
    losses: tuple[Loss, ...] = ()
    imported: bool = False


def take_in(content: bytes) -> Taken:
    """Raises Unusable."""
    try:
        if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != XML:
            return Taken(read(content).document())
        imported = import_lss(content)
        read(imported.questionnaire)
    except (InvalidQuestionnaire, UnusableFile) as error:
        raise Unusable(error) from error
    losses = tuple(Loss(loss.place, loss.what, loss.reason) for loss in imported.losses)
    return Taken(imported.questionnaire, losses, imported=True)
