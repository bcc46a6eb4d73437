"""A lean HTTP/1.1 client for load: one keep-alive connection per respondent, so that the driver takes little of the machine."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

LINE = b"\r\n"
HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class Connection:
    """For one request at a time. Raises OSError or EOFError when the other side is away."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._head = f"Host: {self._host}:{self._port}\r\nConnection: keep-alive\r\n".encode()
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def request(self, method: str, path: str, body: bytes = b"", content_type: str = "application/json") -> Answer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=2**20)
        try:
            return await self._exchange(method, path, body, content_type)
        except (OSError, EOFError, ValueError, asyncio.CancelledError):
            self.close()
            raise

    async def _exchange(self, method: str, path: str, body: bytes, content_type: str) -> Answer:
        assert self._reader is not None
        assert self._writer is not None
        head = f"{method} {path} HTTP/1.1\r\n".encode() + self._head
        if body:
            head += f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n".encode()
        self._writer.write(head + LINE + body)
        raw = await self._reader.readuntil(HEAD_END)
        status = int(raw[9:12])
        lowered = raw.lower()
        if b"transfer-encoding: chunked" in lowered:
            content = await self._chunks()
        else:
            at = lowered.find(b"content-length:")
            length = int(lowered[at + 15 : lowered.index(LINE, at)]) if at >= 0 else 0
            content = await self._reader.readexactly(length) if length else b""
        if b"connection: close" in lowered:
            self.close()
        return Answer(status, content)

    async def _chunks(self) -> bytes:
        assert self._reader is not None
        parts = []
        while size := int(await self._reader.readuntil(LINE), 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return b"".join(parts)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None
