"""The edge of identity: where names are found, secrets are sealed and opened, and commands are handed to the log."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import digest
from unicodedata import normalize
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from eventlog import EventLog, Outcome
from identity.account import Account, AccountCommand, CloseAccount, CreateAccount, account_decider
from identity.passes import PassOffice
from identity.passwords import hash_password
from identity.recovery import code_hash
from sealing import Key, Keyring

FIND = text("select stream_id from claims where key = :key")
NOBODY = UUID(int=0)  # looked up when a name is unknown, so that an unknown name costs the same


@dataclass(frozen=True)
class LookupKeys:
    """Derived from the master key, one per purpose: a stolen table of hashes cannot be guessed through."""

    names: bytes
    networks: bytes
    recovery: bytes

    @staticmethod
    def derived_from(master_key: bytes) -> "LookupKeys":
        return LookupKeys(
            *(digest(master_key, f"identity {part}".encode(), sha256) for part in ("names", "networks", "recovery"))
        )


@dataclass(frozen=True)
class OpenedAccount:
    """An account as the edge sees it: its state, and the key that opens its sealed fields (None: no such account)."""

    id: UUID
    state: Account
    key: Key | None

    def opened(self, field: str, sealed: str | None) -> str | None:
        if self.key is None or sealed is None:
            return None
        return self.key.open(field, self.id, sealed)

    def sealed(self, field: str, text: str) -> str:
        assert self.key is not None
        return self.key.seal(field, self.id, text)

    @property
    def name(self) -> str:
        return self.opened("name", self.state.name) or ""


@dataclass(frozen=True)
class Desk:
    log: EventLog
    engine: AsyncEngine
    keyring: Keyring
    keys: LookupKeys
    passes: PassOffice

    def name_key(self, name: str) -> bytes:
        return digest(self.keys.names, normalize("NFKC", name).strip().casefold().encode(), sha256)

    def network_key(self, network: str) -> bytes:
        return digest(self.keys.networks, network.encode(), sha256)

    def recovery_hashes(self, account_id: UUID, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(code_hash(self.keys.recovery, account_id, code) for code in codes)

    async def find(self, name: str) -> OpenedAccount:
        """The account of a name. The same look-ups are made when there is none."""
        async with self.engine.connect() as connection:
            account_id = await connection.scalar(FIND, {"key": self.name_key(name)})
        return await self.account(account_id or NOBODY)

    async def account(self, account_id: UUID) -> OpenedAccount:
        loaded = await self.log.load(account_decider, account_id)
        keys = await self.keyring.get([account_id])
        return OpenedAccount(account_id, loaded.state, keys.get(account_id))

    async def execute(self, account_id: UUID, command: AccountCommand, now: datetime) -> Outcome[Account]:
        return await self.log.execute(account_decider, account_id, command, now)

    async def create(
        self, name: str, password: str, roles: frozenset[str], now: datetime, *, by: UUID | None = None, initial: bool = True
    ) -> tuple[UUID, Outcome[Account]]:
        """A new account; raises AlreadyClaimed when the name is taken."""
        account_id = uuid4()
        key = await self.keyring.create(account_id)
        command = CreateAccount(
            name=key.seal("name", account_id, name.strip()),
            password=key.seal("password", account_id, await hash_password(password)),
            roles=roles,
            by=by,
            password_is_initial=initial,
        )
        outcome = await self.log.execute(account_decider, account_id, command, now, claim=self.name_key(name))
        return account_id, outcome

    async def close(self, account: OpenedAccount, command: CloseAccount, now: datetime) -> Outcome[Account]:
        """Close an account; its name is free in the same commit."""
        release = self.name_key(account.name)
        return await self.log.execute(account_decider, account.id, command, now, release=release)
