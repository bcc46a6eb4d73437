"""Secrets, made once per stack and kept in one file only its owner can read."""

import base64
import json
import os
import secrets
from pathlib import Path

from local.places import State
from local.programs import READER, SERVICES, SHARED_KEYS

Keys = dict[str, str]


def load_or_make(state: State) -> Keys:
    """What is missing is made, what is there is kept: a new service gets its secrets at the next start."""
    path = state.folder / "secrets.json"
    kept: Keys = json.loads(path.read_text()) if path.exists() else {}
    keys = {name: kept.get(name) or make(name) for name in needed()}
    if keys != kept:
        write_private(path, json.dumps(keys, indent=1))
    return keys


def needed() -> list[str]:
    databases = [f"{database}/DATABASE_PASSWORD" for service in SERVICES for database in service.databases]
    brokers = [f"{user}/NATS_PASSWORD" for user in (*(service.name for service in SERVICES), READER)]
    own = [name_of(service.name, key) for service in SERVICES for key in service.keys]
    return [*databases, *brokers, *dict.fromkeys(own), "staff/PASSWORD", "staff/TOTP_SECRET"]


def name_of(service: str, key: str) -> str:
    return key if key in SHARED_KEYS else f"{service}/{key}"


def make(name: str) -> str:
    if name.endswith("_KEY"):
        return base64.b64encode(secrets.token_bytes(32)).decode()
    if name.endswith("TOTP_SECRET"):
        return base64.b32encode(secrets.token_bytes(20)).decode()
    if name.startswith("staff/"):
        return "-".join(secrets.token_hex(2) for _ in range(4))  # a person types this one
    return "p" + secrets.token_hex(20)  # starts with a letter: the broker reads its configuration's values by their look


def write_private(path: Path, text: str) -> None:
    """All or nothing, and never readable by others."""
    scratch = path.with_name(path.name + ".new")
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    scratch.replace(path)
