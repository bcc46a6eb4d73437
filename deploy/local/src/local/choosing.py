"""What a few members of the demo choose on their own page: they come in by the link in their mail, as anyone does."""

import asyncio
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import httpx

from local.acting import Mailbox, client, link_in
from local.progress import Progress

WAY_IN = re.compile(r"/min-side/inn/([A-Za-z0-9_-]+)")
PATIENCE = 300
Choice = tuple[str, Mapping[str, str]]


def choices(today: date) -> list[Choice]:
    """Pauses and budgets; whoever comes in first makes the first of them."""
    back = (today + timedelta(days=60)).isoformat()
    return [
        ("pause", {"how": "until", "until": back}),
        ("pause", {"how": "for-now"}),
        *(("hvor-ofte", {"most": most}) for most in ("1", "1", "2", "4")),
    ]


async def choose(endpoints: Mapping[str, Any], mailbox: Mailbox, today: date) -> None:
    wanted = choices(today)
    with Progress(f"{len(wanted)} members say how often they want to be asked", len(wanted)) as progress:
        async with client(endpoints) as http:
            for n in range(1, len(wanted) + 1):
                _moved(await http.post("/min-side/logg-inn", data={"email": f"demomedlem-{n}@example.test"}))
        for n, token in enumerate(await _ways_in(mailbox, len(wanted))):
            async with client(endpoints) as http:
                _moved(await http.post(f"/min-side/inn/{token}"))
                page, form = wanted[n]
                _moved(await http.post(f"/min-side/{page}", data=form))
            progress.at(n + 1)


async def _ways_in(mailbox: Mailbox, count: int) -> list[str]:
    tokens: list[str] = []
    for _ in range(PATIENCE):
        tokens += [token for mail in await mailbox.fresh() if (token := link_in(mail, WAY_IN))]
        if len(tokens) >= count:
            return tokens
        await asyncio.sleep(0.1)
    raise RuntimeError(f"only {len(tokens)} of {count} links to the members' own page came")


def _moved(answer: httpx.Response) -> None:
    """A form that was taken leads on; one that was refused is shown again."""
    if answer.status_code != httpx.codes.SEE_OTHER:
        raise RuntimeError(f"{answer.request.method} {answer.url.path}: {answer.status_code}")
