"""What rules decide, as respondents meet it on their pages."""

import re
from typing import Any
from uuid import uuid4

from surveys.events import ResponseSubmitted

from .conftest import Running, of_type
from .questionnaire.building import document, options, question, section, texts
from .test_answering_pages import FORM, invited

CARS = ["answer", "cars"]


def ruled() -> dict[str, Any]:
    """Cars are asked for; with none one is screened out, with several the second page has more on it."""
    hidden = options("small", "big")
    hidden[1]["show_if"] = [">", CARS, 1]
    nothing_more = {"end_if": ["=", CARS, 0], "end_text": texts("Takk, {word}!")}
    drawn = [question("order", "single_choice", options=options(*"abcdefgh"), shuffle=True)]
    return document(
        section("s1", question("cars", "number", required=True), question("word"), **nothing_more),
        section(
            "s2",
            question("which", "single_choice", options=hidden, text=texts("Du har {cars} biler ({ukjent})")),
            question("many", show_if=[">", CARS, 1]),
            question("twice", "calculated", value=["*", CARS, 2], shown=True, text=texts("Hjul på to")),
            text=texts("Du skrev «{word}»."),
        ),
        section("s3", *drawn, show_if=[">", CARS, 2]),
    )


async def test_an_answer_is_spoken_of_in_later_texts_and_never_becomes_markup(running: Running) -> None:
    link = await invited(running, ruled())
    page = (await running.client.post(f"{link}/s1", data={"q-cars": "2", "q-word": "<b>{cars}</b>"}, headers=FORM)).text
    assert "Du har 2 biler ({ukjent})" in page
    assert "Du skrev «&lt;b&gt;{cars}&lt;/b&gt;»." in page
    assert "<strong>4</strong>" in page


async def test_options_and_questions_are_those_the_earlier_answers_lead_to(running: Running) -> None:
    link = await invited(running, ruled())
    one = (await running.client.post(f"{link}/s1", data={"q-cars": "1"}, headers=FORM)).text
    two = (await running.client.post(f"{link}/s1", data={"q-cars": "2"}, headers=FORM)).text
    assert 'value="small"' in one
    assert 'value="big"' not in one
    assert 'id="q-many"' not in one
    assert 'value="big"' in two
    assert 'id="q-many"' in two


async def test_who_is_asked_no_more_is_told_so_and_sends_what_there_is(running: Running) -> None:
    link = await invited(running, ruled())
    page = (await running.client.post(f"{link}/s1", data={"q-cars": "0", "q-word": "Ola"}, headers=FORM)).text
    assert "Vi har ingen flere spørsmål til deg" in page
    assert "Takk, Ola!" in page
    sent = await running.client.post(f"{link}/submit", data={}, headers=FORM)
    assert "Svaret er registrert" in sent.text
    (recorded,) = of_type(await running.events(), ResponseSubmitted)
    assert isinstance(recorded.event, ResponseSubmitted)
    assert recorded.event.answers == {"cars": 0}


async def test_the_order_is_each_person_s_own_and_stays(running: Running) -> None:
    await running.with_members(6)
    links = [f"/s/{token}" for token in await running.dispatched(await running.published(ruled()))]
    orders = []
    for link in links:
        await running.client.post(f"{link}/s1", data={"q-cars": "3"}, headers=FORM)
        seen = [re.findall(r'name="q-order" value="(\w)"', (await running.client.get(f"{link}/s3")).text) for _ in range(2)]
        assert seen[0] == seen[1]
        orders.append("".join(seen[0]))
    assert {"".join(sorted(order)) for order in orders} == {"abcdefgh"}
    assert len(set(orders)) > 1


async def test_what_an_earlier_answer_hides_is_kept_to_go_on_with_and_not_sent(running: Running) -> None:
    link = await invited(running, ruled())

    async def cars(n: int) -> None:
        await running.client.post(f"{link}/s1", data={"q-cars": str(n)}, headers=FORM)

    await cars(2)
    await running.client.post(f"{link}/s2", data={"q-which": "big", "q-many": "mange"}, headers=FORM)
    await cars(1)
    await running.client.post(f"{link}/s2", data={"q-which": "small"}, headers=FORM)
    await cars(2)
    assert 'value="mange"' in (await running.client.get(f"{link}/s2")).text
    await cars(1)
    await running.client.post(f"{link}/submit", data={}, headers=FORM)
    (recorded,) = of_type(await running.events(), ResponseSubmitted)
    assert isinstance(recorded.event, ResponseSubmitted)
    assert recorded.event.answers == {"cars": 1, "which": "small", "twice": 2}
    assert recorded.event.texts == {}


async def test_two_devices_with_one_link_see_what_was_saved_last(running: Running) -> None:
    link = await invited(running, ruled())
    await running.client.post(f"{link}/s1", data={"q-cars": "2", "q-word": "telefon"}, headers=FORM)
    await running.client.post(f"{link}/s2", data={"q-which": "big"}, headers=FORM)
    await running.client.post(f"{link}/s1", data={"q-cars": "2", "q-word": "nettbrett"}, headers=FORM)
    page = (await running.client.get(f"{link}/check")).text
    assert "nettbrett" in page
    assert "Valg big" in page


async def test_one_s_own_check_is_said_at_the_question_in_the_author_s_words(running: Running) -> None:
    checks = [{"must": ["<=", CARS, 4], "message": texts("Du skrev {cars}. Er det så mange?")}]
    link = await invited(running, document(section("s1", question("cars", "number", checks=checks))))
    page = await running.client.post(f"{link}/s1", data={"q-cars": "9"}, headers=FORM)
    assert page.status_code == 422
    assert page.text.count("Du skrev 9. Er det så mange?") == 2
    body = {"submission_id": str(uuid4()), "answers": {"cars": 9}}
    told = await running.client.post(f"/api/surveys/answer/{link[3:]}", json=body)
    assert told.json()["errors"][0]["message"] == "Du skrev 9. Er det så mange?"


async def test_a_survey_that_asks_this_person_nothing_can_still_be_opened(running: Running) -> None:
    """Nearly everybody is drawn into the group that is asked nothing."""
    lot = question("lot", "random", groups=[options("rest")[0] | {"weight": 1000}, *options("few")])
    drawn = question("q1", show_if=["=", ["answer", "lot"], "few"])
    link = await invited(running, document(section("s1", lot, drawn)))
    for path in (link, f"{link}/check"):
        assert (await running.client.get(path)).status_code == 200
