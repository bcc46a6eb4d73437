"""Files from strangers: whatever is in them, a clear sentence and nothing worse."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.importing import UnusableFile, import_file
from surveys.importing.limesurvey.expressions import parsed
from surveys.importing.losses import REASONS, Unsayable
from surveys.importing.plain_text import lost_tags, plain

SOUND = (Path(__file__).parent / "files/lekeplasser.lss").read_bytes()
ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><document>&b;</document>'
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><document>&a;</document>'
FOREIGN_DTD = b'<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://example.test/x.dtd"><document/>'


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "not_json"),
        (b"hei", "not_json"),
        (b"\x00\x01", "not_json"),
        (b'{"a": 1}', "not_known"),
        (b"[" * 100_000, "too_deep"),
        (SOUND[:-20], "not_xml"),
        (b'<?xml version="1.0" encoding="klingon"?><document/>', "not_xml"),
        (b"<document/>", "not_a_survey"),
        (SOUND.replace(b">Survey<", b">Label set<"), "not_a_survey"),
        (ENTITY, "unsafe"),
        (EXTERNAL, "unsafe"),
        (FOREIGN_DTD, "unsafe"),
        (b"<a>" * 100_000, "too_deep"),
        (b" " * (5 * 1024 * 1024 + 1), "too_big"),
        (SOUND.replace(b"<language>", b"<language>0"), "no_language"),
        (SOUND.replace(b"<type><![CDATA[", b"<type><![CDATA[%"), "no_questions"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, cause: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        import_file(content)
    assert refused.value.cause == cause
    assert "%(" not in refused.value.reason(lambda text, /, **values: text % values if values else text)
    assert cause in REASONS


@given(st.integers(0, len(SOUND) - 1), st.binary(max_size=40), st.integers(0, 200))
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_imported_or_refused(at: int, put: bytes, cut: int) -> None:
    try:
        import_file(SOUND[:at] + put + SOUND[at + cut :])
    except UnusableFile as refused:
        assert refused.cause in REASONS  # noqa: PT017 - importing it is fine too


def test_a_large_file_is_read_in_seconds() -> None:
    row = b"<row><qid>%d</qid><parent_qid>0</parent_qid><gid>1</gid><type>S</type><title>q%d</title><order>%d</order></row>"
    begun = SOUND.index(b"<rows>", SOUND.index(b"<questions>")) + 6
    large = SOUND[:begun] + b"".join(row % (n, n, n) for n in range(1_000, 30_000)) + SOUND[begun:]
    assert len(large) < 5 * 1024 * 1024
    start = time.process_time()
    with pytest.raises(UnusableFile, match="too_much"):
        import_file(large)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("markup", "words", "tags"),
    [
        ("Bare tekst {her}", "Bare tekst {her}", []),
        ("1 < 2 &amp; 3", "1 < 2 & 3", []),
        ("<p>En</p><p>To<br>tre</p>", "En\nTo\ntre", []),
        ("<b>Fet</b> og <img src=x onerror=y>", "Fet og", ["b", "img"]),
        ("a<script>alert('<p>')</script>b", "ab", ["script"]),
        ("<style>p{}</style>c", "c", ["style"]),
        ('<a href="https://panel.test/x">Les</a>', "Les (https://panel.test/x)", ["a"]),
        ('<a href="javascript:x()">Les</a>', "Les", ["a"]),
        ("<![CDATA[x", "", []),
        ("a\x07b\x9fc &#1;d", "abc d", []),
        ("<div><ul><li>En</li><li>To</li></ul></div>", "En\nTo", ["ul", "li"]),
    ],
)
def test_markup_becomes_plain_words(markup: str, words: str, tags: list[str]) -> None:
    assert (plain(markup), lost_tags(markup)) == (words, tags)


@given(st.text(alphabet="<>&!-[]/abp =\"';{}", max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_markup_is_too_broken(markup: str) -> None:
    plain(markup)
    lost_tags(markup)


@given(st.text(alphabet="Q01 ()!=<>&|'\".+-*/,and", max_size=80))
@settings(max_examples=300, deadline=None)
def test_no_expression_is_too_broken(written: str) -> None:
    try:
        parsed(written)
    except Unsayable as unsayable:
        assert unsayable.reason  # noqa: PT017 - reading it is fine too


@pytest.mark.parametrize("written", ["(" * 5_000, "!" * 4_000, "1+" * 6_000, "-" * 4_999, "if(" * 1_500, "a" * 5_000 + "'"])
def test_an_expression_made_to_go_deep_is_refused_at_once(written: str) -> None:
    start = time.process_time()
    with pytest.raises(Unsayable):
        parsed(written)
    assert time.process_time() - start < 1
