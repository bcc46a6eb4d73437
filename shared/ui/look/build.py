"""Joins the components we use and our own style into `static/samrad.css`, and draws the front page's picture."""

import re
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment

HERE = Path(__file__).parent
STATIC = HERE.parent / "src/ui/static"
TEMPLATES = HERE.parent / "src/ui/templates"
LICENCE = "/*! Contains Designsystemet 1.22.0, (c) Digitaliseringsdirektoratet, MIT: LICENSE-designsystemet.txt */\n"
LAYERS = "@layer ds.theme,ds.base,ds.components;"


def shorten(css: str) -> str:
    """Without comments and needless space; enough, since the gateway compresses."""
    css = re.sub(r"/\*(?!!).*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def stylesheet() -> str:
    base, *components = [path.read_text(encoding="utf-8") for path in _in_order()]
    theirs = f"@layer ds.base{{{base}}}@layer ds.components{{{''.join(components)}}}"
    own = [path.read_text(encoding="utf-8") for path in sorted(HERE.glob("own/*.css"))]
    return LICENCE + LAYERS + shorten(theirs) + _with_hashes(shorten("".join(own))) + "\n"


def _with_hashes(css: str) -> str:
    """Fonts by their content, so that they too may be kept for a year."""
    return re.sub(r'url\("([\w.-]+)"\)', lambda found: f'url("{found[1]}?v={_digest(found[1])}")', css)


def _digest(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def _in_order() -> list[Path]:
    """The base first: what the components build on."""
    return sorted(HERE.glob("designsystemet/*.css"), key=lambda path: (path.name != "base.css", path.name))


def picture() -> str:
    """The picture drawn once, here, from its few shapes: it is the same on every visit."""
    drawn = Environment(autoescape=True).from_string((HERE / "hero.svg").read_text(encoding="utf-8")).render()
    return re.sub(r">\s+<", "><", drawn).strip() + "\n"


if __name__ == "__main__":
    (STATIC / "samrad.css").write_text(stylesheet(), encoding="utf-8")
    (TEMPLATES / "hero.svg").write_text(picture(), encoding="utf-8")
