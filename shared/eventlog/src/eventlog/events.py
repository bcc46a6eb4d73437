from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

Upcast = Callable[[dict[str, Any]], dict[str, Any]]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A fact. Each subclass states its stored type name: `class MemberJoined(Event, frozen=True, tag="member_joined")`."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the log holds it. `position` is contiguous and is the order of commits."""

    position: int
    event_id: UUID
    stream_id: UUID
    version: int
    event: Event
    recorded_at: datetime
    traceparent: str | None = None


def type_name(event_type: type[Event]) -> str:
    """The explicit name, so that renaming a class never changes what is stored."""
    tag = event_type.__struct_config__.tag
    if not isinstance(tag, str):
        raise TypeError(f"{event_type.__name__} has no tag")
    return tag


class EventTypes:
    """The private facts of one service, by stored name and schema version.

    `upcasts[("member_joined", 1)]` turns the stored fields of version 1 into those of version 2; a type's present version is
    one more than its newest upcast. Old events are never rewritten.
    """

    def __init__(self, *types: type[Event], upcasts: Mapping[tuple[str, int], Upcast] | None = None) -> None:
        self._upcasts = dict(upcasts or {})
        self._types = {type_name(t): t for t in types}
        self._decoders = {name: msgspec.json.Decoder(t) for name, t in self._types.items()}
        self._versions = {
            name: 1 + max((version for kind, version in self._upcasts if kind == name), default=0) for name in self._types
        }

    def __or__(self, other: "EventTypes") -> "EventTypes":
        return EventTypes(*self._types.values(), *other._types.values(), upcasts=self._upcasts | other._upcasts)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._types)

    def version_of(self, name: str) -> int:
        return self._versions[name]

    def decode(self, name: str, schema_version: int, data: str | bytes) -> Event:
        """Raises KeyError for an unknown type and msgspec.ValidationError for data that does not fit it."""
        if schema_version == self._versions[name]:
            event: Event = self._decoders[name].decode(data)
            return event
        fields = msgspec.json.decode(data)
        for version in range(schema_version, self._versions[name]):
            fields = self._upcasts[name, version](fields)
        return msgspec.convert(fields, self._types[name])
