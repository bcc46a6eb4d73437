"""The panel's first year in Bærum, 2019, as the municipality told it: campaigns, members, two surveys.

The figures are the municipality's own: 407 invited and 185 answers in September, 427 invited and 68 per cent in October,
and 440 members in the end. The people are synthetic and called by numbers; more of them are older, as in panels that
recruit themselves.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

YEAR = 2026
AGES = ((18, 29, 7), (30, 39, 13), (40, 49, 21), (50, 59, 23), (60, 69, 20), (70, 79, 13), (80, 89, 3))
YOUNGER = ((18, 29, 42), (30, 39, 24), (40, 49, 16), (50, 59, 10), (60, 69, 6), (70, 79, 2))  # by social media


@dataclass(frozen=True)
class Campaign:
    slug: str
    channel: str
    message: str
    starts_on: str
    share: int
    hours: str
    looks: int  # at its page, for each who signs up
    kroner: int = 0
    ages: Sequence[tuple[int, int, int]] = AGES


@dataclass(frozen=True)
class Wave:
    """Recruit to so many members; then ask them, if there is a survey."""

    members: int
    survey: str | None = None
    answers: int = 0
    findings: Sequence[Mapping[str, str]] = ()


CAMPAIGNS = (
    Campaign("budstikka", "newspaper", "Si din mening om Bærum", f"{YEAR}-05-02", 26, "12.5", 2, 18000),
    Campaign("baeringen", "municipal_paper", "Bli med i innbyggerpanelet", f"{YEAR}-05-15", 24, "16", 2, 9000),
    Campaign("byfesten", "event", "Møt oss på Byfesten", f"{YEAR}-06-10", 14, "31", 2),
    Campaign("sosiale-medier", "social_media", "Hva bør Bærum gjøre nå?", f"{YEAR}-05-02", 18, "9.25", 3, 6000, YOUNGER),
    Campaign("plakater", "poster", "Din mening teller", f"{YEAR}-05-20", 8, "14", 2, 2400),
    Campaign("lag-og-foreninger", "association", "Ta med laget inn i panelet", f"{YEAR}-06-01", 10, "22.5", 2),
)
STORY = (
    Wave(
        members=407,
        survey="om_nettsidene",
        answers=185,
        findings=(
            {
                "nb": "De som svarte, vil rett fram til det de skal ordne. Forsiden blir enklere.",
                "nn": "Dei som svarte, vil rett fram til det dei skal ordne. Framsida blir enklare.",
                "en": "Those who answered want the shortest way to what they came for. The front page will be simpler.",
            },
            {
                "nb": "Vi går gjennom søket og de lengste skjemaene først.",
                "nn": "Vi går gjennom søket og dei lengste skjema først.",
                "en": "We will go through the search and the longest forms first.",
            },
        ),
    ),
    Wave(
        members=427,
        survey="om_klima",
        answers=290,
        findings=(
            {
                "nb": "Bedre buss og tryggere sykkelveier er det flest ønsker seg.",
                "nn": "Betre buss og tryggare sykkelvegar er det flest ønskjer seg.",
                "en": "Better buses and safer cycle paths are what most people ask for.",
            },
        ),
    ),
    Wave(members=440),
)
AREAS = {
    "sandvika": 14, "bekkestua": 12, "fornebu": 10, "stabekk": 8, "hovik": 8, "rykkinn": 7, "kolsas": 6, "haslum": 6,
    "lysaker": 5, "jar": 5, "osteras": 4, "lommedalen": 4, "rud": 3, "baerums-verk": 3, "slependen": 2, "snaroya": 2, "skui": 1,
}  # fmt: skip
INTERESTS = ("climate", "transport", "planning", "schools", "youth", "health", "culture", "nature", "digital", "democracy")


def person(chance: random.Random, number: int, campaign: Campaign, consent: str) -> dict[str, Any]:
    """A synthetic resident, as the sign-up form asks: an address that cannot exist (RFC 2606)."""
    youngest, oldest, _ = chance.choices(campaign.ages, [share for *_, share in campaign.ages])[0]
    return {
        "name": f"Demomedlem {number}",
        "email": f"demomedlem-{number}@example.test",
        "gender": chance.choices(["woman", "man", "other", "unstated"], [52, 45, 1, 2])[0],
        "birth_year": YEAR - chance.randint(youngest, oldest),
        "area": chance.choices(list(AREAS), list(AREAS.values()))[0],
        "interests": chance.sample(INTERESTS, chance.randint(1, 4)),
        "consent": consent,
        "campaign": campaign.slug,
        "language": chance.choices(["nb", "nn", "en"], [92, 4, 4])[0],
    }
