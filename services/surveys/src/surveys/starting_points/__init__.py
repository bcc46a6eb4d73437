"""Whole questionnaires to begin with, ours, in three languages. Each is a file here and can be published as it is."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

NAMES = ("service", "plan", "event")


@cache
def starting_points() -> dict[str, dict[str, Any]]:
    """By name, in the order they are offered."""
    folder = Path(__file__).parent
    return {name: msgspec.json.decode((folder / f"{name}.json").read_bytes()) for name in NAMES}
