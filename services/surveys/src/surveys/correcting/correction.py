"""A text put right after the survey was published: a slip, not another question. The structure stays as it is.

CorrectionRefusal
└── NothingToCorrect     there is no such text, or nothing would be left of it
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from eventlog import Event, Refused
from surveys.drafting import deciding
from surveys.drafting.changes import Reworded, all_applied
from surveys.drafting.commands import Reword
from surveys.events import SurveyReworded
from surveys.questionnaire.reading import read
from ui import mark


class CorrectWording(msgspec.Struct, frozen=True):
    """`reword` carries the text its writer saw; `reason` is kept with it."""

    survey_id: UUID
    reword: Reword
    reason: str
    by: UUID


class CorrectionRefusal(Refused):
    pass


class NothingToCorrect(CorrectionRefusal):
    code = "nothing_to_correct"
    status = 422
    title = mark("Bare en tekst som står der, kan rettes, og noe må stå der etterpå")


def correct(command: CorrectWording, definition: dict[str, Any], now: datetime) -> Sequence[Event]:
    """Raises EditConflict when the text is not what was seen, and InvalidQuestionnaire when it would not do."""
    made = deciding.decide(command.reword, definition, frozenset())
    if not made:
        return []
    (change,) = made
    if not isinstance(change, Reworded) or not change.before.strip() or not change.after.strip():
        raise NothingToCorrect
    corrected = all_applied(definition, made)
    read(corrected)
    return [
        SurveyReworded(
            survey_id=command.survey_id,
            piece=change.piece,
            field=change.field,
            language=change.language,
            before=change.before,
            after=change.after,
            reason=command.reason,
            definition=corrected,
            reworded_at=now,
            reworded_by=command.by,
        )
    ]
