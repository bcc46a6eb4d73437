"""A setting nobody explained fails the build, and a service with more than ten of its own has lost its way."""

import importlib

import pytest

from runtime.contracts import SERVICES
from runtime.settings import Settings


def settings_of(service: str) -> type[Settings]:
    try:
        module = importlib.import_module(f"{service}.settings")
    except ModuleNotFoundError:
        return Settings
    return next(v for v in vars(module).values() if isinstance(v, type) and issubclass(v, Settings) and v is not Settings)


@pytest.mark.parametrize("service", SERVICES)
def test_every_setting_is_explained(service: str) -> None:
    unexplained = [name for name, field in settings_of(service).model_fields.items() if not field.description]
    assert not unexplained


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_few_settings_of_its_own(service: str) -> None:
    own = set(settings_of(service).model_fields) - set(Settings.model_fields)
    assert len(own) <= 10
