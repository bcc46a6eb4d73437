"""Which of our languages a reader gets."""

from typing import get_args

from fastapi import Request

from membership.events import Language
from ui import language_of

LANGUAGES: tuple[Language, ...] = get_args(Language)


def read_in(request: Request) -> Language:
    return next((language for language in LANGUAGES if language == language_of(request)), "nb")
