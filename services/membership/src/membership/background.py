"""Birth year to age, and age to the coarse band the rest of the house may know."""

from datetime import date

from membership.events import AgeBand

YOUNGEST = 15  # in the course of the year; only the year of birth is asked
OLDEST = 115
BANDS: tuple[tuple[int, AgeBand], ...] = (
    (20, "15-19"),
    (30, "20-29"),
    (40, "30-39"),
    (50, "40-49"),
    (60, "50-59"),
    (70, "60-69"),
    (80, "70-79"),
)


def age_in(birth_year: int, today: date) -> int:
    """The age a person reaches this year."""
    return today.year - birth_year


def age_band(birth_year: int, today: date) -> AgeBand:
    age = age_in(birth_year, today)
    return next((band for below, band in BANDS if age < below), "80+")
