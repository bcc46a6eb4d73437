"""What each person can take back. The latest steps of a survey, with what undoes them."""

from uuid import UUID

import msgspec

from surveys.drafting.changes import (
    Added,
    Change,
    Changed,
    LanguagesChanged,
    Moved,
    Removed,
    Replaced,
    Reworded,
    applied,
    inverse,
)
from surveys.drafting.hanging import readers
from surveys.drafting.pieces import SURVEY, Document, field_of, find, list_path, place_of
from surveys.drafting.refusals import EditConflict, NothingToUndo, StillRead, TooOld

MOST = 200


class Step(msgspec.Struct, frozen=True):
    """One edit. `number` is the survey's version after it."""

    number: int
    by: UUID
    changes: tuple[Change, ...]
    back: tuple[Change, ...]
    undone: bool = False


class Steps(msgspec.Struct, frozen=True):
    """`taken_back`: the numbers of undone steps that can be made again, in the order they were undone."""

    latest: tuple[Step, ...] = ()
    taken_back: tuple[int, ...] = ()

    def step(self, number: int) -> Step | None:
        return next((step for step in self.latest if step.number == number), None)


def with_step(steps: Steps, number: int, by: UUID, changes: tuple[Change, ...], before: Document) -> Steps:
    """After a new edit its writer can redo nothing any more."""
    made = Step(number, by, changes, inverse(changes, before))
    owners = {step.number: step.by for step in steps.latest}
    left = tuple(n for n in steps.taken_back if owners.get(n) not in {by, None})
    return Steps((*steps.latest, made)[-MOST:], left)


def with_undone(steps: Steps, number: int) -> Steps:
    return Steps(_marked(steps, number, undone=True), (*steps.taken_back, number))


def with_redone(steps: Steps, number: int) -> Steps:
    return Steps(_marked(steps, number, undone=False), tuple(n for n in steps.taken_back if n != number))


def _marked(steps: Steps, number: int, *, undone: bool) -> tuple[Step, ...]:
    return tuple(msgspec.structs.replace(s, undone=undone) if s.number == number else s for s in steps.latest)


def to_undo(steps: Steps, by: UUID, number: int | None) -> Step:
    """The named step, else the person's own latest that stands."""
    if number is None:
        own = [step for step in steps.latest if step.by == by and not step.undone]
        if not own:
            raise NothingToUndo
        return own[-1]
    named = steps.step(number)
    if named is None:
        raise TooOld
    return named


def to_redo(steps: Steps, by: UUID, number: int | None) -> Step:
    for candidate in reversed(steps.taken_back):
        step = steps.step(candidate)
        if step is not None and step.by == by and number in {None, candidate}:
            return step
    raise NothingToUndo


def undoing(steps: Steps, step: Step, document: Document) -> tuple[Change, ...]:
    """What takes the step back. Raises EditConflict where somebody has changed the same since."""
    later = [other for other in steps.latest if other.number > step.number and not other.undone]
    if later and any(isinstance(change, Replaced) for change in step.changes):
        raise EditConflict(SURVEY, "", None, None, None)
    moved = {change.piece for other in later if other.by != step.by for change in other.changes if isinstance(change, Moved)}
    for change in step.back:
        if isinstance(change, Moved) and change.piece in moved:
            raise EditConflict(change.piece, "place", change.from_after, place_of(document, change.piece)[1], change.after)
    return fitting(document, step.back)


def fitting(document: Document, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes as they can be made to this document. Raises where it is not as they left it."""
    made = []
    for change in changes:
        if isinstance(change, Reworded) and len(changes) > 1 and find(document, change.piece) is None:
            continue  # a language comes back: what was removed meanwhile needs no text in it
        _must_fit(document, change)
        document = applied(document, change)
        made.append(change)
    return tuple(made)


def _must_fit(document: Document, change: Change) -> None:
    match change:
        case Reworded(piece, field, language, before, after):
            present = (field_of(document, piece, field) or {}).get(language, "")
            _must_be(present, before, EditConflict(piece, field, before, present, after, language))
            _must_stand(document, piece, field, after)
        case Changed(piece, field, before, after):
            present = field_of(document, piece, field)
            _must_be(present, before, EditConflict(piece, field, before, present, after))
            _must_stand(document, piece, field, after)
        case Removed(piece, _, _, content):
            present = find(document, piece)
            _must_be(present, content, EditConflict(piece, "", content, present, None))
            hanging = readers(document, piece, content)
            if hanging:
                raise StillRead(piece, hanging)
        case Added(piece, within, _, content):
            gone = list_path(document, within) is None or find(document, piece) is not None
            _must_be(gone, False, EditConflict(within, "", None, None, content))
        case Moved(piece, from_within, _, within, after):
            present = None if find(document, piece) is None else place_of(document, piece)[0]
            _must_be(present, from_within, EditConflict(piece, "place", from_within, present, after))
            _must_stand(document, within, "place", after, is_list=True)
        case LanguagesChanged(before, after):
            present = document["languages"]
            _must_be(present, list(before), EditConflict(SURVEY, "languages", before, present, after))
        case Replaced():
            pass


def _must_be(present: object, expected: object, conflict: EditConflict) -> None:
    if present != expected:
        raise conflict


def _must_stand(document: Document, piece: str, field: str, wanted: object, *, is_list: bool = False) -> None:
    found = list_path(document, piece) if is_list else find(document, piece)
    if found is None:
        raise EditConflict(piece, field, None, None, wanted)
