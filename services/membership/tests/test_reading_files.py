"""Files as people's programs write them, and as nobody should send them."""

import contextlib
import io
import zipfile

import pytest

from membership.importing.reading import read_file
from membership.importing.sheet import (
    CELL_TOO_LONG,
    EMPTY,
    NOBODY_IN_IT,
    OLD_EXCEL,
    TOO_LARGE_INSIDE,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    UNBALANCED,
    UNREADABLE,
    WITH_MACROS,
    NotTaken,
)

PEOPLE = "E-post;Fødselsår\nkari@nordmann.test;1984\n"
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>
</Relationships>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Ark1" sheetId="1" r:id="r1"/>
</sheets></workbook>"""
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def text(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def excel(rows: str, doctype: str = "", **more: bytes) -> bytes:
    """An Excel file with one sheet, made by hand."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS.format("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELS.format("worksheet", "worksheets/sheet1.xml"))
        archive.writestr("xl/worksheets/sheet1.xml", f'<?xml version="1.0"?>{doctype}{SHEET.format(rows)}')
        for name, content in more.items():
            archive.writestr(f"xl/{name}.bin", content)
    return file.getvalue()


HEADING = f'<row r="1">{text("A1", "E-post")}{text("B1", "Født")}</row>'
KARI = f'<row r="2">{text("A2", "kari@nordmann.test")}<c r="B2"><v>1984</v></c></row>'


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_is_read_whatever_wrote_it(separator: str, encoding: str) -> None:
    sheet = read_file(PEOPLE.replace(";", separator).encode(encoding))
    assert sheet.heading == ["E-post", "Fødselsår"]
    assert (sheet.first, sheet.rows) == (2, [["kari@nordmann.test", "1984"]])


def test_a_row_keeps_its_number_below_empty_lines_and_lines_within_quotes() -> None:
    sheet = read_file(b'\nE-post;Navn\n"a@b.test";"Kari\nNordmann"\n\n;;\nc@d.test;Ola\n\n;\n')
    assert (sheet.first, sheet.rows) == (3, [["a@b.test", "Kari\nNordmann"], [], [], ["c@d.test", "Ola"]])


def test_the_separator_that_excel_says_is_believed() -> None:
    sheet = read_file(b"sep=,\r\nE-post,Navn;kallenavn\r\na@b.test,Kari\r\n")
    assert (sheet.heading, sheet.first) == (["E-post", "Navn;kallenavn"], 3)


def test_an_excel_file_is_read_with_its_numbers_as_people_write_them() -> None:
    sheet = read_file(excel(HEADING + KARI))
    assert (sheet.heading, sheet.first, sheet.rows) == (["E-post", "Født"], 2, [["kari@nordmann.test", "1984"]])


def test_of_a_formula_the_value_is_read() -> None:
    formula = '<c r="A2" t="str"><f>"kari@"&amp;"nordmann.test"</f><v>kari@nordmann.test</v></c>'
    formula = f'<row r="2">{formula}<c r="B2"><v>1984</v></c></row>'
    assert read_file(excel(HEADING + formula)).rows == [["kari@nordmann.test", "1984"]]


def test_what_an_entity_names_is_never_fetched() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    row = f'<row r="2">{text("A2", "&secret;")}{text("B2", "1984")}</row>'
    seen = "nothing"
    with contextlib.suppress(NotTaken):
        seen = str(read_file(excel(HEADING + row, doctype)).rows)
    assert "root" not in seen


BOMB = b"0" * 101 * 1024 * 1024
FAR_AWAY = f'<row r="1">{text("A1", "a")}</row><row r="1048576">{text("XFD1048576", "b")}</row>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", EMPTY),
        (b"\n ; ;\n", EMPTY),
        (b"\xef\xbb\xbf", EMPTY),
        (b"E-post;Navn\n", NOBODY_IN_IT),
        (bytes(range(256)) * 20, UNREADABLE),
        (b"E-post;Navn\nkari\x00@nordmann.test;Kari\n", UNREADABLE),
        (b"PK\x03\x04 and then nothing of the kind", UNREADABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Excel file", OLD_EXCEL),
        (b"E-post;Navn\n" + b"a@b.test;Kari\n" * 20_001, TOO_MANY_ROWS),
        (b";".join([b"x"] * 100_000) + b"\na\n", TOO_MANY_COLUMNS),
        (b"E-post;Navn\na@b.test;" + b"x" * 1_001, CELL_TOO_LONG),
        (b'E-post;Navn\na@b.test;"Kari\n', UNBALANCED),
        (b'E-post;Navn\na@b.test;"Kari" N\n', UNBALANCED),
        (excel(HEADING), NOBODY_IN_IT),
        (excel(""), EMPTY),
        (excel(HEADING + KARI, vbaProject=b"x"), WITH_MACROS),
        (excel(HEADING + KARI, bomb=BOMB), TOO_LARGE_INSIDE),
        (excel("<row r='1'>" + text("A1", "a") + text("CZ1", "b") + "</row>" + KARI), TOO_MANY_COLUMNS),
        (excel(FAR_AWAY), TOO_LARGE_INSIDE),
    ],
)
def test_what_is_no_list_of_people_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(NotTaken) as refused:
        read_file(content)
    assert refused.value.text == why
