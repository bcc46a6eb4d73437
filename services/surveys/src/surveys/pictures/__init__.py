"""Pictures of options: what is uploaded is drawn anew, and kept under the SHA-256 of what came of it.

file = await store(engine, content)                   # or PictureRefused, with the reason in words
found = await find(engine, file)                      # WebP, or None
"""

from surveys.pictures.kept import find, store
from surveys.pictures.taken_in import PictureRefused

__all__ = ["PictureRefused", "find", "store"]
