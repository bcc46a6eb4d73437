"""The fields of a profile on a page: what was sent from them. The same at sign-up, at a stand and on a member's own page."""

from starlette.datastructures import FormData

from membership.form import Written

OWN = "extra."
"""Before the slug of one of the municipality's own fields."""


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
