"""Where pictures lie: a table of their own, by what is in them.

No read model: a picture is no fact of the log, and could not be made anew from it. The definition names a picture by its
hash, so the facts say which one was shown, and none can be exchanged for another.
"""

import asyncio
from hashlib import sha256

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from surveys.pictures.taken_in import take_in

KEEP = text("insert into pictures (file, content) values (:file, :content) on conflict do nothing")
FIND = text("select content from pictures where file = :file")


async def store(engine: AsyncEngine, content: bytes) -> str:
    """The name it is kept under from now on; the same picture has the same name. Raises PictureRefused."""
    picture = await asyncio.to_thread(take_in, content)
    file = sha256(picture).hexdigest()
    async with engine.begin() as connection:
        await connection.execute(KEEP, {"file": file, "content": picture})
    return file


async def find(engine: AsyncEngine, file: str) -> bytes | None:
    """WebP."""
    async with engine.connect() as connection:
        content: bytes | None = await connection.scalar(FIND, {"file": file})
    return content
