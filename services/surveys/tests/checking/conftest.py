from pathlib import Path

import pytest
from fastapi import FastAPI

import ui

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session", autouse=True)
def words() -> None:
    """The pages' own words, without a running service."""
    ui.setup(FastAPI(), packages=["surveys"], municipality=ROOT / "deploy/municipality/baerum.toml", public_url="http://test")
