"""Excel files made by hand: sheets of rows of texts."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_OFFICE = "http://schemas.openxmlformats.org"
_TYPES = f"""<?xml version="1.0"?><Types xmlns="{_OFFICE}/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"""
_RELATED = '<Relationship Id="r{}" Type="' + _OFFICE + '/officeDocument/2006/relationships/{}" Target="{}"/>'

Rows = Sequence[Sequence[str]]


def related(*targets: tuple[str, str]) -> str:
    found = "".join(_RELATED.format(number, kind, target) for number, (kind, target) in enumerate(targets, 1))
    return f'<?xml version="1.0"?><Relationships xmlns="{_OFFICE}/package/2006/relationships">{found}</Relationships>'


def workbook(sheets: Mapping[str, Rows], doctype: str = "", *, raw: bool = False, far: bool = False, **more: bytes) -> bytes:
    """`raw`: what is written is XML. `far`: one more cell, as far away as Excel goes."""
    file = io.BytesIO()
    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", related(("officeDocument", "xl/workbook.xml")))
        book = f'<workbook xmlns="{_OFFICE}/spreadsheetml/2006/main" xmlns:r="{_OFFICE}/officeDocument/2006/relationships">'
        archive.writestr("xl/workbook.xml", f'<?xml version="1.0"?>{book}<sheets>{names}</sheets></workbook>')
        targets = [("worksheet", f"worksheets/sheet{n}.xml") for n, _ in enumerate(sheets, 1)]
        archive.writestr("xl/_rels/workbook.xml.rels", related(*targets))
        for number, rows in enumerate(sheets.values(), 1):
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml", f'<?xml version="1.0"?>{doctype}{sheet(rows, raw=raw, far=far)}'
            )
        for name, content in more.items():
            archive.writestr(f"xl/{name}.bin", content)
    return file.getvalue()


def sheet(rows: Rows, *, raw: bool, far: bool) -> str:
    lines = "".join(
        f'<row r="{n}">{"".join(_cell(n, at, cell if raw else escape(cell)) for at, cell in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    )
    lines += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' if far else ""
    return f'<worksheet xmlns="{_OFFICE}/spreadsheetml/2006/main"><sheetData>{lines}</sheetData></worksheet>'


def _cell(row: int, at: int, words: str) -> str:
    return f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
