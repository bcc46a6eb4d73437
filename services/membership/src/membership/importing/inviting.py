"""The work itself: each person of a file becomes a sign-up and is asked to confirm. Batch by batch; killed, it goes on.

A sign-up's id is made from the import and the row, and its address is claimed: whatever is done twice is one.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import structlog

import ui
from eventlog import AlreadyClaimed, Append, StaleVersion
from membership.events import Source
from membership.importing import imports, kept, progress
from membership.importing.columns import Field
from membership.importing.panel_import import (
    TIME_TO_DECIDE,
    Cancel,
    Complete,
    ImportGone,
    NoSuchImport,
    PanelImport,
    Stage,
    panel_imports,
)
from membership.importing.people import Person, Understood, understand
from membership.member import Member, SignUp, members
from membership.parts import Parts, parts_in
from membership.signing_up import addresses, invited, sealed_profile
from runtime.house import House
from sealing import Key, keyed_hash
from ui.formats import HERE

AT_ONCE = 250
EVERY = 1.0


async def import_for_ever(house: House) -> None:
    while True:
        parts, now = parts_in(house), house.clock()
        async with parts.engine.connect() as connection:
            ordered = await imports.ordered(connection)
        for import_id in ordered:
            await bring_in(parts, import_id, now)
        await asyncio.sleep(EVERY)


async def bring_in(parts: Parts, import_id: UUID, now: datetime) -> None:
    """From wherever it has come to its end."""
    state = (await parts.log.load(panel_imports, import_id)).state
    if state.stage is not Stage.ordered:
        return
    try:
        sheet = await kept.read(parts, import_id)
    except ImportGone:
        await _end(parts, import_id, now)
        return
    understood = await asyncio.to_thread(understand, sheet, *_as_ordered(state))
    await _invite_all(parts, import_id, understood, now)
    await _end(parts, import_id, now)
    structlog.get_logger("membership").info("import_completed", rows=len(sheet.rows))


def _as_ordered(state: PanelImport) -> tuple[dict[Field, int], ui.Municipality, date]:
    """What was previewed, even if it is done after midnight."""
    assert state.columns is not None
    assert state.ordered_at is not None
    columns = {field: state.columns[field] for field in Field if field in state.columns}
    return columns, ui.municipality(), state.ordered_at.astimezone(HERE).date()


async def _invite_all(parts: Parts, import_id: UUID, understood: Understood, now: datetime) -> None:
    async with parts.engine.begin() as connection:
        await progress.begin(connection, import_id, len(understood.people), understood.rejected, now)
        reached = await progress.of(connection, import_id)
    assert reached is not None
    for batch in _batches([person for person in understood.people if person.row > reached.row]):
        new = await invite(parts, import_id, batch, now)
        async with parts.engine.begin() as connection:
            await progress.advance(connection, import_id, batch[-1].row, new, len(batch) - new)


def _batches(people: Sequence[Person]) -> Iterator[Sequence[Person]]:
    for start in range(0, len(people), AT_ONCE):
        yield people[start : start + AT_ONCE]


@dataclass(frozen=True, repr=False)
class _Guest:
    """A person, the id their sign-up has, and the keyed hash of their address."""

    person: Person
    member_id: UUID
    address: bytes


async def invite(parts: Parts, import_id: UUID, people: Sequence[Person], now: datetime) -> int:
    """Returns how many of them were invited by this import, now or at an earlier try; the others were known before."""
    guests = [_guest(parts, import_id, person) for person in people]
    claims = [make(guest.address) for guest in guests for make in (addresses.claim, invited.claim)]
    async with parts.engine.connect() as connection:
        holders = await invited.holders(connection, claims)
    whose = {guest.member_id: _holder(guest, holders) for guest in guests}
    fresh = [guest for guest in guests if whose[guest.member_id] is None]
    mine = sum(whose[guest.member_id] == guest.member_id for guest in guests)
    return mine + await _sign_up(parts, fresh, now)


def _guest(parts: Parts, import_id: UUID, person: Person) -> _Guest:
    made_of = keyed_hash(parts.lookup_key, f"import {import_id} {person.row}")
    return _Guest(person, UUID(bytes=made_of[:16], version=4), parts.address_hash(person.applicant.email))


def _holder(guest: _Guest, holders: Mapping[bytes, UUID]) -> UUID | None:
    return holders.get(addresses.claim(guest.address)) or holders.get(invited.claim(guest.address))


async def _sign_up(parts: Parts, guests: Sequence[_Guest], now: datetime) -> int:
    """How many were new. One whose key is destroyed was here at an earlier try, and has said no since."""
    keys = await parts.keyring.create_many(guest.member_id for guest in guests)
    living = [guest for guest in guests if guest.member_id in keys]
    results = await parts.log.append_each([_append(guest, keys[guest.member_id], now) for guest in living])
    mailed: list[_Guest] = []
    for guest, result in zip(living, results, strict=True):
        if isinstance(result, int):
            mailed.append(guest)
        elif isinstance(result, AlreadyClaimed):
            await parts.destroy_keys([guest.member_id])
        elif not isinstance(result, StaleVersion):
            raise result
    async with parts.engine.begin() as connection:
        await addresses.note_mails(connection, [guest.address for guest in mailed], now)
    return len(guests) - sum(isinstance(result, AlreadyClaimed) for result in results)


def _append(guest: _Guest, key: Key, now: datetime) -> Append:
    profile = sealed_profile.seal(guest.person.applicant, key, guest.member_id)
    command = SignUp(
        profile=profile,
        consent=None,
        language=guest.person.language,
        campaign=None,
        known_member=None,
        mail_allowed=True,
        source=Source.imported,
    )
    return Append(guest.member_id, 0, members.decide(command, Member(), now), (invited.claim(guest.address),))


async def _end(parts: Parts, import_id: UUID, now: datetime) -> None:
    """The rows are erased, then it is recorded. What was erased before it was done is cancelled."""
    async with parts.engine.connect() as connection:
        reached = await progress.of(connection, import_id)
        rejected = await progress.rejected(connection, import_id)
    await kept.erase(parts, import_id)
    if reached is None or reached.done < reached.people:
        await parts.log.execute(panel_imports, import_id, Cancel(None), now)
        return
    counts = Counter(str(row.reason) for row in rejected)
    await parts.log.execute(panel_imports, import_id, Complete(reached.invited, reached.known, counts), now)


async def erase_old(parts: Parts, now: datetime) -> int:
    """Files nobody went on with within a day, and whatever an interruption left behind; returns how many."""
    async with parts.engine.begin() as connection:
        await progress.forget_old(connection, now)
        old = await kept.old(connection, now - TIME_TO_DECIDE)
    for import_id in old:
        await kept.erase(parts, import_id)
        with contextlib.suppress(NoSuchImport):  # cut off between its rows and its record
            await parts.log.execute(panel_imports, import_id, Cancel(None), now)
    return len(old)
