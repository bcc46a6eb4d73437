"""The paper as PDF, on A4, with letters of our own: Latin, Greek and Cyrillic. What they cannot say is refused in plain words.

The page that is printed from a browser says every script, and is the one for a screen reader.
"""

import io
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image as Picture
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import HRFlowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from eventlog import Refused
from surveys.exporting.paper import MOST_COLUMNS, Asked, Box, Fill, Lines, Paper, Part
from surveys.questionnaire.tongue import FROM_RIGHT
from ui import mark, translate

FONTS = Path(__file__).parent / "paper_fonts"
TEXT, BOLD = "Samrad Paper", "Samrad Paper Bold"
INK, FAINT = HexColor("#1d1d1b"), HexColor("#6b6b66")
MARGIN = 20 * mm
ROOM = A4[0] - 2 * MARGIN - 12  # points that the frame keeps to itself
BOX, BLANK, UNKNOWN = "☐", "_", "□"
PICTURE = 30 * mm
PAGE = mark("Side %(page)s")
FAR = 34
"""Letters that a short place to write in is wide."""


class NoLettersFor(Refused):
    code = "no_letters_for"
    status = 422
    title = (
        "Vi har ikke bokstavene som trengs for å lage PDF på dette språket. Åpne utskriften som nettside og skriv ut derfra."
    )


def pdf(paper: Paper, heading: str, pictures: Mapping[str, bytes]) -> bytes:
    """`heading` stands at the foot of each page. Blocks for as long as it takes. Raises NoLettersFor."""
    _letters()
    _refuse_what_cannot_be_said(paper)
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=paper.title or heading,
        author=heading,
        lang=paper.language,
        invariant=True,
    )

    def foot(canvas: Any, page: Any) -> None:
        canvas.setFont(TEXT, 8)
        canvas.setFillColor(FAINT)
        canvas.drawString(MARGIN, 10 * mm, _sayable(heading))
        canvas.drawRightString(A4[0] - MARGIN, 10 * mm, translate(paper.words)(PAGE, page=str(page.page)))

    document.build(_story(paper, pictures), onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


@cache
def _letters() -> None:
    for name, file in ((TEXT, "text.ttf"), (BOLD, "bold.ttf")):
        registerFont(TTFont(name, FONTS / file))


def _refuse_what_cannot_be_said(paper: Paper) -> None:
    """Letters that are missing, or that would have to be set from the right. A symbol alone becomes an empty square."""
    known = getFont(TEXT).face.charToGlyph
    for text in paper.texts():
        for letter in text:
            missing = ord(letter) not in known and unicodedata.category(letter)[0] in "LMN"
            if missing or unicodedata.bidirectional(letter) in ("R", "AL"):
                raise NoLettersFor
    if paper.language.partition("-")[0] in FROM_RIGHT:
        raise NoLettersFor


def _sayable(text: str) -> str:
    known = getFont(TEXT).face.charToGlyph
    return "".join(
        letter if ord(letter) in known or letter == "\n" else UNKNOWN if letter.isprintable() else "" for letter in text
    )


def _style(size: float, *, font: str = TEXT, before: float = 0, after: float = 3, indent: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        name="",
        fontName=font,
        bulletFontName=TEXT,
        fontSize=size,
        bulletFontSize=size + 3,
        leading=size * 1.35,
        textColor=INK,
        spaceBefore=before,
        spaceAfter=after,
        leftIndent=indent,
        bulletIndent=0,
    )


TITLE, HEADING = _style(20, font=BOLD, after=8), _style(14, font=BOLD, before=16, after=4)
WORDS, QUESTION = _style(10.5, after=5), _style(11, font=BOLD, before=14, after=3)
HINT, RULE = _style(9.5, after=4), _style(9.5, font=BOLD, after=4)
TICK = _style(10.5, after=2, indent=7 * mm)
CELL, SMALL = _style(9.5, after=0), _style(8.5, after=0)
LABEL = _style(10.5, before=4, after=0)
AT_THE_RIGHT = ParagraphStyle(name="", parent=SMALL, alignment=TA_RIGHT)


def _say(text: str, style: ParagraphStyle, bullet: str | None = None) -> Any:
    return Paragraph(escape(_sayable(text), quote=False).replace("\n", "<br/>"), style, bulletText=bullet)


def _if_any(text: str, style: ParagraphStyle) -> list[Any]:
    return [_say(text, style)] if text else []


def _story(paper: Paper, pictures: Mapping[str, bytes]) -> list[Any]:
    story = [*_if_any(paper.title, TITLE), *_if_any(paper.introduction, WORDS)]
    for part in paper.parts:
        story += _part(part, pictures, alone=len(paper.parts) == 1)
    return [*story, Spacer(1, 8 * mm), *_if_any(paper.closing, WORDS)]


def _part(part: Part, pictures: Mapping[str, bytes], *, alone: bool) -> list[Any]:
    title = part.title if alone else f"{part.number}. {part.title}".removesuffix(". ")
    head = [*_if_any(title, HEADING), *_if_any(part.only_if, RULE), *_if_any(part.text, WORDS)]
    asked = [_asked(one, pictures) for one in part.asked]
    if asked:  # a heading never stands alone at the foot of a page
        asked[0] = [*head, *asked[0]]
    return [KeepTogether(one) for one in asked or [head]] + _if_any(part.stop, RULE)


def _asked(asked: Asked, pictures: Mapping[str, bytes]) -> list[Any]:
    text = f"{asked.number}  {asked.text}" if asked.number else asked.text
    return [
        _say(text, QUESTION if asked.number else WORDS),
        *_if_any(asked.only_if, RULE),
        *_if_any(asked.help, HINT),
        *_if_any(asked.fill.how, HINT),
        *_fill(asked.fill, pictures),
        *_lines(asked.beside),
    ]


def _fill(fill: Fill, pictures: Mapping[str, bytes]) -> list[Any]:
    drawn = [part for box in fill.boxes for part in _box(box, pictures)]
    if fill.points:
        drawn += [_points(fill)]
    if fill.rows:
        drawn += _grid(fill) if len(fill.columns) <= MOST_COLUMNS else _row_by_row(fill)
    places = [f"{field.label} {BLANK * _wide(fill)} {field.unit}".strip() for field in fill.fields]
    drawn += [_say("   ".join(places), WORDS)] if fill.in_a_row else [_say(place, WORDS) for place in places]
    return drawn + _lines(fill.lines)


def _wide(fill: Fill) -> int:
    return 8 if fill.in_a_row or len(fill.fields) > 1 else 16


def _box(box: Box, pictures: Mapping[str, bytes]) -> list[Any]:
    text = f"{box.text} {BLANK * FAR}" if box.line else box.text
    drawn = [_say(text, TICK, BOX)]
    if box.picture in pictures:
        drawn.append(_picture(pictures[box.picture]))
    elif box.shows:
        drawn.append(_say(box.shows, _style(9, indent=7 * mm)))
    return drawn


def _picture(content: bytes) -> Any:
    """As PNG, which the page can hold, on white."""
    seen = Picture.open(io.BytesIO(content)).convert("RGBA")
    paper = Picture.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    file = io.BytesIO()
    paper.convert("RGB").save(file, "PNG")
    file.seek(0)
    shrink = min(PICTURE / seen.width, PICTURE / seen.height)
    table = Table([["", Image(file, seen.width * shrink, seen.height * shrink)]], colWidths=[7 * mm, ROOM - 7 * mm])
    table.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def _points(fill: Fill) -> Any:
    """A box over each number, and what the ends are called."""
    n = len(fill.points)
    wide = min(15 * mm, ROOM / n)
    low, high = _say(fill.ends[0], SMALL), _say(fill.ends[1], AT_THE_RIGHT)
    table = Table([[BOX] * n, list(fill.points)], colWidths=[wide] * n)
    table.setStyle(
        _plain(("FONT", (0, 0), (-1, 0), TEXT, 14), ("FONT", (0, 1), (-1, 1), TEXT, 9.5), ("ALIGN", (0, 0), (-1, -1), "CENTER"))
    )
    ends = Table([[low, high]], colWidths=[wide * n / 2] * 2)
    ends.setStyle(_plain())
    whole = Table([[table], [ends]] if any(fill.ends) else [[table]], colWidths=[wide * n], hAlign="LEFT")
    whole.setStyle(_plain())
    return whole


def _plain(*more: tuple[Any, ...]) -> TableStyle:
    padding = [(f"{side}PADDING", (0, 0), (-1, -1), 1) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    return TableStyle([*padding, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TEXTCOLOR", (0, 0), (-1, -1), INK), *more])


def _grid(fill: Fill) -> list[Any]:
    n = len(fill.columns)
    first = ROOM * max(0.3, 0.62 - 0.05 * n)
    head = ["", *(_say(column, SMALL) for column in fill.columns)]
    rows = [[_say(row, CELL), *[BOX] * n] for row in fill.rows]
    table = Table([head, *rows], colWidths=[first, *[(ROOM - first) / n] * n], repeatRows=1, hAlign="LEFT")
    table.setStyle(_plain(("FONT", (1, 1), (-1, -1), TEXT, 14), ("LINEBELOW", (0, 0), (-1, -1), 0.4, FAINT)))
    return [table]


def _row_by_row(fill: Fill) -> list[Any]:
    """Where there are more columns than a page is wide."""
    return [part for row in fill.rows for part in (_say(row, RULE), *(_say(column, TICK, BOX) for column in fill.columns))]


def _lines(lines: Sequence[Lines]) -> list[Any]:
    drawn: list[Any] = []
    for one in lines:
        drawn += _if_any(one.label, LABEL)
        drawn += [HRFlowable(width="100%", thickness=0.5, color=FAINT, spaceBefore=16, spaceAfter=1) for _ in range(one.count)]
    return drawn
