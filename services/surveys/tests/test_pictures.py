"""Uploading a picture to a draft, and showing it."""

import io
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from PIL import Image

from .conftest import Running, definition, staff_headers

FORM = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


def picture(colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


async def drafted(running: Running) -> UUID:
    answer = await running.client.post("/api/surveys/staff/surveys", json=definition(), headers=staff_headers())
    return UUID(answer.json()["survey_id"])


async def uploaded(running: Running, survey_id: UUID, content: bytes, *rights: str, **headers: str) -> tuple[int, str]:
    sent = await running.client.post(
        f"/staff/surveys/{survey_id}/pictures",
        files={"file": ("a.png", content)},
        headers=staff_headers(*rights) | FORM | headers,
    )
    return sent.status_code, sent.text


async def test_a_picture_is_kept_under_its_hash_and_shown_to_everybody(running: Running) -> None:
    sent = await running.client.post(
        f"/staff/surveys/{await drafted(running)}/pictures",
        files={"file": ("a.png", picture())},
        headers=staff_headers() | FORM,
    )
    assert sent.status_code == 201, sent.text
    stored = sent.json()
    shown = await running.client.get(stored["address"])
    assert shown.status_code == 200
    assert sha256(shown.content).hexdigest() == stored["file"]
    assert shown.headers["content-type"] == "image/webp"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert (await running.client.head(stored["address"])).status_code == 200


async def test_the_same_picture_twice_is_one(running: Running) -> None:
    survey_id = await drafted(running)
    first, again = await uploaded(running, survey_id, picture()), await uploaded(running, survey_id, picture())
    assert first == again
    assert first != await uploaded(running, survey_id, picture("blue"))


async def test_what_is_no_picture_is_refused_in_words_and_nothing_is_kept(running: Running) -> None:
    survey_id = await drafted(running)
    status, text = await uploaded(running, survey_id, b"<svg onload=alert(1)>")
    assert (status, "SVG kan ikke brukes" in text) == (422, True)
    status, text = await uploaded(running, survey_id, b"GIF89a", Accept="application/json")
    assert (status, "urn:samrad:problem:picture_gif" in text) == (422, True)


async def test_pictures_come_from_those_who_write_and_go_to_drafts(running: Running) -> None:
    assert (await uploaded(running, await drafted(running), picture(), "surveys:read"))[0] == 403
    assert (await uploaded(running, uuid4(), picture()))[0] == 404
    status, text = await uploaded(running, await running.published(), picture())
    assert (status, "Spørsmålene ligger fast" in text) == (409, True)


async def test_another_sites_form_puts_no_picture_here(running: Running) -> None:
    status, _ = await uploaded(running, await drafted(running), picture(), **{"Sec-Fetch-Site": "cross-site"})
    assert status == 403


async def test_a_large_file_is_taken_up_to_five_megabytes(running: Running) -> None:
    survey_id = await drafted(running)
    assert (await uploaded(running, survey_id, picture() + b" " * (4 * 1024 * 1024)))[0] == 201
    assert (await uploaded(running, survey_id, picture() + b" " * (5 * 1024 * 1024)))[0] == 413


@pytest.mark.parametrize(
    ("file", "status"), [("0" * 64, 404), ("x" * 64, 422), ("0" * 63, 422), ("0" * 65, 422), ("%00" * 64, 422)]
)
async def test_a_picture_nobody_uploaded_is_not_found(running: Running, file: str, status: int) -> None:
    assert (await running.client.get(f"/s/pictures/{file}")).status_code == status
