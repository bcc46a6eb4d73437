"""The pages of one service: its templates and ours, compiled once per language, rendered in the reader's own."""

import importlib.resources
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    pass_eval_context,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup

from ui.formats import Formats
from ui.municipality import LANGUAGES, Municipality, own_name
from ui.rooms import rooms_for
from ui.static_files import static
from ui.texts import SOURCE_LANGUAGE, Texts, fill, read_texts

LANGUAGE_COOKIE = "lang"
A_YEAR = 365 * 24 * 3600


class Templates(Environment):
    """Strict about names no page was given, mild about keys a mapping lacks: `wrong.name` is none when nothing is wrong."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return obj.get(attribute) if isinstance(obj, Mapping) else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        try:
            return obj[argument]
        except (LookupError, TypeError):
            return None if isinstance(obj, Mapping) else super().getitem(obj, argument)


@dataclass(frozen=True)
class Tongues:
    """What a page is read in when it can speak more languages than the site: our own words around it, and the chosen one."""

    around: str
    chosen: str
    offered: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """Everything needed to show a page; made once at start by `ui.setup`."""

    packages: tuple[str, ...]
    municipality: Municipality
    public_url: str
    texts: Mapping[str, Texts]
    environments: Mapping[str, Environment]

    def render(self, template: str, language: str, /, **context: object) -> str:
        return self.environments[language].get_template(template).render(context)

    def page(self, request: Request, template: str, /, *, status: int = 200, **context: object) -> HTMLResponse:
        tongues = self._tongues(request)
        language = tongues.around
        staff = getattr(request.state, "staff", None)
        html = self.render(
            template,
            language,
            status=status,
            path=request.scope["path"],
            language_links=_language_links(request, tongues.offered),
            reading=tongues.chosen,
            staff=staff,
            rooms=rooms_for(staff, request.url.path) if staff else (),
            **context,
        )
        response = HTMLResponse(html, status, headers={"Content-Language": language, "Vary": "Cookie, Accept-Language"})
        if request.query_params.get("lang") == tongues.chosen:
            response.set_cookie(
                LANGUAGE_COOKIE,
                tongues.chosen,
                max_age=A_YEAR,
                samesite="lax",
                httponly=True,
                secure=self.public_url.startswith("https"),
            )
        return response

    def language_of(self, request: Request) -> str:
        """What the address says, else what the reader chose before, else what the browser prefers, else the first."""
        return self._tongues(request).around

    def speak(self, request: Request, languages: Sequence[str], wish: str | None = None) -> str:
        """Let a page be read in these languages too, and return the one its reader wants: of these, or of the site's."""
        offered = tuple(dict.fromkeys((*self.municipality.languages, *languages)))
        chosen = (wish if wish in offered else _wanted(request, offered)) or self.municipality.language
        request.state.tongues = Tongues(self.municipality.around(chosen), chosen, offered)
        return chosen

    def _tongues(self, request: Request) -> Tongues:
        said = getattr(request.state, "tongues", None)
        ours = self.municipality.languages
        language = _wanted(request, ours) or self.municipality.language
        return said if isinstance(said, Tongues) else Tongues(language, language, ours)


def _wanted(request: Request, offered: Sequence[str]) -> str | None:
    asked = (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE))
    accepted = ("nb" if wish == "no" else wish for wish in _by_weight(request.headers.get("accept-language", "")[:200]))
    return next((wish for wish in (*asked, *accepted) if wish in offered), None)


def _language_links(request: Request, offered: Sequence[str]) -> list[tuple[str, str, str]]:
    """The same page in each language: (language, its own name, address)."""
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    before = f"?{urlencode(rest)}&lang=" if rest else "?lang="
    return [(code, own_name(code), before + code) for code in offered]


def _by_weight(accepted: str) -> list[str]:
    wishes: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), tag.split("-")[0].lower()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(wishes, key=lambda wish: wish[0])]


def build_site(packages: tuple[str, ...], municipality: Municipality, public_url: str) -> Site:
    texts = {language: _texts_of(("ui", *packages), language) for language in municipality.languages}
    known = read_texts(_catalogues(("ui", *packages), "en"))
    loader = ChoiceLoader([*map(FileSystemLoader, _folders(packages)), PackageLoader("ui")])
    environments = {
        language: _environment(loader, language, texts[language], known, municipality, public_url)
        for language in municipality.languages
    }
    return Site(packages, municipality, public_url, texts, environments)


def _folders(packages: Sequence[str]) -> list[Path]:
    return [_folder_of(name) / "pages" / "templates" for name in packages]


def _folder_of(package: str) -> Path:
    return Path(str(importlib.resources.files(package)))


def _texts_of(packages: Sequence[str], language: str) -> Texts:
    return Texts() if language == SOURCE_LANGUAGE else read_texts(_catalogues(packages, language))


def _catalogues(packages: Sequence[str], language: str) -> list[Path]:
    paths = [_folder_of(name) / "locale" / f"{language}.po" for name in packages]
    return [path for path in paths if path.exists()]


def _environment(
    loader: BaseLoader, language: str, texts: Texts, known: Texts, municipality: Municipality, public_url: str
) -> Environment:
    environment = Templates(
        loader=loader,
        autoescape=True,  # Jinja's own default is off
        auto_reload=False,
        cache_size=-1,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    say, count = _speakers(texts, known)
    formats = Formats(language)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # {% trans %} passes its values by name
    environment.globals.update(
        {"_": say, "gettext": say, "ngettext": count}
        | {"language": language, "languages": LANGUAGES, "municipality": municipality, "public_url": public_url}
        | {"static": static, "staff": None, "rooms": (), "language_links": (), "reading": language, "path": "", "errors": ()}
    )
    for name in ("number", "percent", "date", "day", "clock", "moment"):
        environment.filters[name] = getattr(formats, name)
    environment.filters["lines"] = textwrap.wrap  # text in a picture does not break by itself
    return environment


def _speakers(texts: Texts, known: Texts) -> tuple[Callable[..., str], Callable[..., str]]:
    """Make gettext and ngettext: our own texts may hold markup; values, and texts that are not ours, are escaped."""

    @pass_eval_context
    def say(context: EvalContext, text: str, /, **values: object) -> str:
        said = texts.said.get(text, text)
        ours = context.autoescape and known.knows(text)
        return fill(Markup(said), values) if ours else fill(said, values)  # noqa: S704 – from our own catalogue

    @pass_eval_context
    def count(context: EvalContext, one: str, many: str, number: int, /, **values: object) -> str:
        said = texts.form_for(one, many, number)
        ours = context.autoescape and known.knows(one)
        return fill(Markup(said) if ours else said, {"num": number, **values})  # noqa: S704 – from our own catalogue

    return say, count
