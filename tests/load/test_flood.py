"""`make flood` runs this with 50,000; `make test` with fewer."""

import os
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from membership import floods
from membership.settings import Settings
from services.membership.tests.conftest import PUBLIC_PEM, PUBLIC_URL, ROOT, some_key
from tests.load.flood import fit, floods_of, shown

SENT = int(os.environ.get("SIGN_UPS", "2000"))


async def test_a_flood_mails_nobody_four_times_and_leaves_nothing(
    postgres: Callable[..., Awaitable[str]], tmp_path: Path
) -> None:
    settings = Settings(
        database_url=await postgres("membership"),
        keyring_database_url=await postgres(),
        nats_url="nats://127.0.0.1:9",
        port=8102,
        public_url=PUBLIC_URL,
        staff_token_public_key=PUBLIC_PEM,
        municipality=ROOT / "deploy/municipality/baerum.toml",
        master_key=some_key(0),
        lookup_key=some_key(32),
        link_key=some_key(64),
        erasures=tmp_path / "erasures",
        log_level="ERROR",
    )
    found = await floods_of(settings, SENT)
    print(f"\n{shown(found)}")
    assert fit(found), shown(found)
    _, one, _, solved = found
    assert one.statuses[303] <= 2 * floods.SIGN_UPS_OF_A_NETWORK  # the hour may turn in the middle
    assert one.statuses[429] == SENT - one.statuses[303]
    assert solved.statuses == Counter({303: SENT})
