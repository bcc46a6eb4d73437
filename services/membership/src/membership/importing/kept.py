"""The rows of a file between its upload and its end: sealed with a key of their own, in a table and nowhere else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from membership.importing.panel_import import ImportGone
from membership.importing.sheet import Sheet
from membership.parts import Parts
from sealing import Key

AT_ONCE = 500
KEEP = text("insert into import_rows (import_id, chunk, sealed, kept_at) values (:import_id, :chunk, :sealed, :now)")
READ = text("select chunk, sealed from import_rows where import_id = :import_id order by chunk")
ERASE = text("delete from import_rows where import_id = :import_id")
OLD = text("select distinct import_id from import_rows where kept_at < :before")
Rows = Sequence[Sequence[str]]


async def keep(parts: Parts, import_id: UUID, sheet: Sheet, now: datetime) -> None:
    key = await parts.keyring.create(import_id)
    starts = range(0, len(sheet.rows), AT_ONCE)
    chunks: list[object] = [[sheet.heading, sheet.first], *(sheet.rows[start : start + AT_ONCE] for start in starts)]
    rows = [
        {"import_id": import_id, "chunk": n, "sealed": _seal(key, import_id, n, chunk), "now": now}
        for n, chunk in enumerate(chunks)
    ]
    async with parts.engine.begin() as connection:
        await connection.execute(KEEP, rows)


def _seal(key: Key, import_id: UUID, chunk: int, content: object) -> str:
    return key.seal(f"rows.{chunk}", import_id, msgspec.json.encode(content).decode())


async def read(parts: Parts, import_id: UUID) -> Sheet:
    """Raises ImportGone once the key is destroyed."""
    keys = await parts.keyring.get([import_id])
    async with parts.engine.connect() as connection:
        kept = (await connection.execute(READ, {"import_id": import_id})).all()
    if import_id not in keys or not kept:
        raise ImportGone
    first, *rest = (keys[import_id].open(f"rows.{row.chunk}", import_id, row.sealed) for row in kept)
    heading, number = msgspec.json.decode(first, type=tuple[list[str], int])
    return Sheet(heading, [row for chunk in rest for row in msgspec.json.decode(chunk, type=list[list[str]])], number)


async def erase(parts: Parts, import_id: UUID) -> None:
    """The key first: then what is left of the rows is nothing, here and in any copy."""
    await parts.destroy_keys([import_id])
    async with parts.engine.begin() as connection:
        await connection.execute(ERASE, {"import_id": import_id})


async def old(connection: AsyncConnection, before: datetime) -> list[UUID]:
    return list(await connection.scalars(OLD, {"before": before}))
