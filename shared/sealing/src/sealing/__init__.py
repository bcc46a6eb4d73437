"""Sealing what is personal: a key per subject in a keyring of its own, personal links, and hashes to find an address by.

Destroy a subject's key, and everything sealed with it is unreadable everywhere: in events, read models and their backups.
"""

from sealing.key import Key, Unreadable, read_key
from sealing.keyring import KeyDestroyed, Keyring, KeyringUnavailable
from sealing.links import link_token, read_link
from sealing.lookup import keyed_hash

__all__ = [
    "Key",
    "KeyDestroyed",
    "Keyring",
    "KeyringUnavailable",
    "Unreadable",
    "keyed_hash",
    "link_token",
    "read_key",
    "read_link",
]
