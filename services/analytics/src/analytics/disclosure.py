"""What may be shown: no group of fewer than ten, and nothing from which such a group can be worked out.

A reader sees the total and the shown groups, so the hidden groups together are no secret: total minus shown. The hidden
ones are therefore always at least two, at least ten people together, and not of one mind; then even a reader who knows
how many are in each hidden group can fix no answer of theirs (that nobody in all of them gave an answer is told).
A shown share that leaves fewer than ten on the other side and is 90 % or more is said as «at least 90 %».
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FLOOR = 10
NEARLY_ALL = 0.9


@dataclass(frozen=True)
class Table:
    """One question (or one row of a matrix) over one division of the respondents into groups."""

    bases: Mapping[str, int]
    cells: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def nearly_all(base: int, cells: Mapping[str, int]) -> tuple[str, ...]:
    """The answers that nearly everyone gave: told as «at least 90 %», never exactly."""
    return tuple(value for value, n in cells.items() if base and n / base >= NEARLY_ALL and base - n < FLOOR)


def hidden_groups(tables: Sequence[Table], already: Iterable[str] = ()) -> frozenset[str]:
    """The groups whose figures must not be shown in any of the tables: small, of one mind, or hiding such a one."""
    hidden = {*already, *(group for table in tables for group in table.bases if _must_hide(table, group))}
    while any(_gives_away(table, hidden) for table in tables):
        shown = {group for table in tables for group in table.bases} - hidden
        if not shown:
            break
        hidden.add(min(shown, key=lambda group: (_size(tables, group), group)))
    return frozenset(hidden)


def _must_hide(table: Table, group: str) -> bool:
    base = table.bases[group]
    return base < FLOOR or bool(nearly_all(base, table.cells.get(group, {})))


def _gives_away(table: Table, hidden: set[str]) -> bool:
    inside = [group for group in hidden if table.bases.get(group, 0)]
    if not inside:
        return False
    together = sum(table.bases[group] for group in inside)
    return len(inside) == 1 or together < FLOOR or _one_mind(table, inside, together)


def _one_mind(table: Table, groups: Iterable[str], together: int) -> bool:
    sums: dict[str, int] = {}
    for group in groups:
        for value, n in table.cells.get(group, {}).items():
            sums[value] = sums.get(value, 0) + n
    return together in sums.values()


def _size(tables: Sequence[Table], group: str) -> tuple[bool, int]:
    """Empty groups come last: they hide nothing."""
    size = max(table.bases.get(group, 0) for table in tables)
    return size == 0, size
