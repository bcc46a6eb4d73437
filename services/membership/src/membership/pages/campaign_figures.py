"""What came of a campaign, as figures a page can show: the steps from visit to member, and who they were."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from membership.campaigns.recruitment import CampaignCount, Joined, Stayed
from membership.events import AgeBand, Gender
from membership.mirroring.small_groups import SMALLEST
from ui import mark, municipality, translate

BAND = mark("%(band)s år")
VISITED, SIGNED_UP, BECAME = mark("Åpnet siden"), mark("Meldte seg på"), mark("Bekreftet og ble medlem")


def figures_of(campaign: CampaignCount, joined: Joined, stayed: Stayed, language: str) -> dict[str, Any]:
    say = translate(language)
    bands, genders = get_args(AgeBand), get_args(Gender)
    return {
        "steps": _steps([(say(VISITED), campaign.visits), (say(SIGNED_UP), campaign.sign_ups), (say(BECAME), campaign.joined)]),
        "ages": {
            say(BAND, band=band.replace("-", "–")): [_shown(joined.by_group, (band, gender)) for gender in genders]
            for band in bands
        },
        "areas": {
            name: _shown(joined.by_area, slug) for slug, name in municipality().areas.items() if joined.by_area.get(slug)
        },
        "stayed": stayed,
        "smallest": SMALLEST - 1,
        "hours_each": campaign.hours / campaign.joined if campaign.hours is not None and campaign.joined else None,
    }


def _steps(counted: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """`of_before` is None where the step before was counted short: somebody signed up without a counted visit."""
    most = max(1, *(n for _, n in counted))
    before = [0, *(n for _, n in counted[:-1])]
    return [
        {"text": text, "n": n, "share": n / most, "of_before": n / earlier if n <= earlier and earlier else None}
        for (text, n), earlier in zip(counted, before, strict=True)
    ]


def _shown(counts: Mapping[Any, int], key: object) -> int | None:
    """None for a group too small to be counted out."""
    n = counts.get(key, 0)
    return None if 0 < n < SMALLEST else n
