"""What goes wrong while people answer: devices, resends, forms nobody made, links that are over."""

import asyncio
from uuid import uuid4

import pytest

from surveys.events import ResponseStarted, ResponseSubmitted

from .conftest import Running, of_type, staff_headers
from .questionnaire.building import document, options, question, section
from .test_answering_pages import FORM, PAGE_1, PAGE_2, invited


async def test_two_devices_that_send_at_once_are_both_told_and_one_is_counted(running: Running) -> None:
    link = await invited(running)
    await running.client.post(f"{link}/travel", data=PAGE_1, headers=FORM)
    page, program = await asyncio.gather(
        running.client.post(f"{link}/submit", data={"submission_id": str(uuid4())}, headers=FORM),
        running.client.post(
            f"/api/surveys/answer/{link[3:]}", json={"submission_id": str(uuid4()), "answers": {"cycles": "no"}}
        ),
    )
    assert sorted((page.status_code // 100, program.status_code // 100)) == [2, 4]
    assert len(of_type(await running.events(), ResponseSubmitted)) == 1


async def test_devices_that_save_at_once_start_one_response_and_the_later_stands(running: Running) -> None:
    link = await invited(running)
    saves = [running.client.post(f"{link}/travel", data={"q-cycles": "yes", "q-days": str(n)}, headers=FORM) for n in range(6)]
    assert {answer.status_code for answer in await asyncio.gather(*saves)} == {200}
    assert len(of_type(await running.events(), ResponseStarted)) == 1
    saved = (await running.client.get(f"/api/surveys/answer/{link[3:]}")).json()["answers"]
    assert saved["cycles"] == "yes"
    assert saved["days"] in range(6)


async def test_going_back_and_sending_the_page_again_changes_nothing_else(running: Running) -> None:
    link = await invited(running)
    for _ in range(2):
        await running.client.post(f"{link}/travel", data=PAGE_1, headers=FORM)
        await running.client.post(f"{link}/views", data=PAGE_2, headers=FORM)
    submission = {"submission_id": str(uuid4())}
    first, again = [await running.client.post(f"{link}/submit", data=submission, headers=FORM) for _ in range(2)]
    assert (first.status_code, again.status_code) == (200, 200)
    for late in (f"{link}/travel", f"{link}/views"):  # a page from the browser's memory, sent after the receipt
        assert (await running.client.post(late, data=PAGE_1, headers=FORM)).status_code == 409
    assert len(of_type(await running.events(), ResponseSubmitted)) == 1


async def test_a_form_of_three_thousand_fields_is_read_and_one_of_more_is_not(running: Running) -> None:
    boxes = options(*(f"o{n}" for n in range(200)))
    link = await invited(running, document(section("s1", question("many", "multiple_choice", options=boxes))))
    ticked = "&".join(["q-many=o1"] * 3_000)
    read = await running.client.post(f"{link}/s1", content=ticked, headers=FORM)
    refused = await running.client.post(f"{link}/s1", content=f"{ticked}&q-many=o1", headers=FORM)
    assert (read.status_code, refused.status_code) == (200, 422)


@pytest.mark.parametrize(
    "form",
    [
        {"q-cycles": "yes", "q-cycles.other": "x", "q-unknown": "y", "answers": "{}"},
        {"q-cycles": ["yes", "no"], "q-days": ["1", "2"]},
        {"q-cycles": "yes", "q-days": "\N{FULLWIDTH DIGIT THREE}"},
        {"q-cycles": "yes", "q-days": "9" * 400},
        {"q-cycles": "\x00\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")},
        {"go": "send", "then": "check", "submission_id": "not one"},
    ],
)
async def test_fields_nobody_asked_for_are_passed_over(running: Running, form: dict[str, str]) -> None:
    link = await invited(running)
    answer = await running.client.post(f"{link}/travel", data=form, headers=FORM)
    assert answer.status_code in {200, 422}
    saved = (await running.client.get(f"/api/surveys/answer/{link[3:]}")).json()["answers"]
    assert saved.keys() <= {"cycles", "days"}
    assert (await running.client.get(f"{link}/check")).status_code == 200


async def test_links_that_are_over_say_so_on_every_page(running: Running) -> None:
    await running.with_members(2)
    survey_id = await running.published()
    used, late = [f"/s/{token}" for token in await running.dispatched(survey_id)]
    await running.client.post(f"{used}/travel", data=PAGE_1 | {"go": "send"}, headers=FORM)
    await running.client.post(f"/api/surveys/staff/surveys/{survey_id}/close", headers=staff_headers())
    await asyncio.sleep(1.1)
    for link, status in ((used, 409), (late, 410)):
        for path in (link, f"{link}/travel", f"{link}/check"):
            assert (await running.client.get(path)).status_code == status
        assert (await running.client.post(f"{link}/travel", data=PAGE_1, headers=FORM)).status_code == status
        put = await running.client.put(f"/api/surveys/answer/{link[3:]}", json={"answers": {}})
        assert put.status_code == status
