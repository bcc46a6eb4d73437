"""What `.run/endpoints.json` tells scripts and people, and what each service is told by its environment."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from local.child import Child
from local.keys import Keys, name_of, write_private
from local.places import MUNICIPALITY, State
from local.ports import demand, free, prefer
from local.postgres import environment
from local.programs import READER, SERVICES, Service

STAFF_ACCOUNT = "ansatt@example.test"
COLLEAGUE_ACCOUNT = "kollega@example.test"
"""Who approves what the first wrote; on this machine both have the same password and the same codes."""


@dataclass(frozen=True)
class Ports:
    gateway: int
    inbox: int
    smtp: int
    postgres: int
    nats: int
    services: Mapping[str, int]


def choose(gateway: int, inbox: int) -> Ports:
    """The two that people type are theirs to choose; the others are wherever there is room, the usual place first."""
    taken = {demand(gateway, "the pages", "PORT"), demand(inbox, "the inbox", "INBOX_PORT")}
    return Ports(
        gateway=gateway,
        inbox=inbox,
        smtp=prefer(8026, taken),
        postgres=prefer(15_432, taken),
        nats=prefer(4222, taken),
        services={service.name: prefer(service.port, taken) for service in SERVICES},
    )


def any_free() -> Ports:
    """No usual places: several stacks may be starting at this very moment."""
    taken: set[int] = set()
    return Ports(
        gateway=free(taken),
        inbox=free(taken),
        smtp=free(taken),
        postgres=free(taken),
        nats=free(taken),
        services={service.name: free(taken) for service in SERVICES},
    )


def public_url(ports: Ports) -> str:
    return f"http://127.0.0.1:{ports.gateway}"


def database_url(ports: Ports, keys: Keys, name: str) -> str:
    return f"postgresql://{name}:{keys[f'{name}/DATABASE_PASSWORD']}@127.0.0.1:{ports.postgres}/{name}"


def environment_of(service: Service, state: State, ports: Ports, keys: Keys) -> dict[str, str]:
    env = {
        "DATABASE_URL": database_url(ports, keys, service.name),
        "NATS_URL": f"nats://{service.name}:{keys[f'{service.name}/NATS_PASSWORD']}@127.0.0.1:{ports.nats}",
        "PORT": str(ports.services[service.name]),
        "PUBLIC_URL": public_url(ports),
        "ROLES": "api,worker",
        "MUNICIPALITY": str(MUNICIPALITY),
        "STAFF_TOKEN_PUBLIC_KEY": str(state.folder / "keys" / "staff-token.public.pem"),
        "LOG_LEVEL": "INFO",
    }
    env |= {name: value for name, value in os.environ.items() if name.startswith("OTEL_")}  # where a person wants traces
    if service.keyring:
        env["KEYRING_DATABASE_URL"] = database_url(ports, keys, f"{service.name}_keyring")
    if service.erases:
        env["ERASURES"] = str(state.folder / "erasures")
    if service.sends_mail:
        env["SMTP_URL"] = f"smtp://127.0.0.1:{ports.smtp}"
    if service.signs_tokens:
        env["STAFF_TOKEN_PRIVATE_KEY"] = str(state.folder / "keys" / "staff-token.private.pem")
    return env | {key: keys[name_of(service.name, key)] for key in service.keys}


def write_environment(service: Service, state: State, env: Mapping[str, str]) -> dict[str, str]:
    """Kept in a file too, so that a person can run one service by hand: `set -a; . .run/env/surveys.env; python -m surveys`."""
    write_private(state.folder / "env" / f"{service.name}.env", "".join(f"{key}={value}\n" for key, value in env.items()))
    return environment() | dict(env) | {"PYTHONUNBUFFERED": "1"}


def endpoints(state: State, ports: Ports, keys: Keys) -> dict[str, Any]:
    public, inbox = public_url(ports), f"http://127.0.0.1:{ports.inbox}"
    factors = {"password": keys["staff/PASSWORD"], "totp_secret": keys["staff/TOTP_SECRET"]}
    broker = {
        "url": f"nats://127.0.0.1:{ports.nats}",
        "api_prefix": "PANEL.API",  # where the read-only account finds JetStream: see deploy/nats/README.md
        "user": READER,
        "password": keys[f"{READER}/NATS_PASSWORD"],
        "streams": [service.stream for service in SERVICES],
    }
    return {
        "public": f"{public}/",
        "staff": f"{public}/staff/",
        "api": f"{public}/api/",
        "inbox": f"{inbox}/",
        "inbox_json": f"{inbox}/api/messages",
        "nats": broker,
        "staff_account": {"name": STAFF_ACCOUNT, **factors},
        "colleague_account": {"name": COLLEAGUE_ACCOUNT, **factors},
        "postgres": {"host": "127.0.0.1", "port": ports.postgres, "socket": str(state.sockets), "superuser": "postgres"},
        "services": {name: f"http://127.0.0.1:{port}" for name, port in ports.services.items()},
    }


def publish(state: State, content: Mapping[str, Any], children: Iterable[Child], supervisor: int) -> None:
    """Whole or not at all; written anew whenever a process id changes."""
    processes = {child.program.name: {"pid": child.pid} for child in children}
    whole = {**content, "processes": {**processes, "supervisor": {"pid": supervisor}}}
    write_private(state.endpoints, json.dumps(whole, indent=1, ensure_ascii=False))
