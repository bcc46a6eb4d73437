"""What membership has beside its log."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import EventLog
from membership.campaigns.neighbours import Neighbours
from membership.campaigns.visits import Visits
from membership.erasing.erasures import Erasures
from membership.member import NothingToConfirm
from membership.settings import Settings
from membership.signing_up.addresses import Addresses
from membership.signing_up.asked import asked_by
from membership.signing_up.floods import Floods
from membership.signing_up.form import normalised
from membership.signing_up.stand_key import StandKey, stand_key
from runtime.house import House
from sealing import Keyring, keyed_hash, link_token, read_key, read_link
from ui import read_municipality

CONFIRM = "confirm"


@dataclass(frozen=True)
class Parts:
    log: EventLog
    engine: AsyncEngine
    addresses: Addresses
    keyring: Keyring
    erasures: Erasures
    neighbours: Neighbours
    visits: Visits
    lookup_key: bytes = field(repr=False)
    link_key: bytes = field(repr=False)
    floods: Floods
    stand_key: StandKey

    def address_hash(self, address: str) -> bytes:
        return keyed_hash(self.lookup_key, normalised(address))

    async def destroy_keys(self, member_ids: Sequence[UUID]) -> None:
        """The one way a key goes: noted first where no backup reaches, so that it never comes back."""
        await self.erasures.note(member_ids)
        await self.keyring.destroy_all(member_ids)

    def confirm_path(self, member_id: UUID) -> str:
        return f"/bekreft/{link_token(self.link_key, CONFIRM, member_id)}"

    def member_of(self, token: str) -> UUID:
        """Whose confirmation link this is. Raises NothingToConfirm for one we never made."""
        member_id = read_link(self.link_key, CONFIRM, token)
        if member_id is None:
            raise NothingToConfirm
        return member_id


async def prepare(house: House) -> None:
    settings = house.settings
    assert isinstance(settings, Settings)
    asked_by(read_municipality(settings.municipality))  # a form that cannot be asked stops the start
    keyring = Keyring(settings.keyring_database_url, read_key(settings.master_key))
    await keyring.prepare()
    master_key, link_key = read_key(settings.master_key), read_key(settings.link_key)
    house.own = Parts(
        house.log,
        house.engine,
        Addresses(house.engine),
        keyring,
        Erasures(settings.erasures),
        Neighbours(settings.nats_url),
        Visits(house.engine),
        read_key(settings.lookup_key),
        link_key,
        Floods(link_key),
        stand_key(master_key),
    )


async def close(house: House) -> None:
    await parts_in(house).neighbours.close()
    await parts_in(house).visits.close()
    await parts_in(house).keyring.close()


def parts_in(house: House) -> Parts:
    parts = house.own
    assert isinstance(parts, Parts)
    return parts


async def _parts_of(request: Request) -> Parts:
    return parts_in(request.app.state.house)


PartsOf = Annotated[Parts, Depends(_parts_of)]
