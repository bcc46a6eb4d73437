from dataclasses import replace
from io import BytesIO

import pypdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from membership.campaigns.poster import Poster, draw

POSTER = Poster(
    headline="Si din mening på Byfesten",
    about="Innbyggerpanelet er folk fra hele Bærum som kommunen spør før den bestemmer seg.",
    invitation="Bli med!",
    how="Pek kameraet på koden, eller skriv inn adressen. Det tar ett minutt.",
    panel="Innbyggerpanelet i Bærum",
    municipality="Bærum kommune",
    address="https://panel.example/k/byfesten",
    shown="panel.example/k/byfesten",
    language="nb",
    main="#17604a",
    accent="#b5521b",
)
WIDTH, HEIGHT = A4


def read(poster: Poster, *, bleed: bool = False) -> pypdf.PageObject:
    (page,) = pypdf.PdfReader(BytesIO(draw(poster, bleed=bleed))).pages
    return page


def words_on(poster: Poster) -> str:
    return " ".join(read(poster).extract_text().split())


def test_a_poster_is_one_a4_page_with_everything_on_it() -> None:
    page = read(POSTER)
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=0.01)
    words = words_on(POSTER)
    for said in (POSTER.headline, POSTER.about, POSTER.invitation, POSTER.how, POSTER.panel, POSTER.municipality):
        assert said in words
    assert POSTER.shown in words.replace(" /k/", "/k/")


def test_with_bleed_there_are_three_millimetres_outside_the_cut() -> None:
    page = read(POSTER, bleed=True)
    assert float(page.mediabox.width) == pytest.approx(WIDTH + 6 * mm, abs=0.01)
    assert [float(n) for n in page.trimbox] == pytest.approx([3 * mm, 3 * mm, WIDTH + 3 * mm, HEIGHT + 3 * mm], abs=0.01)


LONG = ("Vi vil vite hva du mener om sykkelveier, skoler og eldreomsorg i kommunen vår nå og siden " * 3)[:200]


@pytest.mark.parametrize("headline", ["Ja", LONG, "A" * 200, "Kommunestyremøtegjennomføringsplan " * 5])
def test_every_message_fits_on_the_page_above_the_hills(headline: str) -> None:
    places: list[tuple[float, float, str]] = []

    def see(text: str, _: object, at: list[float], font: object, size: float) -> None:
        if text.strip():
            places.append((at[4], at[5], text))

    read(replace(POSTER, headline=headline)).extract_text(visitor_text=see)
    assert "".join(words_on(replace(POSTER, headline=headline)).split()).count("".join(headline.split())) == 1
    assert all(15 * mm < x < WIDTH - 15 * mm and 10 * mm < y < HEIGHT - 10 * mm for x, y, _ in places), places


def test_a_long_short_link_is_still_on_it_whole() -> None:
    shown = "innbyggerpanelet.langtkommunenavn.kommune.no/k/" + "l" * 40
    assert shown in "".join(words_on(replace(POSTER, shown=shown)).split())


def test_letters_we_do_not_have_become_the_nearest_we_have() -> None:
    assert "Cáski ja" in words_on(replace(POSTER, headline="Čáski ja \N{PARTY POPPER}"))


def test_a_poster_is_the_same_each_time_it_is_asked_for() -> None:
    assert draw(POSTER) == draw(POSTER)
