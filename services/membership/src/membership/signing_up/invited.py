"""Which addresses were brought along from an earlier panel and have not answered? One address is invited once at a time.

The claim is held by the sign-up until it is confirmed, declined or out of time; then the address may be brought along anew.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

PREFIX = b"import:"
HOLDERS = text("select key, stream_id from claims where key = any(:keys)")
HELD = text(f"""
select stream_id, key from claims where stream_id = any(:ids) and substr(key, 1, {len(PREFIX)}) = :prefix
""")  # noqa: S608 – our own names; values are bound


def claim(address_hash: bytes) -> bytes:
    return PREFIX + address_hash


async def holders(connection: AsyncConnection, claims: Collection[bytes]) -> dict[bytes, UUID]:
    """Who holds each of the claims that are taken."""
    rows = await connection.execute(HOLDERS, {"keys": list(claims)})
    return {row.key: row.stream_id for row in rows}


async def held_by(connection: AsyncConnection, member_ids: Collection[UUID]) -> dict[UUID, bytes]:
    """The open invitation of each that has one. Found without the address, which cannot be read once its key is destroyed."""
    if not member_ids:
        return {}
    rows = await connection.execute(HELD, {"ids": list(member_ids), "prefix": PREFIX})
    return {row.stream_id: row.key for row in rows}
