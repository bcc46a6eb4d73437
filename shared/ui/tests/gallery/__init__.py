"""Every macro and layout on a few pages, with the panel's own words: what the tests look at, and people too."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

import ui
from ui.static_files import FOLDER

MUNICIPALITY = Path(__file__).parents[4] / "deploy/municipality/baerum.toml"
PAGES = ("front", "form", "question", "matrix", "parts", "charts", "result", "error")


@dataclass(frozen=True)
class Steward:
    name: str = "Panelstyrer"
    rights: frozenset[str] = frozenset(
        {"panel:read", "surveys:read", "outbox:read", "results:read", "accounts:manage"},
    )


def gallery() -> FastAPI:
    app = FastAPI()
    app.mount("/static", StaticFiles(directory=FOLDER))
    site = ui.setup(app, packages=[__name__], municipality=MUNICIPALITY, public_url="http://127.0.0.1")
    for environment in site.environments.values():
        environment.filters["as_time"] = datetime.fromisoformat

    @app.get("/{name}")
    @app.get("/staff/{name}")
    def show(request: Request, name: str) -> HTMLResponse:
        if request.url.path.startswith("/staff/"):
            request.state.staff = Steward()
            return ui.page(request, "staff_survey.html")
        if name == "error":
            return ui.page(request, "error.html", status=404, title="Siden finnes ikke")
        wrong = [("name", "Skriv navnet ditt"), ("area", "Velg området du bor i")] if "wrong" in request.query_params else []
        return ui.page(request, f"{name}.html", status=422 if wrong else 200, errors=wrong, wrong=dict(wrong))

    return app
