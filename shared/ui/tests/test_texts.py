from pathlib import Path

from ui.texts import Texts, read_texts

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Velkommen, %(name)s"
msgstr "Welcome, %(name)s"

msgid "Nei"
msgstr ""

msgid "%(num)s medlem"
msgid_plural "%(num)s medlemmer"
msgstr[0] "%(num)s member"
msgstr[1] "%(num)s members"
"""


def english(folder: Path) -> Texts:
    path = folder / "en.po"
    path.write_text(CATALOGUE)
    return read_texts([path])


def test_a_text_is_said_in_the_language(tmp_path: Path) -> None:
    assert english(tmp_path)("Velkommen, %(name)s", name="Ola") == "Welcome, Ola"


def test_a_number_takes_its_form(tmp_path: Path) -> None:
    say = english(tmp_path)
    assert say.number("%(num)s medlem", "%(num)s medlemmer", 1) == "1 member"
    assert say.number("%(num)s medlem", "%(num)s medlemmer", 440) == "440 members"
    assert Texts().number("%(num)s medlem", "%(num)s medlemmer", 1) == "1 medlem"


def test_what_is_not_translated_is_said_as_it_stands(tmp_path: Path) -> None:
    assert english(tmp_path)("Nei") == "Nei"
    assert english(tmp_path)("Aldri hørt") == "Aldri hørt"


def test_a_lone_per_cent_sign_is_no_trouble() -> None:
    assert Texts()("68 % svarte") == "68 % svarte"
