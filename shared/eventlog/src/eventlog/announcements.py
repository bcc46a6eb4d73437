import builtins
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import msgspec

T = TypeVar("T")


@dataclass(frozen=True)
class Message:
    """What the world may know of an event: a subject with a version in its name, and the contract's data."""

    subject: str
    data: msgspec.Struct


@dataclass(frozen=True, slots=True)
class Heard:
    """A public message as it came. `position` is its sequence in the stream, which is its public position."""

    position: int
    event_id: UUID
    type: str
    data: bytes
    traceparent: str | None = None

    def decode(self, view: builtins.type[T]) -> T:
        """The hearer's own narrow view; unknown fields are ignored. Raises msgspec.ValidationError."""
        return msgspec.json.decode(self.data, type=view)
