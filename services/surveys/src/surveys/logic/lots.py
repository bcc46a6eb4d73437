"""Chance that can be drawn again: the same lot for the same person and the same thing, in Python as in a browser."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")
_32_BITS = 0xFFFFFFFF
_BASIS, _PRIME = 0x811C9DC5, 0x01000193  # FNV-1a
_STIR = ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1))  # MurmurHash3's last steps: FNV alone leaves neighbours near each other


def lot(seed: int, question: str, thing: str = "") -> int:
    """32 bits that depend on all three. Ids are plain ASCII."""
    drawn = _BASIS
    for letter in f"{seed}/{question}/{thing}".encode():
        drawn = ((drawn ^ letter) * _PRIME) & _32_BITS
    for shift, factor in _STIR:
        drawn = ((drawn ^ (drawn >> shift)) * factor) & _32_BITS
    return drawn


def shuffled(
    things: Sequence[Thing], seed: int, question: str, name: Callable[[Thing], str], fixed: Callable[[Thing], bool]
) -> list[Thing]:
    """The things in an order drawn by lot; those that are fixed keep their places."""
    moving = sorted((thing for thing in things if not fixed(thing)), key=lambda thing: lot(seed, question, name(thing)))
    drawn = iter(moving)
    return [thing if fixed(thing) else next(drawn) for thing in things]


def drawn_group(groups: Sequence[tuple[str, int]], seed: int, question: str) -> str | None:
    """One of the groups, by their weights."""
    left = lot(seed, question) * sum(weight for _, weight in groups) >> 32
    for group, weight in groups:
        left -= weight
        if left < 0:
            return group
    return None
