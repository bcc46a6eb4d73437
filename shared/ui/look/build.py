"""Joins the components of Designsystemet we use and our own style into `static/samrad.css`."""

import re
from pathlib import Path

HERE = Path(__file__).parent
STATIC = HERE.parent / "src/ui/static"
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
    return LICENCE + LAYERS + shorten(theirs) + shorten("".join(own)) + "\n"


def _in_order() -> list[Path]:
    """The base first: what the components build on."""
    return sorted(HERE.glob("designsystemet/*.css"), key=lambda path: (path.name != "base.css", path.name))


if __name__ == "__main__":
    (STATIC / "samrad.css").write_text(stylesheet(), encoding="utf-8")
