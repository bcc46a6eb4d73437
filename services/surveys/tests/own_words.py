"""The panel's own words, for tests that say something without a running service."""

from pathlib import Path

import pytest
from fastapi import FastAPI

import ui

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module", autouse=True)
def site() -> None:
    ui.setup(
        FastAPI(),
        packages=["surveys"],
        municipality=ROOT / "deploy/municipality/baerum.toml",
        public_url="http://panel.test",
    )
