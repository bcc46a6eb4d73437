"""`samrad.survey/1` as JSON Schema, for those who write questionnaires in other tools.

    python -m surveys.questionnaire.schema      # writes the published file anew

The schema says what `definition.py` says. What `reading.py` asks beyond it (every text in every language, unique ids,
conditions that can be met) no schema can say.
"""

from pathlib import Path
from typing import Any, get_args

import msgspec

from surveys.questionnaire.definition import FORMAT, Questionnaire
from surveys.questionnaire.pieces import Language

LANGUAGE = get_args(Language)[1].pattern
PUBLISHED = Path(__file__).with_name("samrad.survey.v1.schema.json")


def json_schema() -> dict[str, Any]:
    schema: dict[str, Any] = msgspec.json.schema(Questionnaire)
    _name_languages(schema)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:samrad:survey:1",
        "title": FORMAT,
        "description": "A questionnaire of the citizen panel: sections are pages; every text stands in every language.",
    }
    return head | schema


def _name_languages(part: Any) -> None:
    """The generator leaves out what a mapping's keys may be: the languages."""
    if isinstance(part, dict):
        if "additionalProperties" in part and isinstance(part["additionalProperties"], dict):
            part["propertyNames"] = {"pattern": LANGUAGE}
        for inner in part.values():
            _name_languages(inner)
    elif isinstance(part, list):
        for inner in part:
            _name_languages(inner)


def written() -> bytes:
    return msgspec.json.format(msgspec.json.encode(json_schema(), order="deterministic"), indent=1) + b"\n"


if __name__ == "__main__":
    PUBLISHED.write_bytes(written())
