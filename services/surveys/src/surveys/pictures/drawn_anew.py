"""A program that reads a picture on its standard input and writes it anew as WebP: small, and nothing but its pixels.

A process of its own, with little memory and time: whatever a file does to its reader, it does here and to nobody else.
"""

import io
import resource
import sys
from typing import Final

from PIL import Image, ImageOps

MEMORY = 768 * 1024**2
SECONDS = 10
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 800
MOST_BYTES = 60_000
QUALITIES = (80, 70, 60, 50, 40)
BROKEN, TOO_MANY_PIXELS, MOVING = 3, 4, 5
FORMATS: Final = ("PNG", "JPEG", "WEBP")


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # we count them ourselves, before any is read
    try:
        picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            return TOO_MANY_PIXELS
        if picture.format in ("PNG", "WEBP") and getattr(picture, "is_animated", False):
            return MOVING
        pixels = only_pixels(picture)
    except MemoryError:
        return TOO_MANY_PIXELS
    except Exception:  # noqa: BLE001 - a reader of hostile files may fail in any way; each means the same to who sent it
        return BROKEN
    sys.stdout.buffer.write(small_enough(pixels))
    return 0


def only_pixels(picture: Image.Image) -> Image.Image:
    """Upright, at most 800 pixels on each side; the place it was taken, profiles and comments stay behind."""
    if picture.format == "PNG" and picture.mode.startswith("I"):  # 16 bits of grey: the upper eight
        picture = picture.point(lambda value: value / 256).convert("L")
    elif picture.format in ("PNG", "WEBP"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=3.0)
    upright = ImageOps.exif_transpose(picture)
    upright = upright if upright.mode == "RGBA" else upright.convert("RGB")
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())


def small_enough(picture: Image.Image) -> bytes:
    """As good as there is room for; where nothing helps, smaller."""
    while True:
        for quality in QUALITIES:
            file = io.BytesIO()
            picture.save(file, "WEBP", quality=quality)
            if file.tell() <= MOST_BYTES:
                return file.getvalue()
        picture = picture.resize((max(1, picture.width * 3 // 4), max(1, picture.height * 3 // 4)))


if __name__ == "__main__":
    sys.exit(main())
