"""The public messages as data: `python -m runtime.contracts FOLDER` writes them anew from what the services publish.

Per message a JSON Schema and an example; over all of them one AsyncAPI 3 document (its specification 3.0.0).
`--check` writes nothing and fails when a file is not what the code says.
"""

import importlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from eventlog import Message

SERVICES = ("identity", "membership", "surveys", "notifications", "analytics")
VERSION = "1.0.0"


def messages_of(service: str) -> Sequence[Message]:
    """The service's EXAMPLES: one message of each subject it announces."""
    examples: Sequence[Message] = importlib.import_module(f"{service}.published").EXAMPLES
    return examples


def file_stem(subject: str) -> Path:
    """`surveys.v1.survey_closed` is kept in `surveys/survey_closed.v1`."""
    service, version, name = subject.split(".")
    return Path(service) / f"{name}.{version}"


def schema_of(message: Message) -> dict[str, Any]:
    (schema,), components = msgspec.json.schema_components([type(message.data)], ref_template="#/$defs/{name}")
    root = components.pop(type(message.data).__name__) if "$ref" in schema else schema
    body: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:samrad:contract:{message.subject}",
        **root,
        "title": message.subject,
    }
    if components:
        body["$defs"] = components
    return body


def example_of(message: Message) -> Any:
    return json.loads(msgspec.json.encode(message.data))


def files(services: Iterable[str] = SERVICES) -> dict[Path, str]:
    """Every contract file and its text."""
    messages = [message for service in services for message in messages_of(service)]
    found: dict[Path, str] = {Path("asyncapi.json"): _text(asyncapi(messages))}
    for message in messages:
        stem = file_stem(message.subject)
        found[stem.with_name(stem.name + ".schema.json")] = _text(schema_of(message))
        found[stem.with_name(stem.name + ".example.json")] = _text(example_of(message))
    return found


def asyncapi(messages: Sequence[Message]) -> dict[str, Any]:
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Samråd: the panel's public messages",
            "version": VERSION,
            "license": {"name": "EUPL-1.2"},
            "description": (
                "Versioned announcements of what happened in the panel, on NATS JetStream. One stream per service, named as "
                "the service in upper case; a message's stream sequence is its public position, without gaps. CloudEvents 1.0 "
                "attributes are in the headers (binary mode). No name, address, free text or link is ever in a message. Within "
                "a version fields are only added."
            ),
        },
        "servers": {"bus": {"host": "localhost:4222", "protocol": "nats"}},
        "defaultContentType": "application/json",
        "channels": {_key(m.subject): _channel(m) for m in messages},
        "operations": {f"announce_{_key(m.subject)}": _operation(m) for m in messages},
        "components": {"messages": {_key(m.subject): _message(m) for m in messages}},
    }


def _key(subject: str) -> str:
    return subject.replace(".", "_")


def _channel(message: Message) -> dict[str, Any]:
    key = _key(message.subject)
    stream = message.subject.split(".")[0].upper()
    return {
        "address": message.subject,
        "description": f"In the stream {stream}.",
        "messages": {key: {"$ref": f"#/components/messages/{key}"}},
    }


def _operation(message: Message) -> dict[str, Any]:
    key = _key(message.subject)
    reference = {"$ref": f"#/channels/{key}/messages/{key}"}
    return {"action": "send", "channel": {"$ref": f"#/channels/{key}"}, "messages": [reference]}


def _message(message: Message) -> dict[str, Any]:
    headers = {name: {"type": "string"} for name in ("ce-id", "ce-type", "ce-source", "ce-specversion", "traceparent")}
    payload = _local_references(schema_of(message), f"#/components/messages/{_key(message.subject)}/payload")
    return {
        "name": message.subject,
        "contentType": "application/json",
        "headers": {"type": "object", "properties": headers, "required": ["ce-id", "ce-type"]},
        "payload": payload,
        "examples": [{"name": "example", "payload": example_of(message)}],
    }


def _local_references(schema: Any, root: str) -> Any:
    """References within a schema, as seen from the document that now holds it."""
    if isinstance(schema, Mapping):
        return {
            key: value.replace("#/", f"{root}/", 1) if key == "$ref" else _local_references(value, root)
            for key, value in schema.items()
            if key not in {"$schema", "$id"}
        }
    if isinstance(schema, list):
        return [_local_references(item, root) for item in schema]
    return schema


def _text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def shrunk(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What a newer schema of the same version takes away or changes: within a version, fields are only added."""
    was, now = old.get("properties", {}), new.get("properties", {})
    faults = [f"{name} is gone" for name in was if name not in now]
    faults += [f"{name} is another type" for name in was if name in now and was[name] != now[name] and "$ref" not in was[name]]
    faults += [f"{name} is no longer always there" for name in old.get("required", []) if name not in new.get("required", [])]
    for name, definition in old.get("$defs", {}).items():
        faults += [f"{name}: {fault}" for fault in shrunk(definition, new.get("$defs", {}).get(name, {}))]
    return faults


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0])
    wanted = files()
    there = {path.relative_to(folder): path.read_text() for path in folder.rglob("*.json")} if folder.exists() else {}
    if "--check" in arguments:
        stale = sorted(str(p) for p in wanted.keys() | there.keys() if wanted.get(p) != there.get(p))
        print("\n".join(f"not what the code says: {p}" for p in stale) or "contracts are what the code says")  # noqa: T201 – a command
        return 1 if stale else 0
    for path in there.keys() - wanted.keys():
        (folder / path).unlink()
    for path, text in wanted.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
