"""Addresses of static files, with a hash of their content so that a browser may keep them for a year."""

from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "static"


@cache
def static(name: str) -> str:
    """The address of a static file. The gateway serves the folder under /static/."""
    digest = sha256((FOLDER / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:10]}"
