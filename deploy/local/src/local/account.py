"""The staff accounts of this machine, their second factor already enrolled."""

import sys
from collections.abc import Mapping, Sequence

from local.child import Program, ended, spawn
from local.endpoints import COLLEAGUE_ACCOUNT, STAFF_ACCOUNT
from local.keys import Keys, write_private
from local.places import CHECKOUT, State
from local.programs import Service
from local.trouble import Trouble
from local.waiting import last_lines


async def create_accounts(state: State, env: Mapping[str, str], keys: Keys, services: Sequence[Service]) -> None:
    """By identity's own command, as an administrator of a municipality would. Asked once: the stamp goes with the data."""
    stamp = state.folder / "staff-accounts"
    if stamp.exists() or not any(service.name == "identity" for service in services):
        return
    password, log = state.folder / "keys" / "staff-password", state.logs / "prepare.log"
    write_private(password, keys["staff/PASSWORD"])
    for name in (STAFF_ACCOUNT, COLLEAGUE_ACCOUNT):
        options = ["--name", name, "--role", "administrator", "--password-file", str(password)]
        argv = [sys.executable, "-m", "identity", "create-account", *options, "--totp-secret", keys["staff/TOTP_SECRET"]]
        if await ended(spawn(Program("create-account", argv, env, CHECKOUT, log))):
            password.unlink()
            raise Trouble(f"The account {name} could not be made; {log} ends with:\n{last_lines(log)}")
    password.unlink()
    stamp.write_text(f"{STAFF_ACCOUNT}\n{COLLEAGUE_ACCOUNT}\n")
