"""The walks: every page of the house in the order people meet them, in an empty panel and in one that lives."""

import time
from dataclasses import dataclass
from uuid import UUID

from playwright.async_api import FilePayload

from local.acting import CONFIRM_LINK, SURVEY_LINK, link_in, totp
from tests.journeys.guide import Guide
from tests.journeys.people import KLIMA, Town, choose, definition, eventually, go_on, write, write_sign_up

UNKNOWN = "x" * 43
NOBODY = "00000000-0000-4000-8000-000000000000"
LSS = "services/surveys/tests/importing/files/lekeplasser.lss"
EMPTY = {
    "/": "front-empty",
    "/resultater": "results-public-empty",
    "/staff/": "staff-start-empty",
    "/staff/panel": "panel-empty",
    "/staff/panel/campaigns": "campaigns-empty",
    "/staff/panel/import": "import-empty",
    "/staff/surveys": "surveys-empty",
    "/staff/outbox": "outbox-empty",
    "/staff/results": "results-empty",
}


@dataclass
class Life:
    """What has happened in a panel that lives: a survey that is over, one with answers, one with hardly any, a draft."""

    members: list[str]
    over: UUID
    answered: UUID
    open: UUID
    draft: UUID
    slug: str


async def live(town: Town) -> Life:
    await town.office.create_campaign("byfesten", "event", "Møt oss på Byfesten", "2026-06-10")
    members = await town.move_in(16)
    over = await _answered(town, members, "om_nettsidene")
    await town.office.close(over)
    slug = await town.office.publish_result(
        over, [{"nb": "Folk vil rett fram.", "nn": "Folk vil rett fram.", "en": "Straight on."}]
    )
    answered = await _answered(town, members, "om_klima")
    still_open, _ = await town.invite("om_klima")

    async def mails_came() -> bool:
        return all([len(await tokens(town, address)) == 3 for address in members])

    await eventually(mails_came)
    made = await town.http.post("/api/surveys/staff/surveys", json=definition("om_nettsidene"))
    return Life(members, over, answered, still_open, UUID(made.json()["survey_id"]), slug)


async def _answered(town: Town, members: list[str], name: str) -> UUID:
    survey_id, _ = await town.invite(name)
    for address in members[:12]:
        await town.answer(address, name)
    await town.counted(survey_id, 12)
    return survey_id


async def tokens(town: Town, address: str) -> list[str]:
    """The personal links of a member, newest first."""
    return [token for mail in await town.mails(address) if (token := link_in(mail, SURVEY_LINK))]


async def empty_house(guide: Guide) -> None:
    for path, name in EMPTY.items():
        await guide.visit(path, name)


async def joining(guide: Guide, life: Life) -> None:
    page, address = guide.page, f"besok-{guide.language}@example.test"
    await guide.visit("/", "front")
    await guide.visit("/k/byfesten", "join")
    await guide.press("join-errors")
    await write_sign_up(page, address)
    await guide.press("check-your-mail")
    token = await guide.town.link(address, CONFIRM_LINK)
    await guide.visit(f"/bekreft/{token}", "confirm")
    await guide.press("welcome")
    await guide.visit("/bekreft/unknown", "confirm-unknown", 404)
    await guide.visit("/bekreft/slettet", "declined")
    await guide.visit("/bli-med", "join-without-a-campaign")
    await guide.visit("/stand/byfesten", "stand")
    await page.locator("main form button[type=submit]").click()
    await page.locator(".ds-error-summary").wait_for()
    await guide.look("stand-errors")
    await guide.visit("/stand/byfesten?thanks=1", "stand-thanks")
    await guide.visit("/stand/unknown", "stand-unknown", 404)
    await guide.visit("/anbefal", "recommend")
    await guide.visit("/personvern", "privacy")
    await guide.visit("/personvern/2026-11", "privacy-earlier")
    await guide.visit("/personvern/behandling", "privacy-processing")
    await guide.visit("/personvern/behandling/2026-11", "privacy-processing-earlier")
    await guide.visit("/personvern/samtykke", "privacy-consent")
    await guide.visit("/personvern/samtykke/2026-11", "privacy-consent-earlier")
    await guide.visit("/personvern/1999-01", "privacy-unknown", 404)
    await guide.visit("/resultater", "results-public")
    await guide.visit(f"/resultater/{life.slug}", "result-public")
    await guide.visit(f"/resultater/{life.slug}?by=gender", "result-public-by-gender")
    await guide.visit("/resultater/unknown", "result-unknown", 404)
    await guide.visit("/ingenting/her", "nothing-here", 404)


async def answering(guide: Guide, life: Life, member: str) -> None:
    page = guide.page
    newest, _, oldest = await tokens(guide.town, member)
    await guide.visit(f"/s/{newest}", "answer-start")
    await guide.press("answer-section", "main .actions a")
    await guide.press("answer-section-errors", "main button[name=go][value=next]")
    await write(page, KLIMA)
    await guide.press("answer-section-2", "main button[name=go][value=next]")
    await guide.visit(f"/s/{newest}", "answer-resume")
    await guide.visit(f"/s/{newest}/check", "answer-check-unfinished")
    await guide.press("answer-check-errors")
    for section in ("hverdagen", "veien-videre"):
        await page.goto(guide.town.at(f"/s/{newest}/{section}"))
        await write(page, KLIMA)
        await (go_on(page) if section == "hverdagen" else guide.press("answer-check", "main button[name=go][value=next]"))
    await guide.press("answer-receipt")
    await guide.visit(f"/s/{newest}", "answer-used", 409)
    await guide.visit(f"/s/{oldest}", "answer-closed", 410)
    await guide.visit(f"/s/{UNKNOWN}", "answer-unknown", 404)
    assert life.open


async def signing_in(guide: Guide) -> None:
    """The pages of signing in, by a colleague who comes for the first time and has little to say in the house."""
    page, colleague = guide.page, f"kollega-{guide.language}@example.test"
    await guide.visit("/staff/accounts", "accounts")
    await guide.visit("/staff/accounts/new", "account-new")
    await guide.press("account-new-errors")
    await page.locator("#name").fill(colleague)
    await choose(page, "roles", "analyst")
    await guide.press("initial-password")
    password = await page.locator("main code").inner_text()
    await page.goto(guide.town.at("/staff/accounts"))
    await guide.press("account", f"main a:text-is('{colleague}')")
    await page.context.clear_cookies()
    await guide.visit("/staff/panel", "sign-in")
    await page.locator("#name").fill(colleague)
    await page.locator("#password").fill("feil passord")
    await guide.press("sign-in-errors")
    await page.locator("#password").fill(password)
    await guide.press("enrol")
    await _enrol(guide)
    await _sign_in_again(guide, colleague)


async def _enrol(guide: Guide) -> None:
    page = guide.page
    await page.locator("details summary").last.click()
    secret = (await page.locator("details code").inner_text()).replace(" ", "")
    await page.locator("#code").fill(totp(secret, time.time()))
    await page.locator("#own_password").fill("kort")
    await guide.press("enrol-errors")
    await page.locator("#code").fill(totp(secret, time.time()))
    await page.locator("#own_password").fill("fire vanlige ord her")
    await guide.press("recovery-codes")
    await guide.visit("/staff/accounts", "forbidden", 403)
    await guide.visit("/staff/account", "own-account")
    await guide.press("own-account-errors")


async def _sign_in_again(guide: Guide, colleague: str) -> None:
    page = guide.page
    await page.context.clear_cookies()
    await page.goto(guide.town.at("/staff/"))
    await page.locator("#name").fill(colleague)
    await page.locator("#password").fill("fire vanlige ord her")
    await guide.press("code")
    await page.locator("#code").fill("000000")
    await guide.press("code-errors")
    await guide.visit("/staff/sign-in/recovery", "recovery")
    await page.locator("#code").fill("feil")
    await guide.press("recovery-errors")


async def panel_rooms(guide: Guide) -> None:
    await guide.visit("/staff/", "staff-start")
    await guide.visit("/staff/panel", "panel")
    await guide.visit("/staff/panel/campaigns", "campaigns")
    await guide.press("campaigns-errors")
    await guide.visit("/staff/panel/campaigns/byfesten?done=made", "campaign")
    await guide.press("campaign-errors", "main form[action$=effort] button")
    await guide.visit("/staff/panel/campaigns/unknown", "campaign-unknown", 404)
    await _population(guide)
    await _members(guide)
    await _importing(guide)
    await guide.visit("/staff/panel/forget", "forget")
    await guide.page.locator("#email").fill("ukjent@example.test")
    await guide.press("forget-errors")
    await guide.visit("/staff/outbox", "outbox")


async def _population(guide: Guide) -> None:
    await guide.visit("/staff/panel/population", "population")
    await _write_population(guide, b"area,persons\nnowhere,1\n")
    await guide.press("population-errors")
    await _write_population(guide, b"area,persons\nsandvika,9000\nfornebu,7000\n")
    await guide.press("population-check")
    await guide.press("population-done")


async def _write_population(guide: Guide, table: bytes) -> None:
    await guide.page.set_input_files("#file", _file("tall.csv", table))
    await guide.page.locator("#dated").fill("2026-01-01")
    await guide.page.locator("#source").fill("Eksempeltall")


async def _members(guide: Guide) -> None:
    await guide.visit("/staff/panel/members?gender=other&activity=asleep", "members-none")
    await guide.visit("/staff/panel/members", "members")
    await guide.press("member-reason", "main tbody a")
    await guide.press("member-reason-errors")
    await choose(guide.page, "reason", "mail")
    await guide.press("member")
    await guide.visit(f"/staff/panel/members/{NOBODY}", "member-unknown", 404)
    await guide.visit("/staff/panel/views", "views")
    await guide.visit("/staff/panel/retention", "retention")


async def _importing(guide: Guide) -> None:
    """What is under way is not looked at: it changes while one looks."""
    page, address = guide.page, f"fra-for-{guide.language}@example.test"
    rows = f"E-post;Fødselsår;Navn;Bydel;Temaer\n{address};1984;Nora Nilsen;Sandvika;climate\nfeil;1984;;Jar;\n"
    await guide.visit("/staff/panel/import", "import-panel")
    await guide.press("import-panel-errors")
    await page.set_input_files("#file", _file("uten.csv", b"a;b\n1;2\n"))
    await guide.press("import-panel-columns")
    await guide.press("import-panel-cancelled", "main form[action$='/cancel'] button")
    await guide.visit("/staff/panel/import", "import-panel-again")
    await page.set_input_files("#file", _file("panel.csv", rows.encode()))
    await guide.press("import-panel-preview")
    async with page.expect_navigation():
        await page.locator("main form[action$='/order'] button").click()
    await page.wait_for_selector("#again", state="detached")
    await guide.look("import-panel-done")
    token = await guide.town.link(address, CONFIRM_LINK)
    await guide.visit(f"/bekreft/{token}", "confirm-brought-along")
    await guide.press("confirm-brought-along-errors")
    await guide.press("declined", "main form[action$='/nei'] button")
    await guide.visit(f"/bekreft/{token}", "confirm-declined", 410)


async def survey_rooms(guide: Guide, life: Life) -> None:
    await guide.visit("/staff/surveys", "surveys")
    await guide.visit("/staff/surveys/new", "survey-new")
    await guide.press("survey-new-errors")
    await guide.page.set_input_files("#file", _file("feil.json", b'{"format": "samrad.survey/1", "languages": []}'))
    await guide.press("survey-new-file-errors", "main form[enctype] button[type=submit]")
    await guide.page.set_input_files("#file", LSS)
    await guide.press("import", "main form[enctype] button[type=submit]")
    await guide.visit("/staff/surveys?q=klima&state=published", "surveys-found")
    await guide.visit("/staff/surveys?q=ingenting", "surveys-not-found")
    await guide.visit("/staff/surveys/waiting", "surveys-waiting")
    await guide.visit("/staff/surveys/bank", "bank")
    for step in ("/plan", "/comments", "/history", "/history/since", "/bank"):
        await guide.visit(f"/staff/surveys/{life.draft}{step}", f"draft{step.replace('/', '-')}")
    await guide.visit(f"/staff/surveys/{life.answered}/wording", "open-wording")
    await guide.visit(f"/staff/surveys/{life.answered}/wording?piece=survey&field=title&show=nb", "open-wording-one")
    for step in ("", "/questions", "/audience", "/check", "/rehearsal", "/review", "/dispatch", "/export", "/export/paper"):
        await guide.visit(f"/staff/surveys/{life.draft}{step}", f"draft{step.replace('/', '-')}")
    await _building(guide, life.draft)
    await _adding(guide, life.draft)
    for step in ("", "/questions", "/dispatch", "/close", "/texts"):
        await guide.visit(f"/staff/surveys/{life.answered}{step}", f"open{step.replace('/', '-')}")
    await guide.visit(f"/staff/surveys/{life.open}/texts", "texts-hidden")
    for step in ("", "/dispatch", "/close"):
        await guide.visit(f"/staff/surveys/{life.over}{step}", f"closed{step.replace('/', '-')}")
    await guide.visit(f"/staff/surveys/{NOBODY}", "survey-unknown", 404)


async def _adding(guide: Guide, draft: UUID) -> None:
    """A file whose questions are added to a draft: one that cannot be used, and what another loses."""
    await guide.page.goto(guide.town.at(f"/staff/surveys/{draft}/questions"))
    await guide.page.locator("details", has=guide.page.locator("#added")).locator("summary").click()
    await guide.page.set_input_files("#added", _file("feil.lsg", b"<a>"))
    await guide.press("add-file-errors", "main form[action$='/add'] button[type=submit]")
    await guide.page.set_input_files("#added", LSS)
    await guide.press("add-file", "main form[action$='/add'] button[type=submit]")


async def _building(guide: Guide, draft: UUID) -> None:
    """A piece of each sort open, a type picked, a step taken back, and what cannot be removed just like that."""
    page, builder = guide.page, f"/staff/surveys/{draft}/questions"
    await guide.visit(f"{builder}?add=section/bruken:", "builder-add")
    await guide.visit(f"{builder}?open=section/bruken", "builder-section")
    await guide.visit(f"{builder}?open=question/enig", "builder-grid")
    await guide.visit(f"{builder}?open=question/hvorfor-ikke&writing=en", "builder-condition")
    await guide.visit(f"{builder}?open=question/hvor-ofte", "builder-question")
    await page.locator("#remove").click()
    await page.locator("#hanging").wait_for()
    await guide.look("builder-hanging")
    await guide.visit(f"{builder}?open=question/antall-besok", "builder-number")
    await page.locator("#more-settings summary").click()
    await page.locator("#min").fill("mange")
    await page.keyboard.press("Tab")
    await page.locator(".ds-error-summary").wait_for()
    await guide.look("builder-number-errors")
    survey = f"/staff/surveys/{draft}"
    await guide.visit(f"{survey}/preview?open=question/enig&spoken=nn&width=desk", "preview")
    await guide.visit(f"{survey}/trial?at=bedre&spoken={guide.language}", "trial")
    await page.locator("main button[name=go][value=next]").click()
    await page.locator(".stage").first.wait_for()
    await guide.look("trial-path")
    await guide.visit(f"{survey}/translation?to=en", "translation")
    await page.locator("details summary").last.click()
    await page.locator("#others").fill("9")
    await guide.press("translation-errors", "button[value=languages]")


async def result_rooms(guide: Guide, life: Life) -> None:
    await guide.visit("/staff/results", "results")
    await guide.visit(f"/staff/results/{life.answered}", "result")
    await guide.visit(f"/staff/results/{life.answered}?by=gender", "result-by-gender")
    await guide.visit(f"/staff/results/{life.open}", "result-few")
    await guide.visit(f"/staff/results/{life.answered}/publish", "publish")
    await guide.visit(f"/staff/results/{life.open}/publish", "publish-few")
    await guide.visit(f"/staff/results/{life.over}/publish", "publish-again")


async def the_doors(guide: Guide) -> None:
    """What the gateway says itself, once, in three languages on one page."""
    page = guide.page
    await page.goto(guide.town.at("/staff/surveys/new"))
    await page.set_input_files("#file", _file("stor.json", b" " * 6_000_000))
    await page.locator("main form[enctype] button[type=submit]").click()
    await page.wait_for_load_state()
    await guide.look("too-large", spoken=False)
    for path, name in {"/internal/authorize": "gateway-nothing-here", "/api/": "gateway-api"}.items():
        await page.goto(guide.town.at(path))
        await guide.look(name, spoken=False)
    guide.town.stack.stop("analytics")
    try:
        await page.goto(guide.town.at("/resultater"))
        await guide.look("gateway-unavailable", spoken=False)
    finally:
        guide.town.stack.start("analytics")


def _file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}
