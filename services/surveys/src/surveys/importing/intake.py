"""What an uploaded file holds: a definition of our own, or another tool's survey with everything it loses on the way."""

from dataclasses import dataclass
from typing import Any

from eventlog import Refused
from surveys.events import Loss
from surveys.importing import UnusableFile, import_file
from surveys.questionnaire import Fault, InvalidQuestionnaire, faults_of, read_draft
from ui import Texts, mark


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
            return in_words(self.cause.faults, say)
        return [(say(mark("Hele filen")), self.cause.reason(say))]


@dataclass(frozen=True)
class Taken:
    """`missing`: what has to be written or put right before it can be published; a draft may lack it."""

    definition: dict[str, Any]
    losses: tuple[Loss, ...] = ()
    missing: tuple[Fault, ...] = ()
    foreign: bool = False


def take_in(content: bytes) -> Taken:
    """Blocks for as long as the reading takes. Raises Unusable."""
    try:
        imported = import_file(content)
        questionnaire = read_draft(imported.questionnaire)
    except (InvalidQuestionnaire, UnusableFile) as error:
        raise Unusable(error) from error
    losses = tuple(Loss(loss.place, loss.what, loss.reason) for loss in imported.losses)
    return Taken(questionnaire.document(), losses, tuple(faults_of(questionnaire)), imported.foreign)


def in_words(faults: tuple[Fault, ...], say: Texts) -> list[tuple[str, str]]:
    return [(fault.place_in_words(say), fault.reason(say)) for fault in faults]
