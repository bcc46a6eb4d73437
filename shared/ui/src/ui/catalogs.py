"""Keeps catalogues in step with templates and code.

`python -m ui.catalogs membership` brings that package's `.po` files in step and lists what they lack; without a name
nothing is written and the lack of every package is listed. Run it from the root of the repository.
"""

import ast
import io
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("nn", "en")
TRIMMED = {"trimmed": "true", "silent": "false"}
Text = str | tuple[str, ...]
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""


@dataclass(frozen=True)
class Package:
    name: str
    folders: tuple[Path, ...]
    locale: Path

    def catalogue(self, language: str) -> Path:
        return self.locale / f"{language}.po"


def packages_of(root: Path) -> list[Package]:
    """All packages with texts. Those of the shared packages stand together in ours, which every service reads."""
    shared = tuple(sorted(root.glob("shared/*/src/*/")))
    ours = Package("ui", shared, root / "shared/ui/src/ui/locale")
    services = [Package(path.name, (path,), path / "locale") for path in sorted(root.glob("services/*/src/*/"))]
    return [ours, *services]


def texts_in(package: Package) -> set[Text]:
    return {text for folder in package.folders for text in (*_in_templates(folder), *_in_code(folder))}


def _in_templates(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt", ".svg"}:
            found = extract("jinja2.ext:babel_extract", io.BytesIO(path.read_bytes()), options=TRIMMED)
            yield from (message for _, message, _, _ in found)


def _in_code(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.rglob("*.py")):
        yield from _in_module(ast.parse(path.read_text(encoding="utf-8"), str(path)))


def _in_module(module: ast.Module) -> Iterator[Text]:
    """Texts said by `_()`, `mark()` and the like, titles of refusals and problems, and tables named TITLES."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name("_" | "say"), args=[ast.Constant(str(text)), *_]):
                yield text
            case ast.Call(func=ast.Name("mark") | ast.Attribute(attr="mark"), args=[ast.Constant(str(text))]):
                yield text
            case ast.Call(
                func=ast.Call(func=ast.Name("translate") | ast.Attribute(attr="translate")), args=[ast.Constant(str(text)), *_]
            ):
                yield text
            case ast.Call(args=[ast.Constant(str(one)), ast.Constant(str(many)), _, *_]) if _counts(node):
                yield (one, many)
            case ast.Call(func=ast.Name("Problem"), args=[_, _, ast.Constant(str(text)), *_]):
                yield text
            case ast.ClassDef(body=body):
                yield from (text for part in body for text in _title(part))
            case ast.Assign(targets=[ast.Name("TITLES")], value=ast.Dict(values=values)):
                yield from (v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str))


def _counts(call: ast.Call) -> bool:
    """ngettext("…", "…", n), or translate(language).number("…", "…", n)."""
    match call.func:
        case ast.Name("ngettext") | ast.Attribute(attr="number"):
            return True
        case _:
            return False


def _title(part: ast.stmt) -> Iterator[str]:
    match part:
        case ast.Assign(targets=[ast.Name("title")], value=ast.Constant(str(text))):
            yield text
        case ast.AnnAssign(target=ast.Name("title"), value=ast.Constant(str(text))) if text:
            yield text


def update(root: Path, names: Collection[str]) -> None:
    for package, texts in _packages_with_texts(root):
        for language in LANGUAGES:
            if package.name in names and (texts or package.catalogue(language).exists()):
                _write(package.catalogue(language), language, texts)


def _packages_with_texts(root: Path) -> Iterator[tuple[Package, set[Text]]]:
    """Ours first: what it says, no service need say again."""
    ours, *services = packages_of(root)
    shared = texts_in(ours)
    yield ours, shared
    for package in services:
        yield package, texts_in(package) - shared


def _write(path: Path, language: str, texts: set[Text]) -> None:
    old = _read(path, language)
    new = Catalog(locale=language, fuzzy=False)
    for text in sorted(texts, key=lambda text: _first(text).casefold()):
        message = old.get(_first(text))
        new.add(text, message.string if message and type(message.id) is type(text) else None)
    written = io.BytesIO()
    write_po(written, new, width=0, omit_header=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.format(language=language, plural=new.plural_forms).encode() + written.getvalue())


def _first(text: Text) -> str:
    return text if isinstance(text, str) else text[0]


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(root: Path) -> list[str]:
    """What is not said in every language, as lines for a person: catalogue and text."""
    lines: list[str] = []
    for package, texts in _packages_with_texts(root):
        for language in LANGUAGES:
            path = package.catalogue(language)
            said = {message.id: message.string for message in _read(path, language) if not message.fuzzy}
            lines += [f"{path.relative_to(root)}: {text!r}" for text in texts if not _complete(said.get(text))]
    return sorted(lines)


def _complete(said: str | list[str] | tuple[str, ...] | None) -> bool:
    return bool(said) and (isinstance(said, str) or all(said or ()))


def main(names: list[str]) -> int:
    root = Path.cwd()
    update(root, names)
    lines = [line for line in missing(root) if not names or any(f"/{name}/locale/" in line for name in names)]
    sys.stdout.write("".join(f"{line}\n" for line in lines) + f"{len(lines)} texts lack a translation\n")
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
