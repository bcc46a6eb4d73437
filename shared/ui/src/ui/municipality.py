"""The municipality the panel belongs to: its name, colours, languages, areas and interests, read from one TOML file."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError

LANGUAGES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}
"""Every language the panel has texts in, by what its speakers call it."""
NEAR_NORWEGIAN = frozenset({"no", "se", "sma", "smj", "fkv", "sv", "da", "fo", "is"})
"""Whose readers have Norwegian too, or come as near to it as to any other; all others are met in English."""


@cache
def own_name(language: str) -> str:
    """What a language's speakers call it; its code where nobody has said."""
    try:
        name = LANGUAGES.get(language) or Locale.parse(language, sep="-").display_name or language
    except (ValueError, UnknownLocaleError):
        return language
    return name[:1].upper() + name[1:]


class UnfitMunicipality(ValueError):
    """The municipality's file lacks something, or says something that cannot be used."""


@dataclass(frozen=True)
class District:
    """Several areas seen as one, where figures of each would be too few."""

    name: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Municipality:
    slug: str
    name: str
    short_name: str
    panel_names: Mapping[str, str]
    domain: str
    contact: str
    languages: tuple[str, ...]
    stylesheet: str
    main_colour: str
    accent_colour: str
    areas: Mapping[str, str]
    """Name of each area by slug, in the order of the file."""
    interest_names: Mapping[str, Mapping[str, str]]
    districts: Mapping[str, District] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)
    """The sign-up form as the file has it; membership knows what it may say."""

    @property
    def language(self) -> str:
        """What a person gets who has asked for no language we have."""
        return self.languages[0]

    def around(self, language: str) -> str:
        """The language of our own words around a text in this one: the same, or as near as we have."""
        near = "nb" if language.partition("-")[0] in NEAR_NORWEGIAN else "en"
        return next((code for code in (language, near) if code in self.languages), self.language)

    def panel(self, language: str) -> str:
        return self.panel_names[language]

    def interests(self, language: str) -> dict[str, str]:
        """Name of each area of interest by slug."""
        return {slug: names[language] for slug, names in self.interest_names.items()}


def read_municipality(path: Path) -> Municipality:
    try:
        return _municipality(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as unreadable:
        raise UnfitMunicipality(f"{path}: {unreadable.strerror}") from unreadable
    except KeyError as missing:
        raise UnfitMunicipality(f"{path}: {missing.args[0]} is missing") from missing
    except ValueError as unfit:
        raise UnfitMunicipality(f"{path}: {unfit}") from unfit


def _municipality(said: dict[str, Any]) -> Municipality:
    languages = tuple(said["languages"])
    if not languages or not set(languages) <= set(LANGUAGES):
        raise ValueError(f"languages must be some of {', '.join(LANGUAGES)}")
    return Municipality(
        slug=said["slug"],
        name=said["name"],
        short_name=said["short_name"],
        panel_names=_in_all("panel", said["panel"], languages),
        domain=said["domain"],
        contact=said["contact"],
        languages=languages,
        stylesheet=said["theme"]["stylesheet"],
        main_colour=said["theme"]["main"],
        accent_colour=said["theme"]["accent"],
        areas=MappingProxyType(dict(said["areas"])),
        interest_names=MappingProxyType(
            {slug: _in_all(f"interest {slug}", names, languages) for slug, names in said["interests"].items()}
        ),
        districts=MappingProxyType(dict(_districts(said.get("districts", {}), list(said["areas"])))),
        form=MappingProxyType(said.get("form", {})),
    )


def _districts(said: dict[str, Any], free: list[str]) -> Iterator[tuple[str, District]]:
    """An area is in one district at most; those that are in none are shown by themselves."""
    for slug, district in said.items():
        for area in district["areas"]:
            if area not in free:
                raise ValueError(f"district {slug}: {area} is no area, or in a district already")
            free.remove(area)
        yield slug, District(district["name"], tuple(district["areas"]))


def _in_all(what: str, names: dict[str, str], languages: tuple[str, ...]) -> Mapping[str, str]:
    missing = [language for language in languages if not names.get(language)]
    if missing:
        raise ValueError(f"{what} has no name in {', '.join(missing)}")
    return MappingProxyType(dict(names))
