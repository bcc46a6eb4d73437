"""A survey in a language the site itself has no words in: its own words in that, and ours in the nearest we have."""

from typing import Any

from surveys.events import ResponseSubmitted

from .conftest import Running, of_type
from .test_answering_pages import FORM, invited

POLISH = {"Accept-Language": "pl-PL, en;q=0.5"}


def polish() -> dict[str, Any]:
    def said(nb: str, pl: str, ar: str) -> dict[str, str]:
        return {"nb": nb, "pl": pl, "ar": ar}

    place = {
        "id": "place",
        "kind": "short_text",
        "text": said("Hvor bor du?", "Gdzie mieszkasz?", "أين تسكن؟"),
        "required": True,
    }
    first = {"id": "s1", "title": said("Om deg", "O tobie", "عنك"), "questions": [place]}
    return {
        "format": "samrad.survey/1",
        "languages": ["nb", "pl", "ar"],
        "title": said("Tittel", "Tytuł", "عنوان"),
        "sections": [first],
    }


async def test_the_browser_s_language_is_met_when_the_survey_has_it(running: Running) -> None:
    page = (await running.client.get(await invited(running, polish()), headers=POLISH)).text
    assert '<html lang="en"' in page
    assert '<h1 lang="pl">O tobie</h1>' in page
    assert '<span lang="pl">Gdzie mieszkasz?</span>' in page
    assert ">Continue<" in page
    for code, name in (("nb", "Bokmål"), ("nn", "Nynorsk"), ("pl", "Polski"), ("ar", "العربية")):
        assert f'?lang={code}"' in page
        assert name in page


async def test_changing_to_another_language_loses_nothing_and_is_remembered(running: Running) -> None:
    link = await invited(running, polish())
    page = await running.client.post(f"{link}/s1?lang=pl", data={"q-place": "Rud", "go": "stay"}, headers=FORM)
    assert "Gdzie mieszkasz?" in page.text
    assert 'value="Rud"' in page.text
    assert page.cookies["lang"] == "pl"
    again = await running.client.get(f"{link}/s1")
    assert '<html lang="en"' in again.text
    assert "Gdzie mieszkasz?" in again.text


async def test_what_is_wrong_is_said_around_the_survey_s_own_words(running: Running) -> None:
    link = await invited(running, polish())
    page = (await running.client.post(f"{link}/s1?lang=ar", data={}, headers=FORM)).text
    assert "<title>Error:" in page
    assert '<span lang="ar" dir="rtl">أين تسكن؟</span></a>' in page


async def test_the_language_of_the_answer_is_the_one_it_was_read_in(running: Running) -> None:
    link = await invited(running, polish())
    sent = await running.client.post(f"{link}/s1", data={"q-place": "Rud", "go": "send"}, headers=FORM | POLISH)
    assert sent.status_code == 200
    (recorded,) = of_type(await running.events(), ResponseSubmitted)
    assert isinstance(recorded.event, ResponseSubmitted)
    assert recorded.event.language == "pl"
