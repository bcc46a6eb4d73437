"""`make import-bench`: an earlier panel of 10,000 is brought in twice, through the gateway, on a stack of its own."""

import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import uvloop

from local.acting import Office, client
from local.stack import Stack
from tests.load.figures import Figures
from tests.load.measure import Processes

CHECKOUT = Path(__file__).resolve().parents[2]
PEOPLE = 10_000
SECONDS = 30
COLUMNS = {"email": "0", "birth": "1", "name": "2", "area": "3", "gender": "4", "interests": "5"}
AREAS = ("Sandvika", "Bekkestua", "rykkinn", "STABEKK", "Lommedalen")
PAGE = {"accept": "text/html"}


def a_panel() -> bytes:
    rows = [
        f"medlem{n}@example.test;{1940 + n % 70};Medlem Nummer {n};{AREAS[n % 5]};{'km'[n % 2]};Klima og miljø, skole"
        for n in range(PEOPLE)
    ]
    return "\r\n".join(["E-post;Fødselsår;Navn;Bydel;Kjønn;Temaer", *rows]).encode("cp1252")


async def bring_in(http: httpx.AsyncClient, figures: Figures, time_of: str) -> str:
    """Returns the words of the page at the end."""
    began = time.perf_counter()
    uploaded = await http.post("/staff/panel/import", files={"file": ("panel.csv", a_panel())}, headers=PAGE)
    path = uploaded.headers["location"]
    looked = await http.get(path, headers=PAGE)
    assert looked.status_code == 200, looked.status_code
    figures.add(f"{time_of}: upload and preview of {PEOPLE:,} rows", time.perf_counter() - began, "s")
    began = time.perf_counter()
    ordered = await http.post(f"{path}/order", data=COLUMNS, headers=PAGE)
    assert ordered.status_code == 303, ordered.status_code
    steps: set[str] = set()
    while 'id="again"' in (words := (await http.get(path, headers=PAGE)).text):
        steps.add(words.partition('<div id="again">')[2].partition("</div>")[0])
        await asyncio.sleep(0.2)
    figures.at_most(f"{time_of}: from order to done", time.perf_counter() - began, SECONDS, "s")
    figures.add(f"{time_of}: steps of progress seen on the page", len(steps))
    return words


async def run(stack: Stack, figures: Figures) -> None:
    processes = Processes(stack.endpoints["processes"]["supervisor"]["pid"])
    async with client(stack.endpoints) as http:
        await Office(stack.endpoints, http).sign_in()
        before = processes.rss_by_program()
        for time_of, invited in (("first time", PEOPLE), ("second time", 0)):
            words = await bring_in(http, figures, time_of)
            shown = f'<p class="value">{invited:,}</p>'.replace(",", "\N{NO-BREAK SPACE}")
            figures.at_least(f"{time_of}: {invited:,} invited (1 = yes)", float(shown in words), 1)
        after = processes.rss_by_program()
        grown = sum(after.values()) - sum(before.values())
        figures.add("memory of the whole stack, grown by", grown / 1e6, "MB RSS")


def main() -> int:
    figures = Figures()
    (CHECKOUT / ".run").mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=CHECKOUT / ".run") as folder, Stack(Path(folder) / "run") as stack:
        uvloop.run(run(stack, figures))
    figures.write(CHECKOUT / ".run" / "import-bench.json")
    return len(figures.missed)


if __name__ == "__main__":
    sys.exit(main())
