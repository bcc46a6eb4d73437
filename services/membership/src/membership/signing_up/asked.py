"""What the form asks, and why: our own fields, each asked or not, and up to five of the municipality's own.

The municipality's file says it under `[form]`; a file that says nothing asks what we ask. What is not asked is not stored, and
stands as `unstated` or as nothing in the background the house may know.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ui import Municipality, UnfitMunicipality, mark

MOST_OWN = 5
MOST_OPTIONS = 20
LONGEST_TEXT = 300
LONGEST_ANSWER = 200
SLUG = re.compile(r"[a-z][a-z0-9_-]{0,30}")


class Asking(StrEnum):
    required = "required"
    optional = "optional"
    off = "off"


class Kind(StrEnum):
    choice = "choice"
    short_text = "short_text"


USUAL = {
    "name": Asking.required,
    "email": Asking.required,
    "birth_year": Asking.required,
    "gender": Asking.required,
    "area": Asking.required,
    "interests": Asking.optional,
}
ALWAYS = ("email", "birth_year")
NEVER_OFF = (*ALWAYS, "name")
LABELS = {
    "name": mark("Navn"),
    "email": mark("E-postadresse"),
    "birth_year": mark("Fødselsår"),
    "gender": mark("Kjønn"),
    "area": mark("Hvor bor du?"),
    "interests": mark("Hva er du opptatt av?"),
}
PURPOSES = {
    "name": mark("For å bruke navnet ditt når vi skriver til deg."),
    "email": mark("For å sende deg invitasjoner, og for å slippe bare deg inn på siden din."),
    "birth_year": mark("For å se om du er gammel nok og om panelet ligner befolkningen, og for å spørre dem en sak gjelder."),
    "gender": mark("For å se om panelet ligner befolkningen, og for å spørre dem en sak gjelder."),
    "area": mark("For å se om hele kommunen er med, og for å spørre dem en sak gjelder."),
    "interests": mark("For å spørre deg om det du bryr deg om."),
}

Words = Mapping[str, str]
"""One text by language."""


@dataclass(frozen=True)
class OwnField:
    slug: str
    kind: Kind
    required: bool
    label: Words
    purpose: Words
    help: Words
    options: Mapping[str, Words]


@dataclass(frozen=True)
class Asked:
    built_in: Mapping[str, Asking]
    purposes: Mapping[str, Words]
    """Only those that the municipality has put in its own words."""
    own: tuple[OwnField, ...]

    def asks(self, field: str) -> bool:
        return self.built_in[field] is not Asking.off

    def requires(self, field: str) -> bool:
        return self.built_in[field] is Asking.required


@dataclass(frozen=True)
class FieldShown:
    """One field in one language, as a client, a page or a privacy notice shows it."""

    name: str
    label: str
    purpose: str
    required: bool
    help: str = ""
    kind: Kind | None = None
    """None: one of our own fields."""
    options: tuple[tuple[str, str], ...] = ()


def asked_by(municipality: Municipality) -> Asked:
    """Raises UnfitMunicipality, in one sentence."""
    try:
        return _asked(municipality.form, municipality)
    except KeyError as missing:
        raise UnfitMunicipality(f"form: {missing.args[0]} is missing") from missing
    except ValueError as unfit:
        raise UnfitMunicipality(f"form: {unfit}") from unfit


def shown(asked: Asked, language: str, say: Callable[[str], str]) -> list[FieldShown]:
    """All that is asked, in the order of the form."""
    ours = [
        FieldShown(name, say(LABELS[name]), _purpose(asked, name, language, say), asked.requires(name))
        for name in asked.built_in
        if asked.asks(name)
    ]
    return ours + [_own_shown(own, language) for own in asked.own]


def _purpose(asked: Asked, name: str, language: str, say: Callable[[str], str]) -> str:
    return asked.purposes[name][language] if name in asked.purposes else say(PURPOSES[name])


def _own_shown(own: OwnField, language: str) -> FieldShown:
    options = tuple((slug, names[language]) for slug, names in own.options.items())
    help_text = own.help.get(language, "")
    return FieldShown(own.slug, own.label[language], own.purpose[language], own.required, help_text, own.kind, options)


def _asked(said: Mapping[str, Any], municipality: Municipality) -> Asked:
    strange = set(said) - set(USUAL) - {"purposes", "own"}
    if strange:
        raise ValueError(f"{', '.join(sorted(strange))} is no field of ours; write your own as [[form.own]]")
    languages = municipality.languages
    built_in = {name: _asking(name, said.get(name, usual)) for name, usual in USUAL.items()}
    for name, choices in (("area", municipality.areas), ("interests", municipality.interest_names)):
        if built_in[name] is not Asking.off and not choices:
            raise ValueError(f'{name} is asked, but there is nothing to choose; name some, or write {name} = "off"')
    purposes = {name: _words(f"purpose of {name}", words, languages) for name, words in said.get("purposes", {}).items()}
    if set(purposes) - set(USUAL):
        raise ValueError(f"purposes may be given for {', '.join(USUAL)}")
    return Asked(built_in, purposes, _own(said.get("own", []), languages))


def _asking(name: str, said: str) -> Asking:
    if said not in set(Asking):
        raise ValueError(f"{name} must be required, optional or off")
    asking = Asking(said)
    if (asking is Asking.off and name in NEVER_OFF) or (asking is Asking.optional and name in ALWAYS):
        raise ValueError(f"{name} cannot be {asking}")
    return asking


def _own(said: list[dict[str, Any]], languages: tuple[str, ...]) -> tuple[OwnField, ...]:
    own = tuple(_own_field(one, languages) for one in said)
    if len(own) > MOST_OWN:
        raise ValueError(f"at most {MOST_OWN} fields of the municipality's own; there are {len(own)}")
    if len({field.slug for field in own} - set(USUAL)) < len(own):
        raise ValueError("every field needs a slug of its own")
    return own


def _own_field(said: dict[str, Any], languages: tuple[str, ...]) -> OwnField:
    slug = _slug(said["slug"])
    options = {_slug(key): _words(f"{slug}.{key}", words, languages) for key, words in said.get("options", {}).items()}
    if said["kind"] not in set(Kind):
        raise ValueError(f"{slug}: kind must be choice or short_text")
    kind = Kind(said["kind"])
    if (kind is Kind.choice) != bool(options) or len(options) > MOST_OPTIONS:
        raise ValueError(f"{slug}: a choice has options, at most {MOST_OPTIONS}, and a short_text has none")
    return OwnField(
        slug=slug,
        kind=kind,
        required=said.get("required", False) is True,
        label=_words(f"label of {slug}", said["label"], languages),
        purpose=_words(f"purpose of {slug}", said["purpose"], languages),
        help=_words(f"help of {slug}", said["help"], languages) if "help" in said else {},
        options=options,
    )


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise ValueError(f"{text}: a slug is small letters, digits, - and _, at most 31")
    return text


def _words(what: str, words: Words, languages: tuple[str, ...]) -> Words:
    missing = [language for language in languages if not words.get(language)]
    if missing:
        raise ValueError(f"{what} has no text in {', '.join(missing)}")
    if any(len(text) > LONGEST_TEXT for text in words.values()):
        raise ValueError(f"{what} is longer than {LONGEST_TEXT} characters")
    return dict(words)
