"""The deployment files, by the validators the registries offer; what each service is told, against what it reads."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from local.endpoints import Ports, environment_of
from local.keys import make, needed
from local.places import State
from local.programs import SERVICES

CHECKOUT = Path(__file__).parents[2]
DEPLOY = CHECKOUT / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
PORTS = Ports(gateway=1, inbox=2, smtp=3, postgres=4, nats=5, services={service.name: 6 for service in SERVICES})


def program(name: str) -> str:
    path = Path(sys.prefix) / "bin" / name
    if not path.exists():
        pytest.fail(f"{name} is missing: `make lint` and `make test` install it (uv sync --group deploy-check)")
    return str(path)


def check(*command: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=os.environ | (env or {}), capture_output=True, text=True, check=False, cwd=CHECKOUT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def variables_of_compose() -> dict[str, str]:
    return dict.fromkeys(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text()), "x")


def test_the_image_follows_the_rules() -> None:
    check(program("hadolint"), str(DEPLOY / "Dockerfile"))


def test_compose_understands_every_line() -> None:
    check(program("docker-compose"), "-f", str(COMPOSE), "config", "-q", env=variables_of_compose())


def test_secrets_are_made_for_everything_compose_asks_for(tmp_path: Path) -> None:
    script = shutil.copy(DEPLOY / "make-secrets", tmp_path / "make-secrets")
    check(str(script), "panel.example.no", "drift@example.no", "smtps://mail.example.no")
    made = {line.split("=", 1)[0] for line in (tmp_path / ".env").read_text().splitlines()}
    assert made == set(variables_of_compose())
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["Caddyfile", "Caddyfile.production"])
def test_the_gateway_accepts_its_files(name: str, tmp_path: Path) -> None:
    env = {f"{service.name.upper()}_UPSTREAM": "127.0.0.1:1" for service in SERVICES}
    env |= {"PANEL_DOMAIN": "panel.example.no", "ACME_EMAIL": "drift@example.no", "XDG_DATA_HOME": str(tmp_path)}
    env |= {"STATIC_FILES": "/s", "CONTRACTS": "/c", "GATEWAY_PAGES": "/p", "HOME": str(tmp_path)}
    check(program("caddy"), "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "gateway" / name), env=env)


def test_the_broker_accepts_its_file() -> None:
    text = (DEPLOY / "nats" / "nats.conf").read_text()
    env = dict.fromkeys(re.findall(r"\$(NATS_[A-Z_]+)", text), "px") | {"NATS_PORT": "4222"}
    check(program("nats-server"), "-t", "-c", str(DEPLOY / "nats" / "nats.conf"), env=env)


def test_every_role_of_the_house_is_made() -> None:
    roles = (DEPLOY / "postgres" / "roles.sql").read_text()
    for service in SERVICES:
        for database in service.databases:
            assert f"('{database}')" in roles
            assert f"alter role {database} password" in roles


def services_in_compose() -> dict[str, Any]:
    text = check(program("docker-compose"), "-f", str(COMPOSE), "config", "--format", "json", env=variables_of_compose())
    services: dict[str, Any] = json.loads(text)["services"]
    return services


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_is_told_the_same_here_and_there(service: Any) -> None:
    """What `make run` gives a service and what compose.yaml gives it are one list, so that neither is forgotten."""
    keys = {name: make(name) for name in needed()}
    here = set(environment_of(service, State(Path("/nowhere")), PORTS, keys)) - {"ROLES", "LOG_LEVEL"}
    there = set(services_in_compose()[service.name]["environment"]) - {"HOST", "FORWARDED_ALLOW_IPS"}
    assert here == there
