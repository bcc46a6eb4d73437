"""The command line as deploy/local and an operator use it: another process, on a real database."""

import asyncio
import os
import sys
from pathlib import Path

import pyotp
import pytest

from identity.settings import Settings

from .conftest import PASSWORD, SECRET, Town


async def run(settings: Settings, *arguments: str) -> tuple[int, str, str]:
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "NATS_URL": settings.nats_url,
        "PORT": "8101",
        "PUBLIC_URL": settings.public_url,
        "MUNICIPALITY": str(settings.municipality),
        "STAFF_TOKEN_PUBLIC_KEY": settings.staff_token_public_key,
        "STAFF_TOKEN_PRIVATE_KEY": settings.staff_token_private_key.get_secret_value(),
        "MASTER_KEY": settings.master_key.get_secret_value(),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "identity", *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


@pytest.fixture
def password_file(tmp_path: Path) -> str:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    return str(file)


async def test_an_account_with_both_factors_is_made_and_signs_in_at_once(town: Town, password_file: str) -> None:
    arguments = ["create-account", "--name", "lokal@example.test", "--role", "administrator"]
    arguments += ["--password-file", password_file, "--totp-secret", SECRET]
    assert await run(town.settings, *arguments) == (0, "The account is made.\n", "")
    assert await run(town.settings, *arguments) == (0, "The account is there already.\n", "")
    body = {"name": "lokal@example.test", "password": PASSWORD, "code": pyotp.TOTP(SECRET).at(town.clock.now)}
    assert (await town.browser().post("/api/identity/sign-in", json=body)).status_code == 204


async def test_the_first_administrator_is_given_a_one_time_password(town: Town) -> None:
    status, out, _ = await run(town.settings, "create-account", "--name", "forste@example.test", "--role", "administrator")
    password = out.split()[-1]
    assert (status, out.startswith("The account is made.")) == (0, True)
    answer = await town.browser().post("/staff/sign-in", {"name": "forste@example.test", "password": password})
    assert answer.headers["location"].startswith("/staff/sign-in/enrol")


async def test_a_weak_password_is_refused_in_one_sentence(town: Town, tmp_path: Path) -> None:
    weak = tmp_path / "weak"
    weak.write_text("kort")
    arguments = ["create-account", "--name", "svak@example.test", "--role", "author", "--password-file", str(weak)]
    status, _, err = await run(town.settings, *arguments)
    assert (status, err) == (1, "Passordet må ha minst 12 tegn, og det kan ikke være lett å gjette\n")


async def test_a_role_that_does_not_exist_is_refused(town: Town) -> None:
    status, _, err = await run(town.settings, "create-account", "--name", "x@example.test", "--role", "king")
    assert (status, "invalid choice: 'king'" in err) == (2, True)
