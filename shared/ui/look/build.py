"""Joins the components we use and our own style into `static/`, and draws the front page's picture."""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment

HERE = Path(__file__).parent
STATIC = HERE.parent / "src/ui/static"
TEMPLATES = HERE.parent / "src/ui/templates"
NEUTRAL = "#645d54"  # a warm grey: paper rather than screen
LICENCE = "/*! Contains Designsystemet 1.22.0, (c) Digitaliseringsdirektoratet, MIT: LICENSE-designsystemet.txt */\n"
USE = re.compile(r"var\(\s*(--[\w-]+)")
SETTING = re.compile(r"(--[\w-]+):[^;{}]*(?:;|(?=\}))")
UNUSED = re.compile(
    r"\.ds-field\[data-variant=outline\]|ds-field-affix|\[role=switch\]|\[data-field=|\[data-position=end\]|:indeterminate"
)
"""What we use nothing of in the components: no page of ours has a control so marked."""

LAYERS = "@layer ds.theme,ds.base,ds.components;"


def shorten(css: str) -> str:
    """Without comments and needless space; enough, since the gateway compresses."""
    css = re.sub(r"/\*(?!!).*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def stylesheet() -> str:
    base, *components = [used(path.read_text(encoding="utf-8")) for path in _in_order()]
    theirs = f"@layer ds.base{{{base}}}@layer ds.components{{{''.join(components)}}}"
    own = [path.read_text(encoding="utf-8") for path in sorted(HERE.glob("own/*.css"))]
    return LICENCE + LAYERS + shorten(theirs) + _with_hashes(shorten("".join(own))) + "\n"


def used(css: str) -> str:
    """Without the rules for what no page has. A selector among several goes alone."""
    kept = re.sub(r"([^{}]+)\{([^{}]*)\}", _rule, css)
    return re.sub(r"@(?:media|supports)[^{}]*\{\}", "", kept)


def _rule(found: re.Match[str]) -> str:
    selectors, body = found[1], found[2]
    if selectors.lstrip().startswith("@"):
        return found[0]
    asked = [one for one in apart_at_commas(selectors) if not UNUSED.search(_outside(one))]
    return f"{','.join(asked)}{{{body}}}" if asked else ""


def apart_at_commas(selectors: str) -> list[str]:
    """The selectors of a list; a comma within brackets, at any depth, separates none."""
    parts, depth = [""], 0
    for letter in selectors:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _outside(selector: str) -> str:
    """Without what stands in parentheses: there it is one of several, or what must not be."""
    shorter = re.sub(r"\([^()]*\)", "", selector)
    return shorter if shorter == selector else _outside(shorter)


def script() -> str:
    """`questions.js` with `address.js` before it, since a page that has the one has both. Without comments and indents."""
    text = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "address.js", HERE / "questions/questions.js"))
    return re.sub(r"^\s*//.*\n|^\s+", "", text, flags=re.MULTILINE)


def apart(folder: str) -> str:
    """What only some pages need: the staff's (`desk`), and those with rarer kinds of questions (`questions`)."""
    return shorten("".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob(f"{folder}/*.css")))) + "\n"


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


def theme_of(municipality: Path, tool: str) -> None:
    """A municipality's theme from its two colours, by Designsystemet's own tool."""
    theme = tomllib.loads(municipality.read_text(encoding="utf-8"))["theme"]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "config.json").write_text(json.dumps(_wishes(theme)), encoding="utf-8")
        for step in (["create", "--config", "config.json"], ["build", "-t", "tokens", "-o", "css"]):
            command = ["npx", "--yes", f"@digdir/designsystemet@{tool}", "tokens", *step]
            subprocess.run(command, cwd=work, check=True)  # noqa: S603 – a fixed program, run by hand
        css = next(work.glob("css/*.css")).read_text(encoding="utf-8")
    target = STATIC / theme["stylesheet"]
    short = '@charset "UTF-8";' + shorten(css.removeprefix('@charset "UTF-8";')) + "\n"
    target.write_text(only_used(short, (STATIC / "samrad.css").read_text(encoding="utf-8")), encoding="utf-8")


def only_used(theme: str, style: str) -> str:
    """A theme without the values that neither the stylesheet nor the theme itself asks for: two fifths of it."""
    used = set(USE.findall(theme + style))
    rest = SETTING.sub(lambda found: found[0] if found[1] in used else "", theme)
    return rest if rest == theme else only_used(rest, style)


def _wishes(theme: dict[str, str]) -> dict[str, object]:
    colours = {"main": {"primary": theme["main"]}, "support": {"accent": theme["accent"]}, "neutral": NEUTRAL}
    look = {"colors": colours, "borderRadius": 6, "typography": {"fontFamily": "Samrad Text"}}
    return {"outDir": "./tokens", "themes": {"theme": look}}


if __name__ == "__main__":
    if sys.argv[1:2] == ["theme"]:
        theme_of(Path(sys.argv[2]), sys.argv[3])
    else:
        (STATIC / "samrad.css").write_text(stylesheet(), encoding="utf-8")
        for folder in ("desk", "questions"):
            (STATIC / f"{folder}.css").write_text(apart(folder), encoding="utf-8")
        (STATIC / "questions.js").write_text(script(), encoding="utf-8")
        (TEMPLATES / "hero.svg").write_text(picture(), encoding="utf-8")
