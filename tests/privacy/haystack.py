"""Every byte at rest of a stack, and finding a text in it however it may be written there."""

import asyncio
import base64
import json
import quopri
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import nats

from local.postgres import binaries, run

CHUNK = 8 * 1024**2
LONGEST_VARIANT = 4096
MAIL_CATCHER = ("inbox.sqlite",)
"""It stands in for everybody's mailbox: what was sent to a person is there, and nowhere else."""


@dataclass(frozen=True)
class Find:
    what: str
    written_as: str
    where: str


def variants(text: str) -> dict[bytes, str]:
    """The ways a text may stand in a file, each with its name."""
    raw = text.encode()
    ways = {
        raw: "as it is",
        raw.lower(): "in small letters",
        text.casefold().encode(): "casefolded",
        text.encode("utf-16-le"): "UTF-16",
        text.encode("latin-1", errors="replace"): "Latin-1",
        quopri.encodestring(raw): "quoted-printable",
        quote(text).encode(): "percent-encoded",
        quote(text, safe="@").encode(): "percent-encoded but for @",
        raw.hex().encode(): "hex",
        json.dumps(text)[1:-1].encode(): "escaped as in JSON",
        text.encode("unicode_escape"): "escaped as in Python",
        text[::-1].encode(): "backwards",
    }
    for shift in range(3):
        ways[_base64_core(raw, shift)] = "base64"
    return {way: name for way, name in ways.items() if len(way) >= min(8, len(raw))}


def _base64_core(raw: bytes, shift: int) -> bytes:
    """The characters that stand in any base64 text holding these bytes at this alignment."""
    encoded = base64.b64encode(bytes(shift) + raw)
    first = -(-shift * 8 // 6)
    whole = (shift + len(raw)) * 8 // 6
    return encoded[first:whole]


@dataclass(frozen=True)
class Needles:
    """What must not be found, by name."""

    texts: Mapping[str, str]

    def ways(self) -> list[tuple[bytes, str, str]]:
        return [(way, what, how) for what, text in self.texts.items() for way, how in variants(text).items()]

    def found_in(self, place: str, data: bytes) -> Iterator[Find]:
        for way, what, how in self.ways():
            if way in data:
                yield Find(what, how, place)


def search_files(folder: Path, needles: Needles) -> set[Find]:
    """Every file below the folder but the mail catcher's own."""
    finds: set[Find] = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith(MAIL_CATCHER):
            place = str(path.relative_to(folder))
            for data in _chunks(path):
                finds |= set(needles.found_in(place, data))
    return finds


def _chunks(path: Path) -> Iterator[bytes]:
    """The file piece by piece, each with the end of the piece before, so that nothing is missed at a seam."""
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield tail + piece
            tail = piece[-LONGEST_VARIANT:]


async def search_tables(endpoints: Mapping[str, Any], needles: Needles) -> set[Find]:
    """Every row of every table of every database: what is compressed in the files is plain here."""
    return {find async for place, row in rows(endpoints) for find in needles.found_in(place, row.encode())}


async def rows(endpoints: Mapping[str, Any]) -> AsyncIterator[tuple[str, str]]:
    """Each row as text, and where it stands."""
    for database in await databases(endpoints):
        tables = await _ask(
            endpoints, database, "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname !~ '^pg_|^info'"
        )
        for table in tables:
            for row in await _ask(endpoints, database, f"select t::text from {table} t"):
                yield f"{database}: {table}", row


async def databases(endpoints: Mapping[str, Any]) -> list[str]:
    return await _ask(endpoints, "postgres", "select datname from pg_database where datallowconn")


async def dump(endpoints: Mapping[str, Any], folder: Path) -> None:
    """What somebody has who makes a backup of every database as SQL."""
    for database in await databases(endpoints):
        await asyncio.to_thread(_dump, endpoints["postgres"], database, folder)


def _dump(server: Mapping[str, Any], database: str, folder: Path) -> None:
    where = ["-h", server["socket"], "-p", str(server["port"]), "-U", server["superuser"]]
    folder.mkdir(exist_ok=True)
    (folder / f"{database}.sql").write_text(run([str(binaries() / "pg_dump"), *where, database]), encoding="utf-8")


async def _ask(endpoints: Mapping[str, Any], database: str, question: str) -> list[str]:
    server = endpoints["postgres"]
    connection = await asyncpg.connect(host=server["socket"], port=server["port"], user=server["superuser"], database=database)
    try:
        return [row[0] for row in await connection.fetch(question)]
    finally:
        await connection.close()


async def checkpoint(endpoints: Mapping[str, Any]) -> None:
    """Have everything the database knows written to its files."""
    await _ask(endpoints, "postgres", "checkpoint")


async def search_streams(endpoints: Mapping[str, Any], needles: Needles) -> set[Find]:
    """Every public message with its headers, as a subscriber gets it: the broker's files are compressed."""
    finds: set[Find] = set()
    async for place, data in _messages(endpoints["nats"]):
        finds |= set(needles.found_in(place, data))
    return finds


async def _messages(server: Mapping[str, Any]) -> AsyncIterator[tuple[str, bytes]]:
    inbox = f"_INBOX_{server['user']}".encode()
    nc = await nats.connect(server["url"], user=server["user"], password=server["password"], inbox_prefix=inbox)
    js = nc.jetstream(prefix=server["api_prefix"])
    for stream in server["streams"]:
        state = (await js.stream_info(stream)).state
        for position in range(max(1, state.first_seq), state.last_seq + 1):
            message = await js.get_msg(stream, seq=position, direct=True)
            yield f"{stream} {position}", repr(message.headers).encode() + (message.data or b"")
    await nc.close()
