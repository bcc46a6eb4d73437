"""Where membership is wired."""

from membership import api, panel
from membership.campaigns import recruitment
from membership.erasing.erased_again import erase_again, erase_for_ever
from membership.events import EVENTS
from membership.importing import imports
from membership.importing.inviting import import_for_ever
from membership.mirroring import composition_api, populations
from membership.over_time import was_asked
from membership.over_time.activity import learn_for_ever
from membership.over_time.birthdays import grow_for_ever
from membership.over_time.retention import RULES, keeping
from membership.pages import (
    about_me,
    campaigns,
    composition,
    confirming,
    documents,
    importing,
    leave,
    mail_links,
    members,
    my_choices,
    my_page,
    population,
    printed,
    public,
    recommending,
    retention,
    sign_in,
    staff,
    stand,
)
from membership.parts import close, parts_in, prepare
from membership.published import announce
from membership.resolving import answer_for_ever
from membership.settings import Settings
from membership.signing_up import front_page, stand_api, waiting
from membership.stewarding import staff_views
from runtime.house import House
from runtime.serve import Service, serve

ROUTERS = (
    public.router,
    documents.router,
    confirming.router,
    sign_in.router,
    my_page.router,
    about_me.router,
    my_choices.router,
    mail_links.router,
    leave.router,
    composition.router,
    population.router,
    staff.router,
    campaigns.router,
    printed.router,
    recommending.router,
    members.router,
    retention.router,
    importing.router,
    stand.router,
    api.router,
    composition_api.router,
    stand_api.router,
)
PROJECTIONS = (
    panel.projection,
    populations.projection,
    waiting.projection,
    recruitment.projection,
    staff_views.projection,
    imports.projection,
    was_asked.projection,
)
HEARINGS = (front_page.hearing, was_asked.hearing)


def service(settings: Settings) -> Service:
    return Service(
        name="membership",
        settings=settings,
        events=EVENTS,
        announce=announce,
        routers=ROUTERS,
        projections=PROJECTIONS,
        hearings=HEARINGS,
        background=[
            *(keeping(rule) for rule in RULES),
            erase_for_ever,
            grow_for_ever,
            learn_for_ever,
            answer_for_ever,
            import_for_ever,
        ],
        on_start=begin,
        on_stop=close,
        uploads=importing.UPLOADS,
        proven=mail_links.PROVEN,
    )


async def begin(house: House) -> None:
    """Nothing is served before everybody who was erased is erased in what was found."""
    await prepare(house)
    await erase_again(parts_in(house), house.clock())


def main() -> None:
    serve(service(Settings()))  # type: ignore[call-arg]  # the environment gives them
