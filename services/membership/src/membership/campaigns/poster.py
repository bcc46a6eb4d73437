"""A campaign's poster: one A4 page a municipality hangs up, drawn in its own colours and the panel's own letters."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).parent / "poster_fonts"
HEAD, TEXT = "Samrad Head", "Samrad Text"
WIDTH, HEIGHT = A4
BLEED = 3 * mm
MARGIN = 18 * mm
INSIDE = WIDTH - 2 * MARGIN
HORIZON = 104 * mm
CODE = 62 * mm
BOTTOM = 17 * mm
INK = HexColor("#22261f")
LIGHT = 0.36  # of a colour that white letters cannot be read on


@dataclass(frozen=True)
class Poster:
    """All that stands on it, in the language of the poster. `address` is what the code holds, `shown` what is read."""

    headline: str
    about: str
    invitation: str
    how: str
    panel: str
    municipality: str
    address: str
    shown: str
    language: str
    main: str
    accent: str


@dataclass(frozen=True)
class Lines:
    size: float
    lines: Sequence[str]

    @property
    def height(self) -> float:
        return self.size * 1.16 * len(self.lines)


def draw(poster: Poster, *, bleed: bool = False) -> bytes:
    """The page as PDF; with `bleed`, 3 mm of colour outside the cut on every side."""
    edge = BLEED if bleed else 0.0
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH + 2 * edge, HEIGHT + 2 * edge), invariant=True, lang=poster.language)
    canvas.setTitle(poster.headline)
    canvas.setAuthor(poster.municipality)
    canvas.setTrimBox((edge, edge, WIDTH + edge, HEIGHT + edge))
    canvas.translate(edge, edge)
    _letters()
    _landscape(canvas, poster)
    _head(canvas, poster)
    _invitation(canvas, poster)
    canvas.save()
    return file.getvalue()


@cache
def _letters() -> None:
    for name, file in ((HEAD, "head.ttf"), (TEXT, "text.ttf")):
        registerFont(TTFont(name, FONTS / file))


def _landscape(canvas: Canvas, poster: Poster) -> None:
    """The municipality's colour for a sky, a sun, and hills down to paper. Drawn over the edge, so that it can be cut."""
    main, accent = HexColor(poster.main), HexColor(poster.accent)
    canvas.setFillColor(main)
    canvas.rect(-BLEED, -BLEED, WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED, stroke=0, fill=1)
    canvas.setFillColor(accent)
    canvas.circle(WIDTH * 0.62, HORIZON + 22 * mm, 17 * mm, stroke=0, fill=1)
    for share, left, peaks in (
        (0.22, 12, ((0.30, 27), (0.58, 9), (0.86, 24), (1.0, 20))),
        (0.52, 22, ((0.22, 10), (0.55, 17), (0.82, 2), (1.0, 8))),
        (0.94, 2, ((0.36, 7), (0.70, -6), (1.0, 1))),
    ):
        _hill(canvas, _towards_white(main, share), left, peaks)


def _hill(canvas: Canvas, colour: Color, left: float, tops: Sequence[tuple[float, float]]) -> None:
    """From one top or hollow to the next, level at each: (how far across, how many mm above the horizon)."""
    canvas.setFillColor(colour)
    path = canvas.beginPath()
    x, y = -BLEED, HORIZON + left * mm
    path.moveTo(x, -BLEED)
    path.lineTo(x, y)
    for share, lift in tops:
        to_x, to_y = -BLEED + (WIDTH + 2 * BLEED) * share, HORIZON + lift * mm
        path.curveTo((x + to_x) / 2, y, (x + to_x) / 2, to_y, to_x, to_y)
        x, y = to_x, to_y
    path.lineTo(x, -BLEED)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _head(canvas: Canvas, poster: Poster) -> None:
    """Who is speaking, what they say, and what the panel is."""
    canvas.setFillColor(_readable_on(HexColor(poster.main)))
    top = HEIGHT - MARGIN - 12 * mm
    _mark(canvas, poster, MARGIN, top)
    name = _fitted(poster.panel, HEAD, INSIDE - 18 * mm, 16 * mm, largest=19, smallest=9)
    canvas.setFillColor(_readable_on(HexColor(poster.main)))
    _write(canvas, name, HEAD, MARGIN + 17 * mm, top + 6 * mm + name.height / 2 - name.size * 0.12)
    about = _fitted(poster.about, TEXT, INSIDE - 6 * mm, 30 * mm, largest=18, smallest=11, leading=1.4)
    room = top - HORIZON - 46 * mm - about.height - 22 * mm
    headline = _fitted(poster.headline, HEAD, INSIDE, room, largest=80, smallest=18)
    y = _write(canvas, headline, HEAD, MARGIN, top - 18 * mm)
    _write(canvas, about, TEXT, MARGIN, y - 7 * mm, leading=1.4)


def _mark(canvas: Canvas, poster: Poster, x: float, y: float) -> None:
    """The panel's mark, as on the pages: hills in something said."""
    canvas.saveState()
    canvas.translate(x, y + 12 * mm)
    canvas.scale(12 * mm / 48, -12 * mm / 48)
    canvas.setFillColor(_readable_on(HexColor(poster.main)))
    talk = canvas.beginPath()
    talk.moveTo(24, 2)
    talk.curveTo(38, 2, 47, 10, 47, 21)
    talk.curveTo(47, 32, 38, 40, 24, 40)
    talk.curveTo(22, 40, 20, 39.8, 18, 39.4)
    talk.lineTo(7, 47)
    talk.lineTo(9.4, 36)
    talk.curveTo(4, 32.6, 1, 27, 1, 21)
    talk.curveTo(1, 10, 10, 2, 24, 2)
    canvas.drawPath(talk, stroke=0, fill=1)
    canvas.setFillColor(HexColor(poster.main))
    hills = canvas.beginPath()
    hills.moveTo(8, 26)
    for point in ((18, 15), (24, 22.5), (31, 12.5), (40, 26)):
        hills.lineTo(*point)
    hills.curveTo(37.5, 30.5, 32, 34, 24, 34)
    hills.curveTo(16, 34, 10.5, 30.5, 8, 26)
    canvas.drawPath(hills, stroke=0, fill=1)
    canvas.restoreState()


def _invitation(canvas: Canvas, poster: Poster) -> None:
    """The code, and beside it the same in words for those who point no camera."""
    card = CODE + 8 * mm
    canvas.setFillColor(white)
    canvas.roundRect(MARGIN, BOTTOM, card, card, 4 * mm, stroke=0, fill=1)
    _code(canvas, poster.address, MARGIN + 4 * mm, BOTTOM + 4 * mm)
    x = MARGIN + card + 9 * mm
    room = WIDTH - MARGIN - x
    canvas.setFillColor(INK)
    invitation = _fitted(poster.invitation, HEAD, room, 16 * mm, largest=40, smallest=14)
    y = _write(canvas, invitation, HEAD, x, BOTTOM + card)
    how = _fitted(poster.how, TEXT, room, 30 * mm, largest=14, smallest=9, leading=1.4)
    y = _write(canvas, how, TEXT, x, y - 3 * mm, leading=1.4)
    shown = _fitted(poster.shown.replace("/k/", " /k/"), HEAD, room, 20 * mm, largest=22, smallest=9)
    canvas.setFillColor(HexColor(poster.main) if _luminance(HexColor(poster.main)) < LIGHT else INK)
    _write(canvas, shown, HEAD, x, y - 4 * mm)
    canvas.linkURL(poster.address, (x, y - 6 * mm - shown.height, x + room, y - 3 * mm), relative=1)
    canvas.setFillColor(INK)
    _write(canvas, _fitted(poster.municipality, TEXT, room, 8 * mm, largest=11, smallest=7), TEXT, x, BOTTOM + 5 * mm)


def _code(canvas: Canvas, address: str, x: float, y: float) -> None:
    """Black on white, one path: no seams between the squares in print."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = CODE / len(rows)
    path = canvas.beginPath()
    for n, row in enumerate(rows):
        for m, dark in enumerate(row):
            if dark:
                path.rect(x + m * side, y + CODE - (n + 1) * side, side, side)
    canvas.setFillColor(HexColor("#000000"))
    canvas.drawPath(path, stroke=0, fill=1)


def _fitted(words: str, font: str, width: float, height: float, *, largest: int, smallest: int, leading: float = 1.16) -> Lines:
    """As large as there is room for; a word is only broken where no size is small enough."""
    words = _printable(words, font)
    for size in range(largest, smallest - 1, -1):
        lines = _wrapped(words, font, size, width)
        if len(lines) * size * leading <= height and all(stringWidth(line, font, size) <= width for line in lines):
            return Lines(size, lines)
    return Lines(smallest, _wrapped(_broken(words, font, smallest, width), font, smallest, width))


def _wrapped(words: str, font: str, size: float, width: float) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and stringWidth(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _broken(words: str, font: str, size: float, width: float) -> str:
    """With a space where a word is wider than the page."""
    out = ""
    for letter in words:
        word = out.rsplit(" ", 1)[-1]
        out += letter if stringWidth(word + letter, font, size) <= width else f" {letter}"
    return out


def _printable(words: str, font: str) -> str:
    """What the letters we have can say: š becomes s, and a picture is left out."""
    known = getFont(font).face.charToGlyph
    plain = (letter if ord(letter) in known else unicodedata.normalize("NFKD", letter) for letter in words)
    return "".join(letter for letter in "".join(plain) if ord(letter) in known)


def _write(canvas: Canvas, text: Lines, font: str, x: float, top: float, *, leading: float = 1.16) -> float:
    """From the top down; returns where the next may begin."""
    canvas.setFont(font, text.size)
    for n, line in enumerate(text.lines):
        canvas.drawString(x, top - text.size * (0.86 + n * leading), line)
    return top - text.size * leading * len(text.lines)


def _towards_white(colour: Color, share: float) -> Color:
    return Color(*(value + (1 - value) * share for value in colour.rgb()))


def _readable_on(colour: Color) -> Color:
    return INK if _luminance(colour) >= LIGHT else white


def _luminance(colour: Color) -> float:
    """How light it looks, 0–1; near enough to choose ink by."""
    red, green, blue = (float(value) ** 2.2 for value in colour.rgb())
    lightness: float = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return lightness
