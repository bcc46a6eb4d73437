"""The fields of a profile on a page: what was sent from them, and what `profile_fields.html` needs to show them.

The same at sign-up, at a stand and on a member's own page.
"""

from collections.abc import Sequence

from fastapi import Request
from starlette.datastructures import FormData

from membership.signing_up.asked import asked_by, shown
from membership.signing_up.form import GENDERS, Problem, Written
from ui import language_of, mark, site_of, translate

GENDER_NAMES = {
    "woman": mark("Kvinne"),
    "man": mark("Mann"),
    "other": mark("Annet"),
    "unstated": mark("Vil ikke oppgi"),
}

OWN = "extra."
"""Before the slug of one of the municipality's own fields."""


def fields_shown(request: Request, written: Written, problems: Sequence[Problem] = ()) -> dict[str, object]:
    """The context of `profile_fields.html`, and of `error_summary(errors)` above it."""
    language, here = language_of(request), site_of(request).municipality
    say, asked = translate(language), asked_by(here)
    errors = [(field, say(text)) for field, text in problems]
    fields = shown(asked, language, say)
    return {
        "written": written,
        "errors": errors,
        "error": dict(errors),
        "fields": fields,
        "ours": {field.name: field for field in fields if field.kind is None},
        "own": [field for field in fields if field.kind is not None],
        "genders": [(gender, say(GENDER_NAMES[gender])) for gender in GENDERS],
    }


def written_in(form: FormData) -> Written:
    return Written(
        name=text_in(form, "name"),
        email=text_in(form, "email"),
        gender=text_in(form, "gender"),
        birth_year=text_in(form, "birth_year"),
        area=text_in(form, "area"),
        interests=tuple(value for value in form.getlist("interests") if isinstance(value, str)),
        extra={name.removeprefix(OWN): text_in(form, name) for name in form if name.startswith(OWN)},
        consent=text_in(form, "consent"),
        campaign=text_in(form, "campaign"),
    )


def text_in(form: FormData, field: str) -> str:
    value = form.get(field)
    return value if isinstance(value, str) else ""
