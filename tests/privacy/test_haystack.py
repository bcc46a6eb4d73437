"""The search itself is tried first: what is planted must be found, or a search that finds nothing says nothing."""

import base64
import gzip
import json
import quopri
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.privacy import haystack
from tests.privacy.haystack import Needles, search_files

NEEDLE = "Nåle Øyesen 4f1c"
NEEDLES = Needles({"name": NEEDLE})


@pytest.mark.parametrize(
    "write",
    [
        str.encode,
        lambda text: text.lower().encode(),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("latin-1"),
        lambda text: json.dumps({"name": text}).encode(),
        lambda text: json.dumps({"name": text}, ensure_ascii=False).encode(),
        lambda text: quopri.encodestring(text.encode()),
        lambda text: quote(text).encode(),
        lambda text: text.encode().hex().encode(),
        lambda text: base64.b64encode(text.encode()),
        lambda text: base64.b64encode(b"x" + text.encode()),
        lambda text: base64.b64encode(b"xx" + text.encode() + b"more"),
        lambda text: base64.urlsafe_b64encode(b"name: " + text.encode()),
    ],
)
def test_a_planted_text_is_found_however_it_is_written(tmp_path: Path, write: Callable[[str], bytes]) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\0" * 1000 + write(NEEDLE) + b"\xff" * 1000)
    assert {find.where for find in search_files(tmp_path, NEEDLES)} == {"deep/file"}


def test_a_planted_text_is_found_across_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(haystack, "CHUNK", 1000)
    (tmp_path / "file").write_bytes(b"." * 995 + NEEDLE.encode() + b"." * 995)
    assert search_files(tmp_path, NEEDLES)


def test_what_is_compressed_is_not_seen_in_files_and_is_read_in_plain_elsewhere(tmp_path: Path) -> None:
    """Why tables and streams are read as well: their files may be compressed."""
    (tmp_path / "file").write_bytes(gzip.compress(NEEDLE.encode() * 3))
    assert not search_files(tmp_path, NEEDLES)


def test_the_mail_catchers_own_store_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "inbox.sqlite-wal").write_text(NEEDLE)
    assert not search_files(tmp_path, NEEDLES)


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(range(256)) * 1000)
    assert not search_files(tmp_path, NEEDLES)
