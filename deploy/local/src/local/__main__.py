"""`python -m local run|up|down|status|code`: the whole panel on this machine."""

import argparse
import asyncio
import errno
import hmac
import os
import signal
import sys
import time
from base64 import b32decode
from pathlib import Path

from local import control, endpoints
from local.child import die_with_parent
from local.places import CHECKOUT, State
from local.programs import SERVICES
from local.stack import Stack
from local.supervisor import Supervisor
from local.trouble import Trouble


def main() -> int:
    asked = arguments()
    try:
        return int({"run": run, "up": up, "down": down, "status": status, "code": code}[asked.act](asked) or 0)
    except Trouble as trouble:
        said = str(trouble)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        said = f"The disk is full; nothing more can be written under {asked.state}"
    print(f"samrad: {said}", file=sys.stderr)
    return 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local", description="The whole panel on this machine.")
    parser.add_argument("act", choices=["run", "up", "down", "status", "code"])
    parser.add_argument(
        "--state", type=lambda text: Path(text).resolve(), default=CHECKOUT / ".run", help="where its state is kept"
    )
    parser.add_argument("--free-ports", action="store_true", help="any free ports instead of PORT and INBOX_PORT")
    parser.add_argument(
        "--without", action="append", default=[], choices=[s.name for s in SERVICES], help="leave a service out"
    )
    parser.add_argument("--tied-to", type=int, help=argparse.SUPPRESS)  # ends with the process that asked for it
    return parser.parse_args()


def run(asked: argparse.Namespace) -> None:
    if asked.tied_to:
        die_with_parent(asked.tied_to, signal.SIGTERM)
    state = State(asked.state)
    state.make()
    with control.alone(state):
        ports = endpoints.any_free() if asked.free_ports else endpoints.choose(port("PORT", 8080), port("INBOX_PORT", 8025))
        services = tuple(service for service in SERVICES if service.name not in asked.without)
        supervisor = Supervisor(state, ports, services, say=lambda line: print(line, flush=True))
        asyncio.run(supervisor.run(on_ready=lambda ready: print(told(ready.content), flush=True)))


def up(asked: argparse.Namespace) -> None:
    state = State(asked.state)
    state.make()
    if control.is_running(state):
        raise Trouble("It is running already; `make down` ends it")
    stack = Stack(asked.state, free_ports=asked.free_ports, without=asked.without, tied=False)
    stack.up(tell=shown)
    print(told(stack.endpoints) + "\nIt runs in the background; `make down` ends it.")


def shown(progress: str) -> None:
    """Progress as it comes; what it ends with is told anyway."""
    print("".join(line + "\n" for line in progress.splitlines() if " ready " in line or "ended" in line), end="", flush=True)


def down(asked: argparse.Namespace) -> None:
    state = State(asked.state)
    if not control.is_running(state):
        print("Nothing was running.")
        return
    Stack(asked.state).down()
    print("Stopped.")


def status(asked: argparse.Namespace) -> int:
    state = State(asked.state)
    if not control.is_running(state) or not state.endpoints.exists():
        print("Nothing is running.")
        return 1
    stack = Stack(asked.state)
    print(told(stack.endpoints))
    for name, process in stack.endpoints["processes"].items():
        print(f"  {name:<14} {process['pid'] or 'down'}")
    return 0


def code(asked: argparse.Namespace) -> None:
    """What an authenticator app would show now."""
    secret = b32decode(Stack(asked.state).endpoints["staff_account"]["totp_secret"])
    print(one_time_code(secret, time.time()))


def one_time_code(secret: bytes, at: float) -> str:
    """RFC 6238 with its usual six digits and thirty seconds."""
    digest = hmac.digest(secret, int(at // 30).to_bytes(8), "sha1")
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def port(variable: str, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdigit() or not 0 < int(text) < 65536:  # noqa: PLR2004 - what a port is
        raise Trouble(f"{variable}={text} is no port; a port is a number from 1 to 65535")
    return int(text)


def told(content: dict[str, object]) -> str:
    account, colleague = content["staff_account"], content["colleague_account"]
    assert isinstance(account, dict)
    assert isinstance(colleague, dict)
    return f"""
  Public page    {content["public"]}
  Staff pages    {content["staff"]}
  API            {content["api"]}
  Inbox          {content["inbox"]}

  Staff account  {account["name"]}
  A colleague    {colleague["name"]}   (approves what the other wrote; same password and codes)
  Password       {account["password"]}
  TOTP secret    {account["totp_secret"]}   (for an authenticator app, or `make code`)
"""


if __name__ == "__main__":
    sys.exit(main())
