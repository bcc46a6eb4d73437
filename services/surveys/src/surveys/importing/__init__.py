"""Questionnaires from elsewhere. Whatever cannot be brought along is listed, never passed over."""

from surveys.importing.losses import Loss, UnusableFile
from surveys.importing.lss import Imported, import_lss

__all__ = ["Imported", "Loss", "UnusableFile", "import_lss"]
