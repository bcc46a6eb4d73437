"""Ports: two a person types, the others out of the way."""

import errno
import random
import socket
from pathlib import Path

from local.trouble import Trouble

EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")


def lowest_ephemeral() -> int:
    return int(EPHEMERAL.read_text().split()[0]) if EPHEMERAL.exists() else 32768


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # servers do the same: TIME_WAIT does not count
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def demand(port: int, what: str, variable: str) -> int:
    if not is_free(port):
        raise Trouble(f"Port {port} for {what} is taken; end what uses it, or choose another: {variable}=… make run")
    return port


def prefer(port: int, taken: set[int]) -> int:
    """The port asked for, or a free one below the ephemeral range: there no outgoing connection can grab it between a
    program's death and its next start.
    """
    candidates = [port, *random.sample(range(20000, lowest_ephemeral()), 200)]
    found = next((p for p in candidates if p not in taken and is_free(p)), None)
    if found is None:
        raise Trouble("No free port was found between 20000 and 32768")
    taken.add(found)
    return found
