"""A panel's whole life as facts, made in bulk: people sign up through campaigns, change, pause, are asked to stay, leave.

The facts are of every kind that membership writes, in the order of their time; keys are real, those of the erased destroyed.
"""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from uuid import UUID, uuid4

import asyncpg
import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from eventlog import Event
from eventlog.events import type_name
from membership.background import age_band
from membership.campaigns.campaign_events import CampaignCreated, Channel
from membership.events import (
    EVENTS,
    Background,
    BackgroundChange,
    Consent,
    ContactBudgetChosen,
    Forgetting,
    Gender,
    MemberAskedToStay,
    MemberBackgroundChanged,
    MemberForgotten,
    MemberJoined,
    MemberPaused,
    MemberResumed,
    MemberStayed,
    MemberViewed,
    Notice,
    PauseReason,
    ProfileChanged,
    SealedProfile,
    SignedIn,
    SignedUp,
    SignInRequested,
    SignUpExpired,
)
from sealing import Key
from sealing.key import encrypt
from sealing.keyring import TABLE, _place

BEGIN = datetime(2023, 1, 9, 8, tzinfo=UTC)
DAY = timedelta(days=1)
AREAS = ("sandvika", "stabekk", "bekkestua", "rykkinn", "fornebu")
INTERESTS = ("climate", "schools", "transport", "culture", "sports")
CAMPAIGNS = ("byfesten", "plakaten", "avisen", "biblioteket")
STAFF = UUID(int=7)
Fact = tuple[datetime, UUID, Event]


@dataclass
class Panel:
    """What was made: who there is, and who there was."""

    facts: int
    members: int
    erased: int


async def fill(database_url: str, keyring_url: str, master_key: bytes, people: int, *, lively: bool = True) -> Panel:
    """`lively`: with all that happens after joining; else only those who sign up and join."""
    chance = random.Random(5)
    keys = {uuid4(): secrets.token_bytes(32) for _ in range(people)}
    facts = list(_campaigns()) + [
        fact for member_id, key in keys.items() for fact in _life(chance, member_id, Key(key), lively=lively)
    ]
    facts.sort(key=lambda fact: fact[0])
    erased = {stream for _, stream, event in facts if isinstance(event, MemberForgotten | SignUpExpired)}
    await _write_keys(keyring_url, master_key, keys, erased)
    await _write_facts(database_url, facts)
    joined = sum(isinstance(event, MemberJoined) for _, _, event in facts)
    forgotten = sum(isinstance(event, MemberForgotten) for _, _, event in facts)
    return Panel(len(facts), joined - forgotten, len(erased))


def _campaigns() -> Iterator[Fact]:
    for n, slug in enumerate(CAMPAIGNS):
        yield (
            BEGIN + n * timedelta(minutes=1),
            uuid4(),
            CampaignCreated(slug, Channel.event, "Bli med", BEGIN.date(), None, STAFF, BEGIN),
        )


def _life(chance: random.Random, member_id: UUID, key: Key, *, lively: bool) -> Iterator[Fact]:
    at = BEGIN + DAY + timedelta(seconds=chance.randrange(3 * 365 * 86_400))
    birth_year = chance.randrange(1938, 2009)
    profile = _profile(key, member_id, birth_year)
    campaign = chance.choice((*CAMPAIGNS, None))
    consent = Consent("2026-11", "0" * 64, "nb", "2026-11")
    yield at, member_id, SignedUp(profile, consent, "nb", campaign, Notice.confirm, None, at)
    if lively and chance.random() < 0.15:
        yield at + 2 * DAY, member_id, SignUpExpired(at + 2 * DAY)
        return
    at += timedelta(minutes=chance.randrange(1, 600))
    background = _background(chance, birth_year, at.date())
    yield at, member_id, MemberJoined(background, campaign, at)
    if lively:
        yield from _later(chance, member_id, profile, background, at)


def _later(
    chance: random.Random, member_id: UUID, profile: SealedProfile, background: Background, at: datetime
) -> Iterator[Fact]:
    for _ in range(chance.randrange(1, 6)):
        at += timedelta(hours=chance.randrange(2, 3_000))
        for event in _something(chance, member_id, profile, background, at):
            yield at, (uuid4() if isinstance(event, SignInRequested | SignedIn) else member_id), event
    if chance.random() < 0.15:
        at += DAY
        yield at, member_id, MemberForgotten(at, None, chance.choice((Forgetting.left, Forgetting.asleep)))


def _something(
    chance: random.Random, member_id: UUID, profile: SealedProfile, background: Background, at: datetime
) -> list[Event]:
    moved = msgspec.structs.replace(background, area=chance.choice(AREAS))
    choices: list[list[Event]] = [
        [SignInRequested(member_id, "nb", at)],
        [SignedIn(member_id, at)],
        [ProfileChanged(profile, "nn", at), MemberBackgroundChanged(moved, BackgroundChange.member, at)],
        [MemberPaused(date(2027, 1, 1), PauseReason.member, at)],
        [MemberResumed(at)],
        [ContactBudgetChosen(chance.choice((1, 2, None)), at)],
        [MemberAskedToStay(1, at), MemberStayed(at)],
        [MemberViewed(STAFF, "x" * 100, at)],
    ]
    return chance.choice(choices)


def _profile(key: Key, member_id: UUID, birth_year: int) -> SealedProfile:
    """Only the year of birth is read in bulk; the others are as long as sealed fields are."""
    sealed = secrets.token_urlsafe(60)
    year = key.seal("birth_year", member_id, str(birth_year))
    return SealedProfile(sealed, sealed, sealed, year, sealed, sealed, sealed)


def _background(chance: random.Random, birth_year: int, day: date) -> Background:
    interests = tuple(sorted(chance.sample(INTERESTS, chance.randrange(4))))
    return Background(age_band(birth_year, day), chance.choice(get_args(Gender)), chance.choice(AREAS), interests, "nb")


async def _write_keys(url: str, master_key: bytes, keys: dict[UUID, bytes], erased: set[UUID]) -> None:
    master = AESGCM(master_key)
    rows = [
        (subject, None if subject in erased else encrypt(master, _place(subject), key), BEGIN if subject in erased else None)
        for subject, key in keys.items()
    ]
    connection = await asyncpg.connect(url)
    await connection.execute(TABLE)
    await connection.copy_records_to_table("keys", records=rows, columns=["subject_id", "wrapped", "destroyed_at"])
    await connection.close()


async def _write_facts(url: str, facts: list[Fact]) -> None:
    versions: dict[UUID, int] = {}
    rows = []
    for position, (at, stream_id, event) in enumerate(facts, start=1):
        version = versions[stream_id] = versions.get(stream_id, 0) + 1
        name = type_name(type(event))
        data = msgspec.json.encode(event).decode()
        rows.append((position, uuid4(), stream_id, version, name, EVENTS.version_of(name), data, "{}", at))
    columns = ["position", "event_id", "stream_id", "version", "type", "schema_version", "data", "meta", "recorded_at"]
    connection = await asyncpg.connect(url)
    await connection.copy_records_to_table("events", records=rows, columns=columns)
    await connection.execute("update log_head set position = $1", len(rows))
    await connection.execute("analyze")
    await connection.close()
