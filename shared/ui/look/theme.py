"""Builds a municipality's theme from its two colours with Designsystemet's own tool: `look/fetch.sh theme FILE`."""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from build import STATIC, shorten

NEUTRAL = "#645d54"  # a warm grey: paper rather than screen


def build(municipality: Path, tool: str) -> Path:
    theme = tomllib.loads(municipality.read_text(encoding="utf-8"))["theme"]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "config.json").write_text(json.dumps(_wishes(theme)), encoding="utf-8")
        for step in (["create", "--config", "config.json"], ["build", "-t", "tokens", "-o", "css"]):
            command = ["npx", "--yes", f"@digdir/designsystemet@{tool}", "tokens", *step]
            subprocess.run(command, cwd=work, check=True)  # noqa: S603 – a fixed program, run by hand
        css = next(work.glob("css/*.css")).read_text(encoding="utf-8")
    target = STATIC / theme["stylesheet"]
    target.write_text('@charset "UTF-8";' + shorten(css.removeprefix('@charset "UTF-8";')) + "\n", encoding="utf-8")
    return target


def _wishes(theme: dict[str, str]) -> dict[str, object]:
    colours = {"main": {"primary": theme["main"]}, "support": {"accent": theme["accent"]}, "neutral": NEUTRAL}
    look = {"colors": colours, "borderRadius": 6, "typography": {"fontFamily": "Samrad Text"}}
    return {"outDir": "./tokens", "themes": {"theme": look}}


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]), sys.argv[2])}\n")
