from pathlib import Path

import pytest
from fastapi import FastAPI

import ui

ROOT = Path(__file__).parents[4]


@pytest.fixture(autouse=True)
def site() -> None:
    """The panel's own words."""
    ui.setup(
        FastAPI(),
        packages=["surveys"],
        municipality=ROOT / "deploy/municipality/baerum.toml",
        public_url="http://panel.test",
    )
