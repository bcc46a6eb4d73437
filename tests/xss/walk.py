"""A hostile survey's way through the house: written, imported, checked, answered, counted, published."""

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from playwright.async_api import Browser, BrowserContext, Page
from starlette.datastructures import FormData

from local.acting import SURVEY_LINK
from services.surveys.tests.importing.workbooks import workbook
from surveys.questionnaire import answers_from_form, read
from tests.journeys.every_kind import PAGES
from tests.journeys.people import Town, eventually
from tests.load.long_files import limesurvey, surveyjs, xlsform
from tests.xss.survey import Hostile, right
from tests.xss.tripwire import Found, look, visit, watched

REVIEWED = tomllib.loads(Path("tests/guards/rights.toml").read_text(encoding="utf-8"))
NO_PAGE = re.compile(r"^GET /(api|s)/|\.js$|/live$|{form}|^(?!GET)")  # for programs, for respondents, and files to take along
EVERY_PAGE = tuple(
    way.removeprefix("GET ")
    for service in ("surveys", "analytics", "notifications")
    for way in REVIEWED[service]
    if not NO_PAGE.search(way)
)
"""Every page on which a survey's texts may stand, whoever adds one. Those of a survey are opened for two."""

MORE = (
    "/staff/surveys/{draft}/history/since?version=1",
    "/staff/surveys/{answered}/wording?piece=survey&field=title",
    "/resultater/{slug}?by=gender",
    "/staff/results/{answered}?by=gender",
    "/staff/surveys/{draft}/questions?find={hostile}",
    "/staff/surveys/{draft}/questions?writing={hostile}&pick={hostile}",
    "/staff/surveys/{draft}/questions?open={hostile}&add={hostile}",
    "/staff/surveys/{draft}/questions?open=survey",
    "/staff/surveys/{draft}/questions?open=section/choosing",
    "/staff/surveys/{draft}/preview?open={hostile}&spoken={hostile}",
)
"""The same pages, asked for more. A new way to ask is a new line."""

WRITTEN = (
    "/questions?open=question/number",
    "/questions?open=question/day",
    "/questions?open=question/boxes",
    "/questions?open=question/short",
    "/comments",
    "/plan",
    "/bank",
    "/translation",
)
"""Where staff write about a draft."""

LANGUAGES = ("nb", "nn", "en")
NEW = "Ny undersøkelse"
FAULTY = frozenset({"b.json", "c.lss"})
LSS = Path("services/surveys/tests/importing/files/lekeplasser.lss").read_text(encoding="utf-8")
ANSWER_ALL = """([values, chosen]) => {
    const form = document.querySelector('main form#answers'), texts = [...values];
    form.noValidate = true;
    for (const control of form.querySelectorAll('input, textarea, select')) {
        if (control.type === 'hidden') continue;
        if (['radio', 'checkbox'].includes(control.type)) {
            const right = chosen && chosen.some(([name, value]) => name === control.name && value === control.value);
            control.checked = chosen ? right : control.value === 'other';
        } else if (!chosen) {
            if (control.tagName !== 'SELECT') { control.type === 'range' || (control.value = texts.pop()); }
        } else {
            control.value = (chosen.find(([n]) => n === control.name) || ['', ''])[1];
        }
    }
    form.querySelector('button[name=go][value=next]').click();
}"""
FORM = "main form:has(textarea), main form:has(input[type=text])"
WRITE_ALL = """(form, values) => {
    for (const control of form.querySelectorAll('input:not([type=hidden], [type=radio], [type=checkbox]), textarea'))
        control.value = values.pop();
    form.append(Object.assign(document.createElement('input'), {type: 'hidden', name: 'act', value: 'save'}));
    form.submit();
}"""
FRAMES = """async vectors => {
    for (const vector of vectors) {
        const frame = document.createElement('iframe'), loaded = new Promise(done => frame.onload = done);
        frame.srcdoc = `<title>x</title><p>${vector}</p>`;
        document.body.append(frame);
        await Promise.race([loaded, new Promise(done => setTimeout(done, 200))]);
    }
}"""


@dataclass
class Walk:
    town: Town
    browser: Browser
    hostile: Hostile
    members: Sequence[str]
    found: Found = field(default_factory=Found)
    used: set[str] = field(default_factory=set)
    whole: bool = False
    _visits: int = 0

    async def survey(self) -> None:
        """One survey with a text for everything, through every page."""
        document = self.hostile.document()
        draft = await self._drafted(document)
        answered = await self.town.office.publish_survey(document)
        await self.town.reaches(answered, len(self.members))
        await self.town.office.dispatch(answered)
        tokens = [await self._token(member) for member in self.members]
        for token in tokens[1:]:
            await self._answer_by_program(token, document)
        await self._answer_by_hand(tokens[0])
        await self.town.counted(answered, len(self.members))
        await self.town.office.close(answered)
        findings = [{language: self.hostile.words("finding") for language in LANGUAGES}]
        slug = await self.town.office.publish_result(answered, findings)
        await self._staff_pages(draft, answered, slug, document)
        await self._mails()

    async def titles(self) -> None:
        while not self.hostile.all_titles:
            draft = await self._drafted(self.hostile.titled())
            async with self._watched(storage_state=self.town.signed_in, bypass_csp=True) as context:
                page = await context.new_page()
                await self._visit(page, "/staff/surveys")
                await self._visit(page, f"/staff/surveys/{draft}")

    async def _drafted(self, document: dict[str, Any]) -> UUID:
        drafted = await self.town.http.post("/api/surveys/staff/surveys", json=document)
        assert drafted.status_code == 201, drafted.text
        return UUID(drafted.json()["survey_id"])

    async def _token(self, member: str) -> str:
        token = await self.town.link(member, SURVEY_LINK, but=self.used)
        self.used.add(token)
        return token

    async def _answer_by_program(self, token: str, document: dict[str, Any]) -> None:
        questionnaire = read(document)
        answers: dict[str, Any] = {}
        for section in PAGES:
            answers |= answers_from_form(questionnaire, section, FormData(list(right(section, self.hostile))))
        body = {"submission_id": str(uuid4()), "language": "nb", "answers": answers}
        answer = await self.town.http.post(f"/api/surveys/answer/{token}", json=body)
        assert answer.is_success, answer.text

    async def _answer_by_hand(self, token: str) -> None:
        """Everything wrong first, so that each page comes back with what was typed; and every page in every language."""
        start = f"/s/{token}"
        async with self._watched() as context:
            page = await context.new_page()
            await self._visit(page, start)
            for section in PAGES:
                await self._visit(page, f"{start}/{section}")
                for chosen in (None, list(right(section, self.hostile))):
                    typed = [f"\x01{self.hostile.words('typed')}" for _ in range(60 * self.hostile.copies)]
                    async with page.expect_navigation():
                        await page.evaluate(ANSWER_ALL, [typed, chosen])
                    await look(page, self.found)
            await self._again_without_policy(start, *(f"{start}/{section}" for section in PAGES), f"{start}/check")
            await self._visit(page, f"{start}/check")
            async with page.expect_navigation():
                await page.locator("main form button[type=submit]").last.click()
            await look(page, self.found)
            if "/check" in page.url:
                self.found.faults.append(f"not sent: {await page.locator('main').inner_text()}")
            for language in LANGUAGES:
                await page.goto(self.town.at(f"{start}?lang={language}"))
                await look(page, self.found)

    async def _again_without_policy(self, *paths: str) -> None:
        """What the policy would have stopped is to have been stopped by the page itself."""
        async with self._watched(bypass_csp=True) as context:
            page = await context.new_page()
            for path in paths:
                await visit(page, self.town.at(path), self.found)

    async def _staff_pages(self, draft: UUID, answered: UUID, slug: str, document: dict[str, Any]) -> None:
        paths = [*self._every_page(draft, answered, slug), *self._pieces(draft, document)]
        async with self._watched(storage_state=self.town.signed_in) as context:
            page = await context.new_page()
            await self._write(page, draft)
            for path in paths:
                await self._visit(page, path, every_language=self.whole)
            await self._try(page, draft)
            await self._imports(page)
        async with self._watched(storage_state=self.town.signed_in, bypass_csp=True) as context:
            page = await context.new_page()
            for path in paths:
                await visit(page, self.town.at(path), self.found)
            await self._write(page, draft)
            await self._try(page, draft)
            await self._imports(page)

    def _every_page(self, draft: UUID, answered: UUID, slug: str) -> Iterator[str]:
        for path in (*EVERY_PAGE, *MORE):
            for survey_id in dict.fromkeys((draft, answered)) if "{survey_id}" in path else (answered,):
                hostile = quote(self.hostile.words("query", 60))
                yield path.format(survey_id=survey_id, draft=draft, answered=answered, slug=slug, hostile=hostile)

    def _pieces(self, draft: UUID, document: dict[str, Any]) -> Iterator[str]:
        """The builder with a question of each kind open, and the types that can be put after it."""
        kinds = {question["kind"]: question["id"] for section in document["sections"] for question in section["questions"]}
        yield from (f"/staff/surveys/{draft}/questions?open=question/{name}&writing=en" for name in kinds.values())
        yield f"/staff/surveys/{draft}/questions?add=section/choosing:radio"

    async def _write(self, page: Page, draft: UUID) -> None:
        """Typed into forms, for numbers and dates too: it stands there afterwards, or comes back with what is wrong."""
        for path in WRITTEN:
            await page.goto(self.town.at(f"/staff/surveys/{draft}{path}"))
            typed = [self.hostile.words("written") for _ in range(80)]
            if await page.locator(FORM).count():
                async with page.expect_navigation():
                    await page.locator(FORM).first.evaluate(WRITE_ALL, typed)
                await look(page, self.found)
            else:
                self.found.faults.append(f"{path} has nothing to write in")

    async def _try(self, page: Page, draft: UUID) -> None:
        """The trial of a draft, wrong and right, to its end."""
        await page.goto(self.town.at(f"/staff/surveys/{draft}/trial"))
        for section in PAGES:
            for chosen in (None, list(right(section, self.hostile))):
                typed = [self.hostile.words("tried") for _ in range(60 * self.hostile.copies)]
                async with page.expect_navigation():
                    await page.evaluate(ANSWER_ALL, [typed, chosen])
                await look(page, self.found)

    async def _visit(self, page: Page, path: str, *, every_language: bool = True) -> None:
        self._visits += 1
        for language in LANGUAGES if every_language else [LANGUAGES[self._visits % len(LANGUAGES)]]:
            await visit(page, self.town.at(f"{path}{'&' if '?' in path else '?'}lang={language}"), self.found)

    async def _imports(self, page: Page) -> None:
        """Files that are taken in, and files whose faults are told with the words that stand in them."""
        hostile = self.hostile.document()
        document = json.dumps(hostile)
        faulty = document.replace('"required": true', f'"{self.hostile.words("fault")[:200]}": 1'.replace("\\", "/"))
        lss = LSS.replace("<![CDATA[", f"<![CDATA[{self._cdata()}")
        theirs: dict[str, str | bytes] = {
            "d.json": json.dumps(surveyjs(hostile)),
            "e.lss": limesurvey(hostile),
            "f.xlsx": workbook(xlsform(hostile)),
        }
        for name, content in {"a.json": document, "b.json": faulty, "c.lss": lss, **theirs}.items():
            await page.goto(self.town.at("/staff/surveys/new?lang=nb"))
            hostile_name = f"{self.hostile.words('file', 100).replace('/', '_')}.{name}"
            buffer = content if isinstance(content, bytes) else content.encode()
            await page.set_input_files("#file", {"name": hostile_name, "mimeType": "text/plain", "buffer": buffer})
            async with page.expect_navigation():
                await page.locator("main form:has(#file) button[type=submit]").click()
            await look(page, self.found)
            if (await page.locator("h1").inner_text() == NEW) != (name in FAULTY):
                self.found.faults.append(f"{name} was not taken as it should be")

    def _cdata(self) -> str:
        return self.hostile.words("lss").replace("]]>", "")

    async def _mails(self) -> None:
        """As a mail program would show them that runs whatever it is given."""

        async def came() -> list[dict[str, Any]]:
            return await self.town.mails(self.members[0])

        async with watched(self.browser, self.found, "") as context:
            page = await context.new_page()
            for mail in await eventually(came):
                await page.set_content(mail["html"] or "", wait_until="domcontentloaded")
                await look(page, self.found)

    def _watched(self, **how: Any) -> Any:
        return watched(self.browser, self.found, self.town.at("/"), **how)


async def bites(context: BrowserContext, vectors: Sequence[str]) -> None:
    """Put each text into a page of its own as nobody should: as it is."""
    page = await context.new_page()
    await page.evaluate(FRAMES, list(vectors))
    await page.wait_for_timeout(1_000)  # what runs by itself does so at once, or never
