"""The groups that figures are broken down by: their names, and the order they are shown in."""

from collections.abc import Iterable
from dataclasses import dataclass

import ui

KINDS = {"age_band": ui.mark("Alder"), "gender": ui.mark("Kjønn"), "area": ui.mark("Bosted")}
NO_AREA = ui.mark("Oppga ikke bosted")
EVERYBODY = ui.mark("Alle")
GENDERS = {
    "woman": ui.mark("Kvinner"),
    "man": ui.mark("Menn"),
    "other": ui.mark("Annet kjønn"),
    "unstated": ui.mark("Oppga ikke kjønn"),
}


@dataclass(frozen=True)
class Grouping:
    """One way to divide the respondents, in the reader's language."""

    kind: str
    language: str

    @property
    def everybody(self) -> str:
        return ui.translate(self.language)(EVERYBODY)

    def name(self, group: str) -> str:
        say = ui.translate(self.language)
        match self.kind:
            case "gender":
                return say(GENDERS.get(group, group))
            case "area":
                return ui.municipality().areas.get(group, group) or say(NO_AREA)
            case _:
                return say("%(age)s år", age=group.replace("-", "–"))

    def ordered(self, groups: Iterable[str]) -> list[str]:
        """Genders as they are listed at sign-up, ages and areas by name."""
        ranks = {gender: rank for rank, gender in enumerate(GENDERS)}
        return sorted(groups, key=lambda group: (ranks.get(group, 0), self.name(group)))


def grouping(by: str | None, language: str) -> Grouping | None:
    """What the reader asked for; anything else is no division."""
    return Grouping(by, language) if by is not None and by in KINDS else None
