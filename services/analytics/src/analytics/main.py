"""Where analytics is wired."""

from analytics import api
from analytics.events import FindingsReworded, ResultPublished
from analytics.heard import hearings
from analytics.pages import public, staff
from analytics.published import announce
from analytics.results import published_results
from eventlog import EventTypes
from runtime.serve import Service, serve
from runtime.settings import Settings

EVENTS = EventTypes(ResultPublished, FindingsReworded)


def service(settings: Settings) -> Service:
    return Service(
        name="analytics",
        settings=settings,
        events=EVENTS,
        announce=announce,
        routers=[api.router, staff.router, public.router],
        projections=[published_results],
        hearings=hearings(),
    )


def main() -> None:
    serve(service(Settings()))  # type: ignore[call-arg]  # the environment gives them
