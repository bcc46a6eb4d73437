"""The code, the poster and the words that campaigns are spread with."""

from io import BytesIO

import pypdf
import pytest
import segno
import zxingcpp
from PIL import Image

from membership.events import MemberJoined

from .conftest import Running, staff_headers, words
from .test_campaign_pages import PAGE, look, make

PRINTED = ("qr.svg", "qr.png", "poster.pdf")


async def test_the_code_leads_to_the_short_link(running: Running) -> None:
    await make(running)
    answer = await running.client.get("/staff/panel/campaigns/byfesten/qr.png", headers=staff_headers())
    assert answer.headers["content-type"] == "image/png"
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(answer.content)))
    assert code.text == "http://panel.test/k/byfesten"
    drawn = (await running.client.get("/staff/panel/campaigns/byfesten/qr.svg", headers=staff_headers())).text
    path = segno.make(code.text, error="m", micro=False).svg_inline(border=4, scale=10).split(' d="')[1].split('"')[0]
    assert f' d="{path}"' in drawn


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Innbyggerpanelet er folk"),
        ("nn", "Innbyggarpanelet er folk"),
        ("en", "The citizen panel is people"),
        ("xx", "er folk"),
    ],
)
async def test_the_poster_is_in_the_language_that_was_chosen(running: Running, language: str, said: str) -> None:
    await make(running)
    answer = await running.client.get(
        f"/staff/panel/campaigns/byfesten/poster.pdf?language={language}&bleed=1", headers=staff_headers()
    )
    assert answer.headers["content-type"] == "application/pdf"
    (page,) = pypdf.PdfReader(BytesIO(answer.content)).pages
    text = " ".join(page.extract_text().split())
    assert said in text
    assert "Si din mening på Byfesten" in text
    assert "panel.test /k/byfesten" in text


async def test_what_is_printed_changes_nothing_and_is_for_staff(running: Running) -> None:
    await make(running)
    before = await running.events()
    for name in PRINTED:
        path = f"/staff/panel/campaigns/byfesten/{name}"
        assert (await running.client.get(path, headers=staff_headers("panel:read"))).status_code == 200
        assert (await running.client.get(path)).status_code == 401
        assert (await running.client.get(path, headers=staff_headers("results:read"))).status_code == 403
        for unknown in ("finnes-ikke", "%00", "Byfesten"):
            missing = await running.client.get(f"/staff/panel/campaigns/{unknown}/{name}", headers=staff_headers())
            assert missing.status_code == 404
    assert await running.events() == before


async def test_a_campaigns_page_offers_the_code_and_a_poster_in_each_language(running: Running) -> None:
    await make(running)
    html = (await running.client.get("/staff/panel/campaigns/byfesten?done=made", headers=staff_headers())).text
    for path in ("qr.svg", "qr.png", "poster.pdf?language=nb", "poster.pdf?language=nn", "poster.pdf?language=en"):
        assert f'href="/staff/panel/campaigns/byfesten/{path}"' in html


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_a_neighbour_is_told_without_us_knowing_who(running: Running, language: str) -> None:
    html = (await running.client.get("/anbefal", params={"lang": language}, headers=PAGE)).text
    assert html.count("http://panel.test/k/nabo") >= 3
    assert 'href="mailto:?subject=' in html
    assert "<form" not in html
    assert 'id="share"' in html.split("hidden>")[0]


async def test_the_way_to_recommend_is_on_the_front_page_and_the_welcome_page(running: Running) -> None:
    for path in ("/", "/bekreft/velkommen"):
        assert 'href="/anbefal"' in (await running.client.get(path, headers=PAGE)).text


async def test_whoever_follows_a_neighbours_link_is_counted_to_it(running: Running) -> None:
    assert 'name="campaign" value="nabo"' in (await running.client.get("/k/nabo", headers=PAGE)).text
    await running.join(campaign="nabo")
    (joined,) = await running.events(MemberJoined)
    assert isinstance(joined.event, MemberJoined)
    assert joined.event.campaign == "nabo"
    await running.everything_projected()
    assert "Bekreftet og ble medlem 1" in await look(running, "/staff/panel/campaigns/nabo")
    poster = await running.client.get("/staff/panel/campaigns/nabo/poster.pdf?language=nb", headers=staff_headers())
    (page,) = pypdf.PdfReader(BytesIO(poster.content)).pages
    assert "Naboen din er med" in words(page.extract_text())
