"""Rules as text, in the language of expressions that SurveyJS has: for what is more than a sentence can say."""

from collections.abc import Iterator
from typing import Any

from surveys.building.fields import NotReadable
from surveys.building.saving import Asked, Form, Seen, tidy
from surveys.building.sentences import expression_of, sentence_of
from surveys.drafting.commands import ChangeField
from surveys.logic import Expression, surveyjs
from surveys.logic.surveyjs_tokens import REASONS, NotAnExpression
from surveys.logic.surveyjs_writing import write

FIELDS = ("show_if", "end_if", "value")
MOST_CHECKS = 20
LONGEST_MESSAGE = 300


def written(rule: Any) -> str:
    """The rule as an author would type it; empty for none."""
    if isinstance(rule, dict):
        sentence = sentence_of(rule)
        rule = expression_of(sentence) if sentence else None
    return write(rule) if rule is not None else ""


def text_changes(seen: Seen, form: Form) -> Iterator[Asked]:
    """The rules that were written as text, where they differ from what stood there."""
    for name in FIELDS:
        control = name if name == "value" else f"{name}.text"
        typed = tidy(form.get(control, ""))
        if control in form and typed != written(seen.content.get(name)):
            yield from _changed(seen.piece, name, seen.content.get(name), control, typed)
    for name in ("options", "rows"):
        for item in seen.content.get(name, ()):
            control = f"{name}/{item['id']}/show_if"
            typed = tidy(form.get(control, ""))
            if control in form and typed != written(item.get("show_if")):
                yield from _changed(f"{seen.piece}/{name}/{item['id']}", "show_if", item.get("show_if"), control, typed)
    if "checks.has" in form:
        yield from _checks(seen, form)


def _changed(piece: str, name: str, before: Any, control: str, typed: str) -> Iterator[Asked]:
    try:
        yield ChangeField(piece, name, before, parsed(typed, control))
    except NotReadable as wrong:
        yield wrong


def parsed(typed: str, control: str) -> Expression | None:
    """None for no text. Raises NotReadable, with what is wrong and where."""
    if not typed:
        return None
    try:
        return surveyjs.parse(typed)
    except NotAnExpression as error:
        raise NotReadable(control, REASONS[error.reason], {"name": error.name, "position": error.position}) from error


def _checks(seen: Seen, form: Form) -> Iterator[Asked]:
    """All checks of the question, one field: those that were emptied are gone, a new one comes last."""
    before = seen.content.get("checks", [])
    after: list[dict[str, Any]] = []
    for place in [*map(str, range(min(len(before), MOST_CHECKS))), "new"]:
        control = f"checks.{place}.text"
        try:
            must = parsed(tidy(form.get(control, "")), control)
        except NotReadable as wrong:
            yield wrong
            return
        stood = before[int(place)] if place != "new" else {"must": None, "message": {}}
        if must is not None:
            same = written(stood["must"]) == tidy(form.get(control, ""))
            after.append({"must": stood["must"] if same else must, "message": _message(stood, seen, form, place)})
    if (after or None) != (before or None):
        yield ChangeField(seen.piece, "checks", seen.content.get("checks"), after or None)


def _message(stood: dict[str, Any], seen: Seen, form: Form, place: str) -> dict[str, str]:
    said = tidy(form.get(f"checks.{place}.message", ""))[:LONGEST_MESSAGE]
    rest = {language: text for language, text in stood["message"].items() if language != seen.language}
    return rest | ({seen.language: said} if said else {})
