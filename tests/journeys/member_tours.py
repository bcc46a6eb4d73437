"""The walk of a member: in by the code, through every choice and every link of a mail, and out for good."""

from tests.journeys.guide import Guide
from tests.journeys.people import choose
from tests.journeys.silence import STAY_LINK, ask_to_stay
from tests.journeys.tours import UNKNOWN
from tests.privacy.life import NEW_ADDRESS_LINK, SIGN_IN_LINK, STOP_LINK


async def being_a_member(guide: Guide, address: str) -> None:
    page = guide.page
    await _come_in(guide, address)
    for path, name in (("profil", "my-profile"), ("hvor-ofte", "my-budget"), ("e-post", "my-address"), ("pause", "my-pause")):
        await guide.visit(f"/min-side/{path}", name)
    await guide.press("my-pause-errors")
    await choose(page, "how", "for-now")
    await guide.press("my-page-paused")
    await guide.visit("/min-side/profil", "my-profile-again")
    await page.locator("#birth_year").fill("x")
    await guide.press("my-profile-errors")
    await _move(guide, f"ny-{guide.language}-{address}")
    await _everything(guide)
    await _stay(guide, f"ny-{guide.language}-{address}")
    await guide.visit("/min-side/slett", "leave")
    await guide.press("certificate")


async def _come_in(guide: Guide, address: str) -> None:
    page = guide.page
    await guide.visit("/min-side", "sign-in-member")
    await guide.press("sign-in-member-errors")
    await page.locator("#email").fill(address)
    await guide.press("sign-in-code")
    await guide.visit(f"/min-side/inn/{await guide.town.link(address, SIGN_IN_LINK)}", "sign-in-link")
    await guide.visit(f"/min-side/inn/{UNKNOWN}", "sign-in-unknown", 404)
    await guide.visit("/min-side/logg-inn/kode", "sign-in-code-again")
    await page.locator("#code").fill("00000000")
    await guide.press("sign-in-code-errors")
    await page.locator("#code").fill(await guide.town.code(address))
    await guide.press("my-page")


async def _move(guide: Guide, to: str) -> None:
    await guide.visit("/min-side/e-post", "my-address-again")
    await guide.press("my-address-errors")
    await guide.page.locator("#email").fill(to)
    await guide.press("my-page-address-asked")
    await guide.visit(f"/min-side/ny-adresse/{await guide.town.link(to, NEW_ADDRESS_LINK)}", "new-address")
    await guide.press("new-address-done")
    await guide.visit(f"/min-side/ny-adresse/{UNKNOWN}", "new-address-over", 410)


async def _everything(guide: Guide) -> None:
    """Also while one of the services does not answer."""
    await guide.visit("/min-side/alt-om-meg", "about-me")
    guide.town.stack.stop("notifications")
    try:
        await guide.visit("/min-side/alt-om-meg", "about-me-missing")
    finally:
        guide.town.stack.start("notifications")


async def _stay(guide: Guide, address: str) -> None:
    await ask_to_stay(guide.town, address)
    await guide.visit(f"/min-side/bli/{await guide.town.link(address, STAY_LINK)}", "stay")
    await guide.press("stay-done")


async def wanting_no_more(guide: Guide, address: str) -> None:
    await guide.visit("/avmeld", "unsubscribe-ask")
    await guide.press("unsubscribe-ask-errors")
    await guide.visit(f"/avmeld/{await guide.town.link(address, STOP_LINK)}", "unsubscribe")
    await guide.press("unsubscribe-done")
    await guide.press("unsubscribe-undone")
    await guide.visit(f"/avmeld/{UNKNOWN}", "unsubscribe-unknown", 404)
