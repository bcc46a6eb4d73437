import asyncio
import random
from uuid import UUID, uuid4

import asyncpg
import pytest

from eventlog import AlreadyClaimed, Append, EventTypes, StaleVersion, Unwritable
from eventlog.events import Event

from .conftest import NOW, Raised, TooHigh, Toy, Whispered, counter


async def test_a_command_appends_what_was_decided(toy: Toy) -> None:
    async with toy.log() as log:
        stream = uuid4()
        outcome = await log.execute(counter, stream, 5, NOW)
        assert (outcome.state, outcome.events, outcome.position) == (5, (Raised(by=5),), 1)
        assert (await log.load(counter, stream)).state == 5


async def test_a_refused_command_appends_nothing(toy: Toy) -> None:
    async with toy.log() as log:
        with pytest.raises(TooHigh):
            await log.execute(counter, uuid4(), 1_000_001, NOW)
    assert await toy.fetch("select 1 from events") == []


async def test_a_command_with_nothing_new_stays_quiet(toy: Toy) -> None:
    async with toy.log() as log:
        assert (await log.execute(counter, uuid4(), 0, NOW)).position == 0
    assert await toy.fetch("select 1 from events") == []


async def test_only_what_the_world_may_know_is_announced(toy: Toy) -> None:
    async with toy.log() as log:
        stream = uuid4()
        await log.append(Append(stream, 0, [Raised(by=1), Whispered(what="hush"), Raised(by=2)]))
    rows = await toy.fetch("select position, subject, data from announcements order by position")
    assert [(r["position"], r["data"]) for r in rows] == [
        (1, f'{{"counter":"{stream}","by":1}}'),
        (2, f'{{"counter":"{stream}","by":2}}'),
    ]


@pytest.mark.parametrize("text", ["\0", "a\0b", "\\\0", "\\\\\0"])
async def test_a_fact_that_no_read_model_could_show_is_refused(toy: Toy, text: str) -> None:
    async with toy.log() as log:
        with pytest.raises(Unwritable):
            await log.append(Append(uuid4(), 0, [Raised(by=1), Whispered(what=text)]))
    assert await toy.fetch("select 1 from events") == []


async def test_a_text_that_only_speaks_of_nul_is_kept(toy: Toy) -> None:
    async with toy.log() as log:
        await log.append(Append(uuid4(), 0, [Whispered(what="\\u0000")]))
    (row,) = await toy.fetch("select data->>'what' as what from events")
    assert row["what"] == "\\u0000"


async def test_a_stale_version_is_refused_and_the_rest_of_the_batch_is_written(toy: Toy) -> None:
    async with toy.log() as log:
        known, fresh = uuid4(), [uuid4() for _ in range(20)]
        await log.append(Append(known, 0, [Raised(by=1)]))
        results = await log.append_each(
            [Append(s, 0, [Raised(by=1)]) for s in fresh[:10]]
            + [Append(known, 0, [Raised(by=9)])]
            + [Append(s, 0, [Raised(by=1)]) for s in fresh[10:]]
        )
    assert isinstance(results[10], StaleVersion)
    assert sum(isinstance(r, int) for r in results) == 20
    assert len(await toy.fetch("select 1 from events")) == 21


async def test_of_many_who_claim_one_key_at_once_one_gets_it_and_all_others_are_told(toy: Toy) -> None:
    async with toy.log() as log:
        claiming = [log.execute(counter, uuid4(), 1, NOW, claim=b"one") for _ in range(30)]
        results = await asyncio.gather(*claiming, return_exceptions=True)
    assert sum(isinstance(result, AlreadyClaimed) for result in results) == 29
    assert len(await toy.fetch("select 1 from events")) == 1


async def test_one_command_sent_many_times_at_once_claims_once_and_is_quiet_after(toy: Toy) -> None:
    async with toy.log() as log:
        stream = uuid4()
        same = [Append(stream, 0, [Raised(by=1)], claims=(b"own",)) for _ in range(30)]
        results = await log.append_each(same)
    assert sum(isinstance(result, int) for result in results) == 1
    assert sum(isinstance(result, StaleVersion) for result in results) == 29, "it is its own claim: load anew and see"


async def test_two_commands_at_once_on_one_stream_are_both_counted(toy: Toy) -> None:
    async with toy.log() as one, toy.log() as other:
        stream = uuid4()
        await asyncio.gather(one.execute(counter, stream, 3, NOW), other.execute(counter, stream, 4, NOW))
        assert (await one.load(counter, stream)).state == 7


async def test_a_claim_is_taken_once(toy: Toy) -> None:
    async with toy.log() as log:
        await log.execute(counter, uuid4(), 1, NOW, claim=b"key")
        with pytest.raises(AlreadyClaimed):
            await log.execute(counter, uuid4(), 1, NOW, claim=b"key")
    assert len(await toy.fetch("select 1 from events")) == 1


async def test_a_released_claim_can_be_taken_again(toy: Toy) -> None:
    async with toy.log() as log:
        first = uuid4()
        await log.execute(counter, first, 1, NOW, claim=b"key")
        await log.execute(counter, first, 1, NOW, release=b"key")
        await log.execute(counter, uuid4(), 1, NOW, claim=b"key")
    assert len(await toy.fetch("select 1 from claims")) == 1


async def test_facts_are_never_changed(toy: Toy) -> None:
    async with toy.log() as log:
        await log.execute(counter, uuid4(), 1, NOW)
    for statement in ("update events set data = '{}'", "delete from events", "truncate events"):
        with pytest.raises(asyncpg.RaiseError):
            await toy.fetch(statement)


async def test_old_events_are_read_as_todays(toy: Toy) -> None:
    async with toy.log() as log:
        await log.execute(counter, uuid4(), 5, NOW)
    types = EventTypes(
        Raised,
        upcasts={
            ("raised", 1): lambda old: {**old, "by": old["by"] * 10},
            ("raised", 2): lambda old: {**old, "by": old["by"] + 1},
        },
    )
    row = (await toy.fetch("select type, schema_version, data from events"))[0]
    assert types.decode(row["type"], row["schema_version"], row["data"]) == Raised(by=51)
    assert types.version_of("raised") == 3


async def test_a_type_without_an_explicit_name_is_refused() -> None:
    class Nameless(Event, frozen=True):
        pass

    with pytest.raises(TypeError):
        EventTypes(Nameless)


async def test_no_reader_skips_an_event_under_64_writers_with_random_delays(toy: Toy) -> None:
    """Positions are contiguous and appear in order, whatever the writers do; some transactions take their time to commit."""
    streams = [uuid4() for _ in range(200)]
    seen: list[int] = []
    writing = True

    async def write(log_number: int, seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(12):
            await asyncio.sleep(chance.random() * 0.01)
            await logs[log_number].execute(counter, chance.choice(streams), 1, NOW)

    async def write_slowly(seed: int) -> None:
        """A foreign transaction that holds its commit back: the next ones must wait for it, or a reader would pass it by."""
        chance = random.Random(seed)
        connection = await asyncpg.connect(toy.url)
        for _ in range(6):
            async with connection.transaction():
                position = await connection.fetchval("update log_head set position = position + 1 returning position")
                await connection.execute(
                    "insert into events values ($1, $2, $3, 1, 'raised', 1, '{\"type\":\"raised\",\"by\":1}', '{}')",
                    position, uuid4(), uuid4(),
                )  # fmt: skip
                await asyncio.sleep(chance.random() * 0.02)
        await connection.close()

    async def read() -> None:
        last = 0
        connection = await asyncpg.connect(toy.url)
        while True:
            done = not writing
            rows = await connection.fetch("select position from events where position > $1 order by position limit 50", last)
            seen.extend(r["position"] for r in rows)
            if rows:
                last = rows[-1]["position"]
            elif done:
                break
        await connection.close()

    async with toy.log() as one, toy.log() as two, toy.log() as three:
        logs = [one, two, three]
        readers = [asyncio.create_task(read())]
        await asyncio.gather(*(write(n % 3, n) for n in range(60)), *(write_slowly(n) for n in range(4)))
        writing = False
        await asyncio.gather(*readers)
    total = 60 * 12 + 4 * 6
    assert seen == list(range(1, total + 1))


async def test_what_was_acknowledged_is_there_and_once_when_connections_are_cut_at_any_moment(toy: Toy) -> None:
    """The connection is torn down again and again under load: each append is answered, and counted exactly once."""
    cutting = True
    cuts = 0

    async def cut() -> None:
        nonlocal cuts
        connection = await asyncpg.connect(toy.url)
        while cutting:
            await asyncio.sleep(0.015 * 1.05**cuts)  # ever more rarely: a busy machine takes long to connect
            cuts += await connection.fetchval(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = $1",
                f"{toy.service}-commit",
            )
        await connection.close()

    async with toy.log() as log:
        scissors = asyncio.create_task(cut())
        streams: list[UUID] = [uuid4() for _ in range(40)]

        async def write(stream: UUID) -> None:
            for _ in range(15):
                await log.execute(counter, stream, 1, NOW)
                await asyncio.sleep(0.01)

        await asyncio.gather(*(write(s) for s in streams))
        cutting = False
        await scissors
        states = [(await log.load(counter, s)).state for s in streams]
    assert cuts > 5
    assert states == [15] * 40
    rows = await toy.fetch("select position from events order by position")
    assert [r["position"] for r in rows] == list(range(1, 601))
