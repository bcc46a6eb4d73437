"""From an uploaded file to a picture we made ourselves, or the reason why not.

PictureRefused              422
├── NotAPicture             none of PNG, JPEG, WebP
├── DrawingRefused          SVG: a page that may hold a program
├── GifRefused
├── PhoneFormatRefused      HEIC, AVIF
├── BrokenPicture           damaged, or only half of it came
├── MovingPicture           who is disturbed by what moves could not stop it
└── TooManyPixels
"""

import subprocess
import sys

from eventlog import Refused
from surveys.pictures import drawn_anew

SECONDS = 30
READ_FOR_A_TAG = 4_096
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class PictureRefused(Refused):
    status = 422


class NotAPicture(PictureRefused):
    code = "not_a_picture"
    title = "Filen er ikke et bilde vi kan bruke. Bruk PNG, JPEG eller WebP."


class DrawingRefused(PictureRefused):
    code = "picture_svg"
    title = "SVG kan ikke brukes, for slike filer kan inneholde programmer. Lagre bildet som PNG."


class GifRefused(PictureRefused):
    code = "picture_gif"
    title = "GIF kan ikke brukes. Lagre bildet som PNG."


class PhoneFormatRefused(PictureRefused):
    code = "picture_heic"
    title = "HEIC og AVIF kan ikke brukes. Lagre bildet som JPEG."


class BrokenPicture(PictureRefused):
    code = "broken_picture"
    title = "Bildet er ødelagt, eller bare en del av det kom fram. Lagre det på nytt og prøv igjen."


class MovingPicture(PictureRefused):
    code = "moving_picture"
    title = "Bilder som beveger seg, kan ikke brukes. Lagre ett av bildene som PNG."


class TooManyPixels(PictureRefused):
    code = "too_many_pixels"
    title = "Bildet er for stort. Det er plass til 40 millioner bildepunkter. Lagre det mindre og prøv igjen."


WHY: dict[int, type[PictureRefused]] = {drawn_anew.TOO_MANY_PIXELS: TooManyPixels, drawn_anew.MOVING: MovingPicture}


def take_in(content: bytes) -> bytes:
    """The picture as WebP. Blocks for as long as the reading takes. Raises PictureRefused."""
    _look_at(content)
    command = [sys.executable, "-m", drawn_anew.__name__]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env={})  # noqa: S603 - our own module
    except subprocess.TimeoutExpired:
        raise TooManyPixels from None
    if done.returncode:
        raise WHY.get(done.returncode, TooManyPixels if done.returncode < 0 else BrokenPicture)
    return done.stdout


def _look_at(content: bytes) -> None:
    """What it says it is, before anything reads it."""
    if content.startswith(b"GIF8"):
        raise GifRefused
    if content[4:8] == b"ftyp":
        raise PhoneFormatRefused
    if b"<svg" in content[:READ_FOR_A_TAG].lower() and not content.startswith(SIGNATURES):
        raise DrawingRefused
    if not content.startswith(SIGNATURES) and not (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        raise NotAPicture
