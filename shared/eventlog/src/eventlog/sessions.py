"""One database connection that is there again after the database was away."""

import asyncio

import asyncpg

from eventlog.refusals import LogUnavailable

# What asyncpg raises when the server goes away: outcome unknown, worth another try.
LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the driver's own state when a connection ends in the middle of an answer
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)
PAUSE = 0.05


class Session:
    """A single asyncpg connection, opened when asked for and opened anew when it was lost. For one user at a time."""

    def __init__(self, dsn: str, *, application: str) -> None:
        self._dsn = dsn
        self._application = application
        self._connection: asyncpg.Connection | None = None

    async def connection(self, patience: float) -> asyncpg.Connection:
        """The open connection; raises LogUnavailable when there is none within `patience` seconds."""
        if self._connection is not None and not self._connection.is_closed():
            return self._connection
        give_up = asyncio.get_running_loop().time() + patience
        while True:
            try:
                self._connection = await asyncpg.connect(
                    self._dsn,
                    timeout=5,
                    server_settings={"application_name": self._application, "plan_cache_mode": "force_generic_plan"},
                )
            except (*LOST, TimeoutError, asyncpg.TooManyConnectionsError) as error:
                if asyncio.get_running_loop().time() + PAUSE >= give_up:
                    raise LogUnavailable from error
                await asyncio.sleep(PAUSE)
            else:
                return self._connection

    def drop(self) -> None:
        """Whatever state it is in, this connection is not used again."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close(timeout=2)
            self._connection = None
