from membership.signing_up import waiting

from .conftest import Running


async def test_who_signs_up_waits_and_who_confirms_does_not(running: Running) -> None:
    await running.sign_up()
    await running.join()
    await running.everything_projected()
    async with running.parts.engine.connect() as connection:
        assert await waiting.count(connection) == 1


async def test_those_who_began_and_ended_within_a_batch_were_never_there(running: Running) -> None:
    await running.join()
    await running.everything_projected()
    signed_up, joined = await running.events()
    async with running.parts.engine.begin() as connection:
        await waiting.project(connection, [signed_up, joined])
        assert await waiting.count(connection) == 0
        await waiting.project(connection, [signed_up])
        await waiting.project(connection, [signed_up])
        assert await waiting.count(connection) == 1
        await waiting.project(connection, [joined])
        assert await waiting.count(connection) == 0


async def test_a_long_wait_is_found_without_reading_all_of_them(running: Running) -> None:
    async with running.parts.engine.begin() as connection:
        await connection.exec_driver_sql(
            "insert into waiting (member_id, mailed, signed_up_at, confirm_before) "
            "select gen_random_uuid(), n % 2 = 0, now(), now() + n * interval '1 second' from generate_series(1, 20000) as n"
        )
        await connection.exec_driver_sql("analyze waiting")
        plan = "explain " + str(waiting.OVERDUE).replace(":before", "now()").replace(":limit", "500")
        rows = (await connection.exec_driver_sql(plan)).scalars().all()
    assert any("waiting_first_over" in row for row in rows), rows
