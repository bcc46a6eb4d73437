"""The services of the house, in one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """`keys` are the secrets it is given beyond its database; one named `X` is its own, one in SHARED_KEYS is shared."""

    name: str
    port: int
    keyring: bool = False
    keys: tuple[str, ...] = ()
    sends_mail: bool = False
    signs_tokens: bool = False
    erases: bool = False

    @property
    def databases(self) -> tuple[str, ...]:
        return (self.name, f"{self.name}_keyring") if self.keyring else (self.name,)

    @property
    def stream(self) -> str:
        return self.name.upper()


SERVICES = (
    Service("identity", 8101, keys=("MASTER_KEY",), signs_tokens=True),
    Service("membership", 8102, keyring=True, keys=("MASTER_KEY", "LOOKUP_KEY", "LINK_KEY"), erases=True),
    Service("surveys", 8103, keyring=True, keys=("MASTER_KEY", "LINK_KEY")),
    Service("notifications", 8104, keys=("LINK_KEY",), sends_mail=True),
    Service("analytics", 8105),
)
SHARED_KEYS = frozenset({"LINK_KEY"})  # a personal link is made by one service and read by another
READER = "analytics-consumer"
