"""The surveys service, wired."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from eventlog import Projection, Recorded
from runtime.house import House
from runtime.serve import Service
from sealing import Keyring, read_key
from surveys import register, staff_api
from surveys.checking import check_api
from surveys.desk import READ_MODELS
from surveys.drafting.memory import Surveys
from surveys.events import ALL_EVENTS
from surveys.exporting import export_api
from surveys.heard import hearings
from surveys.inviting import dispatches
from surveys.inviting.issuing import Issuing
from surveys.pages import (
    adding,
    answering,
    beginning,
    builder,
    builder_acts,
    builder_pictures,
    check,
    discussion,
    exports,
    history,
    listing,
    pictures,
    plan,
    preview,
    rehearsal,
    review,
    starting,
    survey,
    translation,
    wording,
    written,
)
from surveys.pages import bank as bank_pages
from surveys.parts import Parts
from surveys.published import announce
from surveys.question_bank import bank
from surveys.questions import answer_for_ever
from surveys.rehearsal.running import rehearse_for_ever
from surveys.responding import drafts, respondent_api, texts
from surveys.responding.drafts import Drafts
from surveys.responding.publications import Publications
from surveys.reviewing import comments, review_api, reviews
from surveys.reviewing.colleagues import Colleagues
from surveys.settings import Settings

ROUTERS = (
    respondent_api.router,
    staff_api.router,
    check_api.router,
    export_api.router,
    review_api.router,
    pictures.router,  # before those of answering, whose links begin alike
    answering.router,
    check.router,
    exports.router,
    builder.router,
    builder_acts.router,
    builder_pictures.router,
    listing.router,
    adding.router,
    preview.router,
    beginning.router,
    bank_pages.router,
    rehearsal.router,
    review.router,
    starting.router,
    translation.router,
    survey.router,
    plan.router,
    discussion.router,
    history.router,
    wording.router,
    written.router,
)


async def project(connection: AsyncConnection, events: Sequence[Recorded]) -> None:
    """All read models of the log in one pass: each event is read and decoded once."""
    for read_model in (register, reviews, comments, bank, dispatches, drafts, texts):
        await read_model.project(connection, events)


async def start(house: House) -> None:
    settings = house.settings
    assert isinstance(settings, Settings)
    keyring = Keyring(settings.keyring_database_url, read_key(settings.master_key))
    await keyring.prepare()
    begun = Drafts(settings.database_url)
    begun.start()
    known = Surveys(house.log, house.engine)
    house.own = Parts(
        log=house.log,
        engine=house.engine,
        keyring=keyring,
        surveys=known,
        colleagues=Colleagues(house.engine),
        publications=Publications(known, keyring),
        drafts=begun,
        link_key=read_key(settings.link_key),
    )


async def stop(house: House) -> None:
    parts: Parts = house.own
    await parts.drafts.stop()
    await parts.keyring.close()


async def rehearsing(house: House) -> None:
    await rehearse_for_ever(house.engine)


async def issuing(house: House) -> None:
    parts: Parts = house.own
    await Issuing(parts.log, parts.engine, parts.surveys, parts.invitation_secret).run()


def service(settings: Settings) -> Service:
    return Service(
        name="surveys",
        settings=settings,
        events=ALL_EVENTS,
        announce=announce,
        routers=ROUTERS,
        projections=[Projection(READ_MODELS, project)],
        hearings=hearings,
        background=[issuing, rehearsing, answer_for_ever],
        on_start=start,
        on_stop=stop,
        uploads=listing.UPLOADS | adding.UPLOADS | pictures.UPLOADS | builder_pictures.UPLOADS,
    )
