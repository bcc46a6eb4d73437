"""The panel's pages: layouts, form macros, texts in three languages, formats and the municipality's look."""

from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from ui.formats import Formats
from ui.municipality import LANGUAGES, District, Municipality, UnfitMunicipality, read_municipality
from ui.site import Site, build_site
from ui.static_files import static
from ui.texts import Texts, mark

__all__ = [
    "LANGUAGES",
    "District",
    "Formats",
    "Municipality",
    "Site",
    "Texts",
    "UnfitMunicipality",
    "formats",
    "language_of",
    "mark",
    "municipality",
    "page",
    "read_municipality",
    "render",
    "setup",
    "site_of",
    "static",
    "translate",
]

_sites: list[Site] = []
"""The last one made stands last. Making one takes a tenth of a second, so whoever asks for the same again gets the same."""


def setup(app: FastAPI, *, packages: Sequence[str], municipality: Path, public_url: str) -> Site:
    """Read texts and the municipality's file, once, at start. `packages` are searched for templates before ours."""
    site = _site_of(tuple(packages), read_municipality(municipality), public_url)
    app.state.site = site
    _sites[:] = [*(other for other in _sites if other is not site), site]
    return site


def _site_of(*made_from: *tuple[tuple[str, ...], Municipality, str]) -> Site:
    made = (site for site in _sites if (site.packages, site.municipality, site.public_url) == made_from)
    return next(made, None) or build_site(*made_from)


def site_of(request: Request) -> Site:
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def page(request: Request, template: str, /, *, status: int = 200, **context: object) -> HTMLResponse:
    """A page in the reader's language, in the look of the municipality."""
    return site_of(request).page(request, template, status=status, **context)


def language_of(request: Request) -> str:
    return site_of(request).language_of(request)


def render(template: str, language: str, /, **context: object) -> str:
    """A template outside a request: a mail, a cached fragment. In a process with several apps, use the app's own site."""
    return _site().render(template, language, **context)


def translate(language: str) -> Texts:
    """What is said in a language: `translate("en")("Hei, %(name)s", name=name)`."""
    return _site().texts[language]


def formats(language: str) -> Formats:
    return Formats(language)


def municipality() -> Municipality:
    return _site().municipality


def _site() -> Site:
    if not _sites:
        raise LookupError("ui.setup() has not been called")
    return _sites[-1]
