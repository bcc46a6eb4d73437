"""Questionnaires from elsewhere. Whatever cannot be brought along is listed, never passed over."""

from surveys.importing.adding import fitted_into
from surveys.importing.any_file import import_file
from surveys.importing.finishing import Imported
from surveys.importing.importance import under_headings
from surveys.importing.losses import Loss, UnusableFile

__all__ = ["Imported", "Loss", "UnusableFile", "fitted_into", "import_file", "under_headings"]
