from collections.abc import Iterator

import pytest

from local.stack import Stack

OTHERS = ["membership", "surveys", "notifications", "analytics"]


@pytest.fixture(scope="session")
def small_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Every part of the machine, and identity alone of the services: the others' doors are closed, as when they are down."""
    with Stack(tmp_path_factory.mktemp("small") / "run", without=OTHERS) as stack:
        yield stack
