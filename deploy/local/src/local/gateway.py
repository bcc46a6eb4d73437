"""Caddy, the one public door."""

import tomllib
from collections.abc import Mapping

from local.broker import tool
from local.child import Program
from local.places import CONTRACTS, DEPLOY, MUNICIPALITY, STATIC, State
from local.postgres import environment


def program(state: State, port: int, upstreams: Mapping[str, int]) -> Program:
    home = state.folder / "caddy"
    addresses = {f"{name.upper()}_UPSTREAM": f"127.0.0.1:{upstream}" for name, upstream in upstreams.items()}
    where = {
        "GATEWAY_PORT": str(port),
        "STATIC_FILES": str(STATIC),
        "GATEWAY_PAGES": str(DEPLOY / "gateway" / "pages"),
        "CONTRACTS": str(CONTRACTS),
        "THEME_STYLESHEET": tomllib.loads(MUNICIPALITY.read_text(encoding="utf-8"))["theme"]["stylesheet"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
    }
    return Program(
        name="gateway",
        argv=[tool("caddy"), "run", "--adapter", "caddyfile", "--config", str(DEPLOY / "gateway" / "Caddyfile")],
        env=environment() | where | addresses | {"GOMEMLIMIT": "128MiB"},
        folder=DEPLOY / "gateway",
        log=state.logs / "gateway.log",
        grace=5.0,
    )
