"""What was promised to respondents, and what the house holds in the end. The shape of a Jepsen test: ok, failed, unknown."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from local.stack import Stack

SUBMITTED = """
select stream_id, count(*) as n from events where type = 'response_submitted' group by stream_id
"""


@dataclass
class Ledger:
    """`acknowledged`: links whose respondent was told «registered». `waits`: seconds from the first try to the answer."""

    acknowledged: set[UUID] = field(default_factory=set)
    gave_up: set[UUID] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    doubled: int = 0
    counted: int = 0
    stored: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.gave_up) and self.counted == self.stored

    def lines(self) -> list[str]:
        waits = sorted(self.waits) or [0.0]
        kills = ", ".join(f"{name} {n}" for name, n in sorted(self.kills.items()))
        return [
            f"acknowledged answers          {len(self.acknowledged)}",
            f"lost                          {self.lost}",
            f"counted twice                 {self.doubled}",
            f"stored / shown by analytics   {self.stored} / {self.counted}",
            f"clients that gave up (10 s)   {len(self.gave_up)}",
            f"longest wait of a client      {waits[-1]:.1f} s (p99 {waits[int(len(waits) * 0.99) - 1]:.2f} s)",
            f"kills                         {self.kills.total()} ({kills})",
        ]


async def submitted(stack: Stack) -> dict[UUID, int]:
    """How many responses each invitation's stream holds, read from the surveys' log itself."""
    rows: list[Any] = await _fetch(stack, "surveys", SUBMITTED)
    return {UUID(str(row["stream_id"])): row["n"] for row in rows}


async def _fetch(stack: Stack, database: str, query: str) -> list[Any]:
    server = stack.endpoints["postgres"]
    connection = await asyncpg.connect(host=server["socket"], port=server["port"], user=server["superuser"], database=database)
    try:
        return list(await connection.fetch(query))
    finally:
        await connection.close()


def settle(ledger: Ledger, held: dict[UUID, int], counted: int) -> None:
    """Compare what was said with what is there. An answer whose outcome the client never heard may be there once or not."""
    ledger.lost = sum(1 for invitation in ledger.acknowledged if invitation not in held)
    ledger.stored = len(held)
    ledger.counted = counted
    ledger.doubled = sum(n - 1 for n in held.values()) + max(0, counted - len(held))
