"""Any file somebody may upload, read by what is in it and not by what it is called."""

from dataclasses import replace
from typing import Any

import msgspec

from surveys.importing.finishing import Imported
from surveys.importing.importance import by_importance
from surveys.importing.limesurvey.survey import import_limesurvey
from surveys.importing.losses import UnusableFile
from surveys.importing.surveyjs.survey import import_surveyjs, is_surveyjs
from surveys.importing.xlsform.excel import is_excel
from surveys.importing.xlsform.form import import_xlsform
from surveys.questionnaire.reading import read_draft

LARGEST_MB = 5
XML = b"<"
MARK = b"\xef\xbb\xbf"


def import_file(content: bytes) -> Imported:
    """Raises UnusableFile, or InvalidQuestionnaire where the file is on our own form and has faults."""
    imported = _import(content)
    return replace(imported, losses=by_importance(imported.losses))


def _import(content: bytes) -> Imported:
    if len(content) > LARGEST_MB * 1024 * 1024:
        raise UnusableFile("too_big", most=LARGEST_MB)
    if is_excel(content):
        return import_xlsform(content)
    if content.removeprefix(MARK).lstrip()[:1] == XML:
        return import_limesurvey(content)
    return _of_json(content.removeprefix(MARK))


def _of_json(content: bytes) -> Imported:
    try:
        document: Any = msgspec.json.decode(content)
    except RecursionError:
        raise UnusableFile("too_deep") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UnusableFile("not_json") from None
    if isinstance(document, dict) and "format" not in document and is_surveyjs(document):
        return import_surveyjs(document)
    if not isinstance(document, dict) or "format" not in document:
        raise UnusableFile("not_known")
    return Imported(read_draft(content).document(), [], foreign=False)
