import gzip
import importlib.util
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient

import ui
from shared.ui.tests.gallery import MUNICIPALITY, PAGES, gallery
from ui.site import Site
from ui.static_files import FOLDER

KIB = 1024
BUDGET = 50 * KIB


@pytest.fixture
def client() -> AsyncClient:
    return AsyncClient(transport=ASGITransport(gallery()), base_url="http://panel.test")


@pytest.fixture(scope="module")
def site() -> Site:
    site = gallery().state.site
    assert isinstance(site, Site)
    return site


def said(site: Site, source: str, language: str = "nb", **context: object) -> str:
    return site.environments[language].from_string(source).render(context)


HOSTILE = "<script>alert(1)</script>"


def test_values_are_escaped_wherever_they_are_put(site: Site) -> None:
    source = """{% from "macros/forms.html" import field %}{% from "macros/charts.html" import bars %}{{ x }}{{ _(x) }}
        {{ field(x, x, x, help=x, error=x) }}{{ _("Hei, %(name)s", name=x) }}
        {{ bars(x, [{"text": x, "n": 1, "share": 1}], description=x) }}"""
    page = said(site, source, x=HOSTILE)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 8


def test_a_name_the_page_was_not_given_is_an_error_and_a_lacking_key_is_not(site: Site) -> None:
    with pytest.raises(Exception, match="undefined"):
        said(site, "{{ surprise }}")
    assert said(site, "{% if wrong.name %}wrong{% else %}right{% endif %}", wrong={}) == "right"


def test_our_own_text_may_hold_a_per_cent_sign(site: Site) -> None:
    assert said(site, '{{ _("68 % svarte") }}') == "68 % svarte"
    assert said(site, "{% trans n=3 %}{{ n }} % svarte{% endtrans %}") == "3 % svarte"


@pytest.mark.parametrize(
    ("address", "cookie", "accepts", "language"),
    [
        ("/form", None, "", "nb"),
        ("/form", None, "en-GB,en;q=0.9", "en"),
        ("/form", None, "de;q=0.9,nn;q=0.8,nb;q=0.7", "nn"),
        ("/form", None, "no", "nb"),
        ("/form", None, "de;q=x,,;;q=", "nb"),
        ("/form", "nn", "en", "nn"),
        ("/form?lang=en", "nn", "nb", "en"),
        ("/form?lang=xx", None, "", "nb"),
        ("/form?lang=<script>", None, "", "nb"),
    ],
)
async def test_the_reader_gets_their_own_language(
    client: AsyncClient, address: str, cookie: str | None, accepts: str, language: str
) -> None:
    client.cookies.update({"lang": cookie} if cookie else {})
    answer = await client.get(address, headers={"accept-language": accepts})
    assert f'<html lang="{language}"' in answer.text
    assert answer.headers["content-language"] == language


async def test_the_chosen_language_is_remembered_and_only_when_chosen(client: AsyncClient) -> None:
    assert (await client.get("/form?lang=en")).cookies["lang"] == "en"
    assert "set-cookie" not in (await client.get("/parts")).headers


async def test_the_language_links_keep_the_rest_of_the_address(client: AsyncClient) -> None:
    page = (await client.get("/form?wrong=1&lang=nn")).text
    assert 'href="?wrong=1&amp;lang=en" hreflang="en" lang="en"' in page


async def test_an_error_says_what_happened_and_what_to_do(client: AsyncClient) -> None:
    answer = await client.get("/error", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "The page does not exist" in answer.text
    assert "Check that the address" in answer.text


async def test_staff_see_the_rooms_they_may_enter(client: AsyncClient) -> None:
    page = (await client.get("/staff/surveys", headers={"accept-language": "nb"})).text
    assert '<a href="/staff/surveys" aria-current="page">Undersøkelser</a>' in page
    assert 'action="/staff/sign-out"' in page


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "script" or "style" in names or any(name.startswith("on") for name in names):
            self.faults.append(f"{tag} {names}")
        elsewhere = (names.get("src") or names.get("href") or "") if tag in {"script", "link", "img"} else ""
        if elsewhere.startswith(("http", "//")):
            self.faults.append(elsewhere)


@pytest.mark.parametrize("name", PAGES)
async def test_no_page_needs_a_script_an_inline_style_or_another_host(client: AsyncClient, name: str) -> None:
    tags = Tags()
    tags.feed((await client.get(f"/{name}")).text)
    assert tags.faults == []


async def test_a_citizens_first_visit_is_at_most_50_kib(client: AsyncClient) -> None:
    files = ["samrad.css", ui.municipality().stylesheet, "text.woff2", "head.woff2", "icon.svg"]
    static = {name: _sent(FOLDER / name) for name in files}
    pages = {
        name: len(gzip.compress((await client.get(f"/{name}")).content, 6)) for name in ("front", "form", "question", "result")
    }
    print({**static, **pages})  # noqa: T201 – the figures, with -s
    assert sum(static.values()) + max(pages.values()) <= BUDGET


def _sent(path: Path) -> int:
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 6))


def test_static_addresses_change_with_the_content() -> None:
    address = ui.static("samrad.css")
    assert address.startswith("/static/samrad.css?v=")
    assert len(address.split("=")[1]) == 10


def test_a_question_page_renders_in_well_under_a_millisecond(site: Site) -> None:
    context = {"wrong": {}, "path": "/", "status": 200}
    site.render("question.html", "nb", **context)
    best = min(_timed(site, context) for _ in range(5))
    print(f"question page: {best * 1e3:.2f} ms")  # noqa: T201 – the figure, with -s
    assert best < 0.002  # measured 0.3 ms alone; the machine of a test run is busy


def _timed(site: Site, context: dict[str, object]) -> float:
    started = time.process_time()
    for _ in range(50):
        site.render("question.html", "nb", **context)
    return (time.process_time() - started) / 50


def test_the_stylesheet_and_the_picture_are_what_their_sources_give() -> None:
    spec = importlib.util.spec_from_file_location("build", Path(__file__).parents[1] / "look/build.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert (FOLDER / "samrad.css").read_text(encoding="utf-8") == build.stylesheet(), "run python shared/ui/look/build.py"
    assert all(css.read_text().count("(") == css.read_text().count(")") for css in FOLDER.glob("*.css"))
    assert (FOLDER / "desk.css").read_text(encoding="utf-8") == build.apart("desk")
    assert (FOLDER / "questions.css").read_text(encoding="utf-8") == build.apart("questions")
    assert (FOLDER / "questions.js").read_text(encoding="utf-8") == build.script()
    assert (FOLDER.parent / "templates/hero.svg").read_text(encoding="utf-8") == build.picture()
    assert MUNICIPALITY.exists()


@pytest.mark.parametrize("name", ["samrad.css", "desk.css", "questions.css"])
def test_every_rule_of_a_stylesheet_is_whole(name: str) -> None:
    """A bracket that is left open swallows all that follows, and no browser complains."""
    for rule in re.findall(r"([^{}]*)\{", re.sub(r'"[^"]*"', "", (FOLDER / name).read_text(encoding="utf-8"))):
        assert rule.count("(") == rule.count(")"), rule
        assert rule.count("[") == rule.count("]"), rule


def test_the_theme_has_every_value_the_stylesheet_asks_for() -> None:
    style = (FOLDER / "samrad.css").read_text(encoding="utf-8")
    theme = (FOLDER / ui.municipality().stylesheet).read_text(encoding="utf-8")
    asked = set(re.findall(r"var\((--ds-[\w-]+)\)", style))
    assert asked - set(re.findall(r"(--ds-[\w-]+):", style + theme)) == set(), "make the theme anew: shared/ui/look/README.md"
