"""The journal of those who were erased: random ids and nothing else, in a file that only grows, outside every database.

A backup that is put back brings keys and members back with it. What is in this file stays erased: it is on the disk before a
key is destroyed, and read again before anything is served (`erased_again.py`).
"""

import asyncio
import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID


class Erasures:
    def __init__(self, path: Path) -> None:
        self._path = path

    async def note(self, member_ids: Iterable[UUID]) -> None:
        """Returns when they are on the disk."""
        await asyncio.to_thread(self._append, "".join(f"{member_id}\n" for member_id in member_ids).encode())

    async def read(self) -> set[UUID]:
        return await asyncio.to_thread(self._read)

    def _append(self, lines: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self._path.exists()
        with self._path.open("a+b") as file:
            size = file.seek(0, os.SEEK_END)
            torn = size > 0 and os.pread(file.fileno(), 1, size - 1) != b"\n"  # the machine stopped in the middle of a line
            file.write(b"\n" * torn + lines)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            _sync(self._path.parent)

    def _read(self) -> set[UUID]:
        """A line that was cut off was never acknowledged, and tells of nobody."""
        erased: set[UUID] = set()
        with contextlib.suppress(FileNotFoundError), self._path.open(encoding="ascii", errors="replace") as lines:
            for line in lines:
                with contextlib.suppress(ValueError):
                    erased.add(UUID(line.strip()))
        return erased


def _sync(folder: Path) -> None:
    """A new file is there for good only when its folder says so."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
