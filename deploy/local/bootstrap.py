"""Install everything into the checkout, with nothing but Python's standard library: `python3 deploy/local/bootstrap.py`.

Finds uv or fetches it into .tools/ (by venv and pip, by pip alone, or as a wheel straight from the package index), then lets uv
install what uv.lock says into .venv/. Nothing is written outside the checkout. Written for old Pythons too, which it only tells
what is missing.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
TOOLS = CHECKOUT / ".tools"
UV = "0.13.9"
OLDEST_UV = (0, 8)  # reads our lock file
WHEELS = {  # the wheels of UV as the index has them; another content is refused
    "x86_64": (
        "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    "aarch64": (
        "uv-0.13.9-py3-none-manylinux_2_28_aarch64.whl",
        "ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375",
    ),
}
NEEDED_SPACE = 1500 * 1024**2


class Trouble(Exception):
    """What a person is told in one sentence."""


def main(extra: list[str]) -> None:
    check_machine()
    uv = find_uv() or fetch_uv()
    first = not (CHECKOUT / ".venv").exists()
    if first and shutil.disk_usage(CHECKOUT).free < NEEDED_SPACE:
        raise Trouble(f"The disk is full: installing needs about 1.5 GB free in {CHECKOUT}")
    if first:
        print(f"Installing everything into {CHECKOUT / '.venv'} …", flush=True)
    env = dict(os.environ, UV_PYTHON_DOWNLOADS="never")
    env.setdefault("UV_CACHE_DIR", str(TOOLS / "cache"))
    env.pop("VIRTUAL_ENV", None)
    quiet = [] if first else ["--quiet"]
    command = [uv, "sync", "--all-packages", "--frozen", "--inexact", "--python", sys.executable, *quiet, *extra]
    if subprocess.call(command, cwd=str(CHECKOUT), env=env):
        raise Trouble("The packages could not be installed; what uv said is above")


def check_machine() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - it is for such a Python that this is said
        newer = [shutil.which(f"python3.{minor}") for minor in range(11, 16)]
        found = [path for path in newer if path]
        if not found:
            raise Trouble(f"Python 3.11 or newer is needed; this is {platform.python_version()}")
        os.execv(found[-1], [found[-1], __file__, *sys.argv[1:]])  # noqa: S606 - a newer Python, found on the path
    if platform.system() != "Linux" or platform.machine() not in WHEELS:
        raise Trouble(f"This runs on Linux on amd64 or arm64; this machine is {platform.system()} on {platform.machine()}")


def find_uv() -> str | None:
    candidates = [shutil.which("uv"), str(TOOLS / "uv" / "bin" / "uv"), str(TOOLS / "uv")]
    return next((path for path in candidates if path and version_of(path) >= OLDEST_UV), None)


def version_of(path: str) -> tuple[int, int]:
    try:
        said = subprocess.run(
            [path, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        return (0, 0)
    found = re.search(r"(\d+)\.(\d+)", said)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def fetch_uv() -> str:
    print(f"Fetching uv {UV} into {TOOLS} …", flush=True)
    TOOLS.mkdir(exist_ok=True)
    for way in (by_venv, by_pip, by_index):
        shutil.rmtree(str(TOOLS / "uv"), ignore_errors=True)
        if way() and version_of(str(TOOLS / "uv" / "bin" / "uv")) >= OLDEST_UV:
            return str(TOOLS / "uv" / "bin" / "uv")
    raise Trouble(f"uv could not be fetched: neither pip nor the package index at {index()} gave it; is there a network?")


def tried(*command: str) -> bool:
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def by_venv() -> bool:
    python = str(TOOLS / "uv" / "bin" / "python")
    return tried(sys.executable, "-m", "venv", str(TOOLS / "uv")) and tried(python, "-m", "pip", "install", "-q", "uv==" + UV)


def by_pip() -> bool:
    return tried(sys.executable, "-m", "pip", "install", "-q", "--target", str(TOOLS / "uv"), "uv==" + UV)


def by_index() -> bool:
    """A Python without venv and pip: take the wheel apart by hand, if it is the one we know."""
    name, expected = WHEELS[platform.machine()]
    try:
        page = fetch(index().rstrip("/") + "/uv/").decode()
        found = next(
            (link for link in re.findall(r'href="([^"]+)"', page) if urllib.parse.unquote(link).split("#")[0].endswith(name)),
            None,
        )
        if found is None:
            return False
        wheel = fetch(urllib.parse.urljoin(index().rstrip("/") + "/uv/", found.split("#")[0]))
    except (urllib.error.URLError, OSError):
        return False
    if hashlib.sha256(wheel).hexdigest() != expected:
        raise Trouble("The package index gave another uv than expected; nothing was installed")
    return unpack(wheel)


def unpack(wheel: bytes) -> bool:
    target = TOOLS / "uv" / "bin"
    target.mkdir(parents=True)
    archive = TOOLS / "uv.whl"
    archive.write_bytes(wheel)
    with zipfile.ZipFile(str(archive)) as files:
        program = next(name for name in files.namelist() if name.endswith(".data/scripts/uv"))
        (target / "uv").write_bytes(files.read(program))
    archive.unlink()
    (target / "uv").chmod(0o755)
    return True


def index() -> str:
    names = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
    return next((os.environ[name] for name in names if os.environ.get(name)), "https://pypi.org/simple")


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310 - the package index a person configured
        content: bytes = answer.read()
    return content


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Trouble as trouble:
        sys.exit(f"samrad: {trouble}")
    except OSError as error:
        sys.exit(f"samrad: {'The disk is full' if error.errno == errno.ENOSPC else error}")
    except KeyboardInterrupt:
        sys.exit("\nsamrad: Stopped before everything was installed; run it again to go on")
