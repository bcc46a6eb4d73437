"""The roles of staff, and what each may do. Services know rights only; roles are identity's."""

RIGHTS = (
    "panel:read",
    "panel:write",
    "members:read",
    "surveys:read",
    "surveys:write",
    "surveys:publish",
    "dispatch:send",
    "results:read",
    "results:publish",
    "outbox:read",
    "accounts:manage",
)

ADMINISTRATOR = "administrator"

ROLES: dict[str, frozenset[str]] = {
    ADMINISTRATOR: frozenset(RIGHTS),
    "steward": frozenset(
        {"panel:read", "panel:write", "members:read", "surveys:read", "dispatch:send", "results:read", "outbox:read"}
    ),
    "author": frozenset({"surveys:read", "surveys:write", "results:read"}),
    "publisher": frozenset(
        {"surveys:read", "surveys:write", "surveys:publish", "dispatch:send", "results:read", "results:publish"}
    ),
    "analyst": frozenset({"surveys:read", "results:read"}),
}


def rights_of(roles: frozenset[str]) -> frozenset[str]:
    """Everything that one of the roles may; a role no longer known gives nothing."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
