"""Nynorsk and English are equals of bokmål: a text that one of them lacks fails here."""

from pathlib import Path

from ui.catalogs import Package, missing, packages_of, texts_in

ROOT = Path(__file__).parents[2]


def test_every_text_is_said_in_nynorsk_and_english() -> None:
    assert missing(ROOT) == []


def test_the_guard_finds_texts_in_templates_and_code(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text('{{ _("Hei") }}{% trans %}Velkommen\n  hit{% endtrans %}')
    (tmp_path / "page.py").write_text(
        'say("Send"); mark("Senere"); translate(l)("Nå"); site.translate(l)("Alt"); Problem(404, "x", "Borte")\n'
        'ngettext("ett", "flere", 2)\nclass No(Refused):\n    title: ClassVar[str] = "Nei"\nTITLES = {1: "Tittel"}\n'
    )
    found = texts_in(Package("test", (tmp_path,), tmp_path))
    assert found == {"Hei", "Velkommen hit", "Send", "Senere", "Nå", "Alt", "Borte", ("ett", "flere"), "Nei", "Tittel"}


def test_every_package_with_pages_is_looked_at() -> None:
    names = {package.name for package in packages_of(ROOT)}
    assert {path.parents[1].name for path in ROOT.glob("services/*/src/*/pages/templates")} <= names
