"""What becomes of an uploaded picture, and what is refused."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from surveys.pictures.drawn_anew import LONGEST_SIDE, MOST_BYTES
from surveys.pictures.taken_in import (
    BrokenPicture,
    DrawingRefused,
    GifRefused,
    MovingPicture,
    NotAPicture,
    PhoneFormatRefused,
    PictureRefused,
    TooManyPixels,
    take_in,
)

SECRET = "planted-in-the-file"
PNG = b"\x89PNG\r\n\x1a\n"


def written(picture: Image.Image, form: str = "PNG", **more: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **more)
    return file.getvalue()


def noise(width: int, height: int) -> Image.Image:
    """What compresses worst."""
    return Image.merge("RGB", [Image.effect_noise((width, height), 90 + n) for n in range(3)])


def seen(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "WEBP"
    picture.load()
    return picture


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_says(width: int, height: int, data: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return PNG + header + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_webp(form: str) -> None:
    assert seen(take_in(written(Image.new("RGB", (1600, 1200), "teal"), form))).size == (800, 600)


def test_a_picture_is_no_larger_than_a_page_can_bear() -> None:
    content = take_in(written(noise(1200, 900)))
    assert len(content) <= MOST_BYTES
    assert max(seen(content).size) <= LONGEST_SIDE


def test_a_small_picture_keeps_its_size_and_its_colours() -> None:
    shown = seen(take_in(written(Image.new("RGB", (60, 40), (200, 30, 30)))))
    assert shown.size == (60, 40)
    assert all(abs(a - b) < 12 for a, b in zip(shown.convert("RGB").getpixel((30, 20)), (200, 30, 30), strict=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_every_way_of_writing_colours_is_read(mode: str) -> None:
    form = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    picture = Image.new("RGB", (50, 30), "white").convert(mode) if mode != "I;16" else Image.new(mode, (50, 30), 65535)
    shown = seen(take_in(written(picture, form)))
    assert min(shown.convert("RGB").getpixel((25, 15))) > 240  # type: ignore[arg-type]


def test_what_can_be_seen_through_stays_so() -> None:
    shown = seen(take_in(written(Image.new("RGBA", (20, 20), (0, 0, 0, 0)))))
    assert shown.convert("RGBA").getpixel((10, 10))[3] == 0  # type: ignore[index]


def test_a_picture_taken_on_its_side_stands_upright_and_tells_nothing_else() -> None:
    picture = Image.new("RGB", (80, 40), "blue")
    exif = picture.getexif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010E] = SECRET
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    content = take_in(written(picture, "JPEG", exif=exif, comment=SECRET.encode(), icc_profile=SECRET.encode()))
    assert seen(content).size == (40, 80)
    assert not seen(content).getexif()
    assert b"EXIF" not in content
    assert b"ICCP" not in content
    assert SECRET.encode() not in content


def test_nothing_that_is_hidden_in_or_behind_a_picture_comes_along() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", f"<script>{SECRET}</script>")
    file = written(Image.new("RGB", (30, 30), "green"), pnginfo=told) + f"<?php {SECRET} ?><script>{SECRET}</script>".encode()
    content = take_in(file)
    assert SECRET.encode() not in content
    assert b"<script" not in content
    assert content.startswith(b"RIFF")
    assert struct.unpack("<I", content[4:8])[0] + 8 == len(content)  # nothing stands behind its end


def test_the_same_file_gives_the_same_picture() -> None:
    file = written(noise(300, 200))
    assert take_in(file) == take_in(file)


JPEG = written(Image.new("RGB", (400, 300), "red"), "JPEG")
MOVES = written(
    Image.new("RGB", (20, 20), "red"), "WEBP", save_all=True, append_images=[Image.new("RGB", (20, 20), "blue")], duration=100
)
APNG = written(Image.new("RGB", (20, 20), "red"), save_all=True, append_images=[Image.new("RGB", (20, 20), "blue")])
REFUSED: list[tuple[str, bytes, type[PictureRefused]]] = [
    ("nothing", b"", NotAPicture),
    ("text", b"hello", NotAPicture),
    ("PDF", b"%PDF-1.7\n", NotAPicture),
    ("TIFF", written(Image.new("RGB", (9, 9)), "TIFF"), NotAPicture),
    ("BMP", written(Image.new("RGB", (9, 9)), "BMP"), NotAPicture),
    ("program", b"MZ\x90\x00" + b"\x00" * 200, NotAPicture),
    ("GIF", written(Image.new("RGB", (9, 9)), "GIF"), GifRefused),
    ("SVG", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', DrawingRefused),
    ("SVG with a head", b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a drawing -->\n<SVG/>', DrawingRefused),
    ("HEIC", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", PhoneFormatRefused),
    ("half a JPEG", JPEG[: len(JPEG) // 2], BrokenPicture),
    ("half a PNG", written(noise(90, 90))[:4000], BrokenPicture),
    ("PNG with nothing in it", PNG, BrokenPicture),
    ("JPEG in name", b"\xff\xd8\xff" + b"\x00" * 500, BrokenPicture),
    ("WebP in name", b"RIFF\x10\x00\x00\x00WEBP" + b"\x00" * 100, BrokenPicture),
    ("too few rows", png_that_says(500, 500, b"\x00" * 100), BrokenPicture),
    ("a bomb that says so", png_that_says(60_000, 60_000, b"\x00" * 1000), TooManyPixels),
    ("a long one", png_that_says(2**31 - 1, 1), TooManyPixels),
    ("moving WebP", MOVES, MovingPicture),
    ("moving PNG", APNG, MovingPicture),
]


@pytest.mark.parametrize(("content", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_picture_of_ours_is_refused_with_the_reason(content: bytes, reason: type[PictureRefused]) -> None:
    with pytest.raises(PictureRefused) as refused:
        take_in(content)
    assert type(refused.value) is reason


def test_a_file_that_swells_is_stopped() -> None:
    """Told to hold few pixels, with a text that unpacks to a thousand times its size: a process with little memory reads it."""
    told = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"\x00" * 2**27))
    plain = written(Image.new("RGB", (9, 9)))
    with pytest.raises((BrokenPicture, TooManyPixels)):
        take_in(plain[:33] + told + plain[33:])


def test_forty_million_pixels_of_one_colour_are_read_in_time() -> None:
    assert max(seen(take_in(written(Image.new("RGB", (8_000, 4_990), "teal"), compress_level=1))).size) == LONGEST_SIDE
