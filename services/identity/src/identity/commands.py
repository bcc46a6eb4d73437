"""The command line: `python -m identity create-account`, for the first administrator and for local installations."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from eventlog import AlreadyClaimed, Refused
from identity.account import EnrolTotp
from identity.desk import Desk
from identity.main import desk_alone
from identity.passwords import good_password, initial_password
from identity.roles import ROLES
from identity.settings import Settings


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m identity", description="Staff accounts and signing in. Without a command: serve."
    )
    commands = top.add_subparsers(dest="command")
    create = commands.add_parser("create-account", help="make a staff account; does nothing when the name has one")
    create.add_argument("--name", required=True, help="what the person signs in with, for example an e-mail address")
    create.add_argument("--role", action="append", required=True, choices=sorted(ROLES), help="may be given more than once")
    create.add_argument("--password-file", type=Path, help="a lasting password; without it, a one-time password is printed")
    create.add_argument("--totp-secret", help="base32; without it, the person sets up the app at the first sign-in")
    return top


async def create_account(options: argparse.Namespace, settings: Settings) -> int:
    """Idempotent: an account that is there is left as it is."""
    given = options.password_file.read_text(encoding="utf-8").strip() if options.password_file else None
    async with desk_alone(settings) as desk:
        if (await desk.find(options.name)).state.exists:
            sys.stdout.write("The account is there already.\n")
            return 0
        try:
            await _create(desk, options, given)
        except AlreadyClaimed:
            sys.stdout.write("The account is there already.\n")
        except Refused as refusal:
            sys.stderr.write(f"{refusal.title}\n")
            return 1
    return 0


async def _create(desk: Desk, options: argparse.Namespace, given: str | None) -> None:
    now = datetime.now(UTC)
    password = initial_password() if given is None else good_password(given, options.name)
    account_id, _ = await desk.create(options.name, password, frozenset(options.role), now, initial=given is None)
    if options.totp_secret and given is not None:
        account = await desk.account(account_id)
        command = EnrolTotp(account.sealed("totp", options.totp_secret), step=0, signs_in=False)
        await desk.execute(account_id, command, now)
    sys.stdout.write("The account is made.\n")
    if given is None:
        sys.stdout.write(f"Password for the first sign-in: {password}\n")


def options_of(arguments: Sequence[str]) -> argparse.Namespace:
    options = parser().parse_args(arguments)
    if options.command == "create-account" and options.totp_secret and not options.password_file:
        parser().error("--totp-secret needs --password-file: a one-time password belongs to a first sign-in")
    return options
