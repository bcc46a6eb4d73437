"""`make flood` runs this with 50,000; `make test` with fewer."""

import os
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from membership.signing_up import floods
from services.membership.tests.conftest import settings_of
from tests.load.flood import fit, floods_of, shown

SENT = int(os.environ.get("SIGN_UPS", "1000"))


async def test_a_flood_mails_nobody_four_times_and_leaves_nothing(
    postgres: Callable[..., Awaitable[str]], tmp_path: Path
) -> None:
    settings = settings_of(await postgres("membership"), await postgres(), tmp_path, log_level="ERROR")
    found = await floods_of(settings, SENT)
    print(f"\n{shown(found)}")
    assert fit(found), shown(found)
    _, one, _, solved = found
    assert one.statuses[303] <= 2 * floods.SIGN_UPS_OF_A_NETWORK  # the hour may turn in the middle
    assert one.statuses[429] == SENT - one.statuses[303]
    assert solved.statuses == Counter({303: SENT})
