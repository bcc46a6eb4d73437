"""Every test here speaks with the panel's own words."""

from services.surveys.tests.own_words import site  # noqa: F401 - a fixture
