"""Why an edit can be refused.

EditRefused
├── NoSuchPiece     404  somebody has removed it, or it never was
├── EditConflict    409  what stands there is not what the writer saw; carries both, so that no word is lost
├── StillRead       409  rules hang on it; carries which
├── IdTaken         409  an id is for ever one piece's
├── Unfit           422  no such edit can be made
├── NothingToUndo   409
└── TooOld          409  only the latest steps can be taken back
"""

from collections.abc import Sequence
from typing import Any

from eventlog import Refused
from surveys.drafting.hanging import Reader
from ui import mark


class EditRefused(Refused):
    pass


class NoSuchPiece(EditRefused):
    code = "no_such_piece"
    status = 404
    title = mark("Dette finnes ikke lenger i undersøkelsen")

    def __init__(self, piece: str) -> None:
        super().__init__(piece)
        self.piece = piece


class EditConflict(EditRefused):
    """`present` stands there now, `wanted` was to stand there, `seen` was there when the writer began."""

    code = "edit_conflict"
    title = mark("Noen andre har endret dette i mellomtiden")

    def __init__(self, piece: str, field: str, seen: Any, present: Any, wanted: Any, language: str = "") -> None:
        super().__init__(f"{piece} {field}")
        self.piece = piece
        self.field = field
        self.language = language
        self.seen = seen
        self.present = present
        self.wanted = wanted


class StillRead(EditRefused):
    code = "still_read"
    title = mark("Noe annet i undersøkelsen henger på dette")

    def __init__(self, piece: str, readers: Sequence[Reader]) -> None:
        super().__init__(piece)
        self.piece = piece
        self.readers = tuple(readers)


class IdTaken(EditRefused):
    code = "id_taken"
    title = mark("Denne id-en er brukt før i undersøkelsen")


class Unfit(EditRefused):
    code = "unfit_edit"
    status = 422
    title = mark("Denne endringen kan ikke gjøres")


class NothingToUndo(EditRefused):
    code = "nothing_to_undo"
    title = mark("Det er ingenting å angre")


class TooOld(EditRefused):
    code = "too_old_to_undo"
    title = mark("Dette er for lenge siden til å angres. Endre det tilbake for hånd.")
