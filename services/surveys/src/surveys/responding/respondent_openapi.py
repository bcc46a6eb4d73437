"""What the respondents' JSON API says of itself: its bodies and its answers, in OpenAPI's words."""

from typing import Any

Schema = dict[str, Any]


def _json(schema: Schema, media_type: str = "application/json") -> Schema:
    return {media_type: {"schema": schema}}


def _object(title: str, required: list[str], /, **properties: Schema) -> Schema:
    return {"title": title, "type": "object", "required": required, "properties": properties}


ANSWERS: Schema = {
    "type": "object",
    "description": "By the question's id; words beside an answer by `question.other`, `question.comment` or `question.row`.",
}
LANGUAGE: Schema = {
    "type": "string",
    "description": "The language the questionnaire was read in; else what `?lang=` or `Accept-Language` says.",
}
ID: Schema = {"type": "string", "format": "uuid"}
ERROR = _object(
    "AnswerError",
    ["question", "code", "params", "message"],
    question={"type": "string", "description": "The name of the answer"},
    code={"type": "string", "description": "required, not_an_option, too_many …"},
    params={"type": "object", "description": "What the sentence needs; `row` names the row of a matrix"},
    message={"type": "string", "description": "What to do, in the language asked for"},
)
PROBLEM = _object(
    "Problem", ["type", "title", "status"], type={"type": "string"}, title={"type": "string"}, status={"type": "integer"}
)
REFUSED: Schema = {
    **PROBLEM,
    "title": "AnswersRefused",
    "properties": {**PROBLEM["properties"], "errors": {"type": "array", "items": ERROR}},
}
SHEET = _object(
    "Sheet",
    ["survey_id", "state", "minutes", "seed", "languages", "questionnaire", "rules", "answers"],
    survey_id=ID,
    state={"type": "string", "enum": ["open", "answered", "closed"]},
    minutes={"type": "integer", "description": "How long it takes to answer"},
    seed={"type": "integer", "description": "32 bits, this respondent's own: shuffled things are ordered by it"},
    languages={"type": "array", "items": {"type": "string"}},
    questionnaire={"type": "object", "description": "`samrad.survey/1`, texts at the end (`closing`, `end_text`) among it"},
    rules={"type": "object", "description": "The questionnaire's rules for `samradEngine.apply` of `/static/engine.js`"},
    answers={**ANSWERS, "description": "What has been saved so far"},
)
SAVED = _object("SavedAnswers", ["answers"], answers=ANSWERS, language=LANGUAGE)
SUBMISSION = _object(
    "Submission",
    ["submission_id", "answers"],
    submission_id={**ID, "description": "Made by the sender: the same one again is the same submission"},
    answers=ANSWERS,
    language=LANGUAGE,
)
REGISTERED = _object("Registered", ["status"], status={"const": "registered"})
MEDIA = "application/problem+json"
NOT_POSSIBLE: dict[int | str, Schema] = {
    404: {"description": "Nobody has been given this link", "content": _json(PROBLEM, MEDIA)},
    410: {"description": "The survey is closed, or the invitation is withdrawn", "content": _json(PROBLEM, MEDIA)},
}
WRONG: dict[int | str, Schema] = {
    409: {"description": "The link has been used", "content": _json(PROBLEM, MEDIA)},
    422: {"description": "The body cannot be read, or answers are wrong", "content": _json(REFUSED, MEDIA)},
}


def _body(schema: Schema) -> Schema:
    return {"requestBody": {"required": True, "content": _json(schema)}}


READ: Schema = {"responses": {200: {"description": "What there is to answer", "content": _json(SHEET)}, **NOT_POSSIBLE}}
SAVE: Schema = {"responses": {204: {"description": "Saved"}, **NOT_POSSIBLE, **WRONG}, "openapi_extra": _body(SAVED)}
SUBMIT: Schema = {
    "responses": {
        200: {"description": "This submission was registered before", "content": _json(REGISTERED)},
        201: {"description": "Registered", "content": _json(REGISTERED)},
        **NOT_POSSIBLE,
        **WRONG,
    },
    "openapi_extra": _body(SUBMISSION),
}
