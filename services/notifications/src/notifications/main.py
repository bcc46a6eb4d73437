"""The only place where notifications is wired."""

import ui
from notifications import api, outbox
from notifications.about_member import answer_for_ever
from notifications.events import ALL_EVENTS
from notifications.heard import hearings
from notifications.links import Links
from notifications.mails import Composer
from notifications.pages import staff
from notifications.past import count_for_ever
from notifications.published import announce
from notifications.resolving import Resolver
from notifications.sending import Sender
from notifications.settings import Settings
from notifications.smtp import MailServer
from runtime.house import House
from runtime.serve import Service
from sealing import read_key


async def send_mail(house: House) -> None:
    """The worker's one act: from the outbox to the mail server, for ever."""
    settings = house.settings
    assert isinstance(settings, Settings)
    server = MailServer.at(settings.smtp_url, allow_plaintext=settings.smtp_plaintext)
    composer = Composer(
        sender=settings.mail_from or ui.municipality().contact,
        links=Links(settings.public_url, read_key(settings.link_key)),
    )
    resolver = Resolver(settings.nats_url)
    try:
        await Sender(house.log, house.engine, resolver, composer, server, lanes=settings.mail_lanes).run()
    finally:
        await resolver.close()


def service(settings: Settings) -> Service:
    return Service(
        "notifications",
        settings,
        ALL_EVENTS,
        announce,
        routers=[api.router, staff.router],
        projections=[outbox.projection],
        hearings=lambda house: hearings(house.log),
        background=[send_mail, count_for_ever, answer_for_ever],
    )
