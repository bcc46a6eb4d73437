from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


@pytest.fixture
async def database(postgres: Callable[..., Awaitable[str]]) -> str:
    """The address of an empty database with the tables of analytics."""
    return await postgres("analytics")


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(database.replace("postgresql://", "postgresql+asyncpg://", 1))
    yield engine
    await engine.dispose()
