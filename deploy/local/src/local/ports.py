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
    """The port asked for if it is free, else any other that is."""
    if port in taken or not is_free(port):
        return free(taken)
    taken.add(port)
    return port


def free(taken: set[int]) -> int:
    """A free port below the ephemeral range: there no outgoing connection can grab it between a program's death and its next
    start.
    """
    candidates = random.sample(range(20_000, lowest_ephemeral()), 200)
    found = next((port for port in candidates if port not in taken and is_free(port)), None)
    if found is None:
        raise Trouble(f"No free port was found between 20000 and {lowest_ephemeral()}")
    taken.add(found)
    return found
