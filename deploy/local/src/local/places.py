"""Where things are: the checkout, and the folder that holds all state of one stack."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[4]
TOOLS = CHECKOUT / ".tools"
DEPLOY = CHECKOUT / "deploy"
STATIC = CHECKOUT / "shared" / "ui" / "src" / "ui" / "static"
CONTRACTS = CHECKOUT / "shared" / "contracts"
MUNICIPALITY = Path(os.environ.get("MUNICIPALITY") or DEPLOY / "municipality" / "baerum.toml").resolve()

LONGEST_SOCKET_FOLDER = 80  # the kernel takes 107 bytes for a socket's path, its file name included


@dataclass(frozen=True)
class State:
    """The folder of one stack. Deleting it starts afresh."""

    folder: Path

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def endpoints(self) -> Path:
        return self.folder / "endpoints.json"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def jetstream(self) -> Path:
        return self.folder / "jetstream"

    @property
    def sockets(self) -> Path:
        """A short path for Unix sockets, outside the folder only where the folder's own path is too long."""
        inside = self.folder / "sockets"
        if len(str(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        return Path("/tmp") / f"samrad-{sha256(str(self.folder).encode()).hexdigest()[:12]}"  # noqa: S108 - made with mode 0700

    def make(self) -> None:
        for folder in (self.folder, self.logs, self.sockets, self.folder / "env", self.folder / "keys"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
