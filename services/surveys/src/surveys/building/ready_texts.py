"""Answers that surveys ask for again and again, written once and well, in the three languages of the house.

Each scale has as many steps for as against. `OUTSIDE` stands last and is no point of the scale.
"""

from collections.abc import Mapping, Sequence

Said = Mapping[str, str]


def _said(nb: str, nn: str, en: str) -> Said:
    return {"nb": nb, "nn": nn, "en": en}


DO_NOT_KNOW = _said("Vet ikke", "Veit ikkje", "Don’t know")
RATHER_NOT = _said("Vil ikke svare", "Vil ikkje svare", "Prefer not to say")
OTHER = _said("Annet", "Anna", "Other")
NONE_OF_THESE = _said("Ingen av disse", "Ingen av desse", "None of these")

AGREEMENT: Sequence[Said] = (
    _said("Helt uenig", "Heilt ueinig", "Strongly disagree"),
    _said("Litt uenig", "Litt ueinig", "Somewhat disagree"),
    _said("Verken enig eller uenig", "Verken einig eller ueinig", "Neither agree nor disagree"),
    _said("Litt enig", "Litt einig", "Somewhat agree"),
    _said("Helt enig", "Heilt einig", "Strongly agree"),
)
AGREEMENT_IN_SEVEN: Sequence[Said] = (
    _said("Helt uenig", "Heilt ueinig", "Strongly disagree"),
    _said("Uenig", "Ueinig", "Disagree"),
    _said("Litt uenig", "Litt ueinig", "Somewhat disagree"),
    _said("Verken enig eller uenig", "Verken einig eller ueinig", "Neither agree nor disagree"),
    _said("Litt enig", "Litt einig", "Somewhat agree"),
    _said("Enig", "Einig", "Agree"),
    _said("Helt enig", "Heilt einig", "Strongly agree"),
)
SATISFACTION: Sequence[Said] = (
    _said("Svært misfornøyd", "Svært misnøgd", "Very dissatisfied"),
    _said("Litt misfornøyd", "Litt misnøgd", "Somewhat dissatisfied"),
    _said("Verken fornøyd eller misfornøyd", "Verken nøgd eller misnøgd", "Neither satisfied nor dissatisfied"),
    _said("Ganske fornøyd", "Ganske nøgd", "Fairly satisfied"),
    _said("Svært fornøyd", "Svært nøgd", "Very satisfied"),
)
IMPORTANCE: Sequence[Said] = (
    _said("Ikke viktig", "Ikkje viktig", "Not important"),
    _said("Litt viktig", "Litt viktig", "Slightly important"),
    _said("Ganske viktig", "Ganske viktig", "Fairly important"),
    _said("Svært viktig", "Svært viktig", "Very important"),
)
FREQUENCY: Sequence[Said] = (
    _said("Hver dag", "Kvar dag", "Every day"),
    _said("Hver uke", "Kvar veke", "Every week"),
    _said("Hver måned", "Kvar månad", "Every month"),
    _said("Sjeldnere", "Sjeldnare", "Less often"),
    _said("Aldri", "Aldri", "Never"),
)
DECADES = ((15, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, 79))
AGES: Sequence[Said] = (
    *(_said(f"{first}–{last} år", f"{first}–{last} år", f"{first}–{last} years") for first, last in DECADES),
    _said("80 år eller eldre", "80 år eller eldre", "80 years or older"),
)
NOT_LIKELY = _said("Ikke sannsynlig", "Ikkje sannsynleg", "Not likely")
VERY_LIKELY = _said("Svært sannsynlig", "Svært sannsynleg", "Very likely")
