"""A form that was held back: the browser solves the puzzle as the server's library understands it, and sends it by itself."""

import html
import json

import altcha
from playwright.async_api import Route

from local.acting import consent_version
from local.story import CAMPAIGNS, person
from membership.signing_up.floods import SIGN_UPS_OF_A_NETWORK
from tests.journeys.browser import OpenPage
from tests.journeys.people import Town, write_sign_up

SECRET = "a secret of this test"
FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Real-Ip": "203.0.113.9", "Forwarded": "for=203.0.113.9"}


async def test_where_a_client_says_it_comes_from_is_not_heeded(town: Town) -> None:
    """Somebody else's network cannot be used up; ours is this machine itself, which is not slowed."""
    somebody = person(town.chance, 0, CAMPAIGNS[0], await consent_version(town.http)) | {"campaign": "", "language": "nb"}
    path = town.at("/api/membership/sign-ups")
    answers = [await town.http.post(path, json=somebody, headers=FORGED) for _ in range(SIGN_UPS_OF_A_NETWORK + 1)]
    assert {answer.status_code for answer in answers} == {202}


async def test_the_browser_solves_the_puzzle_and_sends_the_form_again(town: Town, open_browser: OpenPage) -> None:
    page, came = await open_browser(), []
    challenge = json.dumps(altcha.create_challenge("PBKDF2/SHA-256", 50, hmac_secret=SECRET).to_dict())
    script = '<script src="/static/proof.js" type="module"></script></head>'
    asked = f'<input type="hidden" name="proof" data-challenge="{html.escape(challenge)}"></form>'

    async def hold_back_once(route: Route) -> None:
        if route.request.method != "POST":
            await route.continue_()
            return
        came.append(route.request.post_data or "")
        form = (await town.http.get(town.at("/bli-med"), headers={"accept": "text/html"})).text
        slowed = form.replace("</head>", script).replace("</form>", asked)
        await route.fulfill(status=429, content_type="text/html", body=slowed if len(came) == 1 else form)

    await page.route("**/bli-med", hold_back_once)
    await page.goto(town.at("/bli-med"))
    await write_sign_up(page, "slowed@example.test")
    async with page.expect_request(lambda request: "proof=ey" in (request.post_data or "")) as again:
        await page.locator("main form button[type=submit]").click()
    sent = (await again.value).post_data_json
    assert sent is not None
    assert altcha.verify_solution(sent["proof"], SECRET).verified
