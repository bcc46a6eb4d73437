"""Bringing a service's database to its newest migration: `python -m runtime.migrate SERVICE DATABASE_URL`.

Migrations are numbered files `services/<name>/migrations/0001_….py` with `revision`, `down_revision` and `upgrade()`;
they are only ever added.
"""

import asyncio
import importlib.util
import sys
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine


def migrations_of(service: str) -> Path:
    spec = importlib.util.find_spec(service)
    if spec is None or spec.origin is None:
        raise LookupError(f"no service {service} is installed")
    return Path(spec.origin).parents[2] / "migrations"


def script_of(service: str) -> ScriptDirectory:
    folder = str(migrations_of(service))
    return ScriptDirectory(folder, version_locations=[folder])


async def upgrade(service: str, database_url: str) -> None:
    """Run what is missing, in one transaction. Quick when nothing is."""
    engine = create_async_engine(database_url.replace("postgresql://", "postgresql+asyncpg://", 1))
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_upgrade, script_of(service))
            await connection.commit()
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, script: ScriptDirectory) -> None:
    context = EnvironmentContext(Config(), script, fn=lambda revision, _: script._upgrade_revs("head", revision))  # noqa: SLF001 – as alembic's own `upgrade` does
    with context:
        context.configure(connection=connection, target_metadata=None)
        with context.begin_transaction():
            context.run_migrations()


if __name__ == "__main__":
    asyncio.run(upgrade(sys.argv[1], sys.argv[2]))
