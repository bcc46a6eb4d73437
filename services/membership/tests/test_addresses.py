import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from membership.signing_up.addresses import HELD, Addresses, Known

from .conftest import Running

NOW = datetime(2100, 11, 23, 12, tzinfo=UTC)  # long after what the service itself tidies away while the test runs
ADDRESS = b"a" * 32


async def asked(running: Running, after: timedelta, address: bytes = ADDRESS) -> bool:
    async with running.parts.addresses.sign_up_of(address, NOW + after) as known:
        return known.mail_allowed


async def test_an_address_gets_a_mail_every_ten_minutes_and_three_a_day(running: Running) -> None:
    minutes = (0, 1, 9, 10, 12, 25, 40, 1000, 1439, 1440, 1441)
    allowed = [n for n in minutes if await asked(running, timedelta(minutes=n))]
    assert allowed == [0, 10, 25, 1440]


async def test_asking_again_and_again_does_not_put_off_the_next_mail(running: Running) -> None:
    assert await asked(running, timedelta(0))
    assert not any([await asked(running, timedelta(minutes=n)) for n in range(1, 10)])
    assert await asked(running, timedelta(minutes=10))


async def test_one_address_does_not_use_up_anothers_mails(running: Running) -> None:
    assert await asked(running, timedelta(0))
    assert await asked(running, timedelta(0), b"b" * 32)


async def test_a_sign_up_that_failed_has_not_used_up_a_mail(running: Running) -> None:
    with pytest.raises(ConnectionError):
        async with running.parts.addresses.sign_up_of(ADDRESS, NOW):
            raise ConnectionError
    async with running.parts.addresses.sign_up_of(ADDRESS, NOW) as known:
        assert known == Known(None, mail_allowed=True)


async def test_twenty_processes_at_once_are_one_mail(running: Running) -> None:
    async def asked_of_another() -> bool:
        async with Addresses(running.parts.engine).sign_up_of(ADDRESS, NOW) as known:
            return known.mail_allowed

    assert sum(await asyncio.gather(*(asked_of_another() for _ in range(20)))) == 1


async def test_a_process_that_died_in_the_middle_holds_a_mail_back_for_half_a_minute(running: Running) -> None:
    dying = running.parts.addresses.sign_up_of(ADDRESS, NOW)
    assert (await dying.__aenter__()).mail_allowed
    assert not await asked(running, HELD - timedelta(seconds=1))
    assert await asked(running, HELD)
    assert not await asked(running, HELD + timedelta(minutes=9))
    await dying.__aexit__(None, None, None)
