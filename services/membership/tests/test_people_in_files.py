from datetime import date
from pathlib import Path

import pytest

from membership.importing.columns import Field, chosen, guess, missing
from membership.importing.people import Person, Reason, Rejected, Understood, understand
from membership.importing.preview import as_csv
from membership.importing.sheet import Sheet
from ui import read_municipality

BAERUM = read_municipality(Path(__file__).parents[3] / "deploy/municipality/baerum.toml")
TODAY = date(2026, 11, 20)
ALL = dict(zip(Field, range(9), strict=True))
KARI = ["kari@nordmann.test", "1984", "Kari Nordmann", "", "", "kvinne", "Sandvika", "Klima og miljø; schools", "nynorsk"]


def look(*rows: list[str], columns: dict[Field, int] | None = None) -> Understood:
    return understand(Sheet([], rows, 2), columns or ALL, BAERUM, TODAY)


def only(row: list[str], columns: dict[Field, int] | None = None) -> Person:
    (person,) = look(row, columns=columns).people
    return person


def with_(field: Field, text: str) -> list[str]:
    row = list(KARI)
    row[ALL[field]] = text
    return row


def test_a_row_becomes_a_person() -> None:
    person = only(KARI)
    assert (person.row, person.language) == (2, "nn")
    who = person.applicant
    assert (who.name, who.email, who.gender, who.birth_year) == ("Kari Nordmann", "kari@nordmann.test", "woman", 1984)
    assert (who.area, who.interests) == ("sandvika", ("climate", "schools"))


def test_an_address_and_a_year_are_enough() -> None:
    person = only(["kari@nordmann.test", "1984"], {Field.email: 0, Field.birth: 1})
    assert (person.applicant.name, person.applicant.gender, person.applicant.area) == ("", "unstated", "")
    assert (person.applicant.interests, person.language) == ((), "nb")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1984", 1984),
        ("1984-05-17", 1984),
        ("17.05.1984", 1984),
        ("17/5/1984", 1984),
        ("1984-05-17T00:00:00", 1984),
        ("42", 1984),
        ("42 år", 1984),
        ("15", 2011),
    ],
)
def test_a_year_a_date_or_an_age_is_a_birth_year(text: str, year: int) -> None:
    assert only(with_(Field.birth, text)).applicant.birth_year == year


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("K", "woman"),
        ("kvinne", "woman"),
        ("Mann", "man"),
        ("male", "man"),
        ("F", "woman"),
        ("Anna", "other"),
        ("", "unstated"),
    ],
)
def test_gender_is_understood_in_three_languages(text: str, gender: str) -> None:
    assert only(with_(Field.gender, text)).applicant.gender == gender


def test_an_area_is_found_by_name_or_short_name_in_any_case() -> None:
    for text in ("sandvika", "SANDVIKA", " Sandvika "):
        assert only(with_(Field.area, text)).applicant.area == "sandvika"


def test_topics_we_do_not_have_are_passed_over_and_one_with_a_comma_is_one() -> None:
    person = only(with_(Field.interests, "Vei, sykkel og kollektivtrafikk, hagestell,climate"))
    assert set(person.applicant.interests) == {"transport", "climate"}


def test_first_and_last_name_are_put_together() -> None:
    columns = {Field.email: 0, Field.birth: 1, Field.first_name: 2, Field.last_name: 3}
    assert only(["kari@nordmann.test", "1984", "Kari", "Nordmann"], columns).applicant.name == "Kari Nordmann"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (with_(Field.birth, "2012"), Reason.too_young),
        (with_(Field.birth, "14"), Reason.too_young),
        (["", "2013"], Reason.too_young),
        (with_(Field.birth, ""), Reason.birth_unfit),
        (with_(Field.birth, "1884"), Reason.birth_unfit),
        (with_(Field.birth, "17058412345"), Reason.birth_unfit),
        (with_(Field.birth, "i fjor"), Reason.birth_unfit),
        (with_(Field.email, ""), Reason.email_missing),
        (with_(Field.email, "kari(a)nordmann.test"), Reason.email_unfit),
        (with_(Field.name, "=HYPERLINK(1)"), Reason.name_unfit),
        (with_(Field.name, "x" * 101), Reason.name_unfit),
        (with_(Field.gender, "kanskje"), Reason.gender_unfit),
        (with_(Field.area, "Månen"), Reason.area_unfit),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_with_its_reason(row: list[str], reason: Reason) -> None:
    assert look(row) == Understood([], [Rejected(2, reason)])


def test_the_second_row_with_an_address_is_rejected_and_points_to_the_first() -> None:
    seen = look(KARI, [], with_(Field.email, "KARI@nordmann.test"))
    assert [person.row for person in seen.people] == [2]
    assert seen.rejected == [Rejected(4, Reason.twice, 2)]


def test_columns_are_guessed_from_headings_in_three_languages() -> None:
    assert guess(["Navn", "E-post", "Fødselsår", "Kjønn"]) == {Field.name: 0, Field.email: 1, Field.birth: 2, Field.gender: 3}
    assert guess(["Førenamn", "Etternamn", "epostadresse", "Alder"]) == {
        Field.first_name: 0,
        Field.last_name: 1,
        Field.email: 2,
        Field.birth: 3,
    }
    assert guess(["E-mail", "Year of birth", "Place", "Language"]) == {
        Field.email: 0,
        Field.birth: 1,
        Field.area: 2,
        Field.language: 3,
    }


def test_of_two_columns_with_one_heading_the_first_is_guessed() -> None:
    assert guess(["E-post", "E-post", ""]) == {Field.email: 0}


def test_a_choice_that_is_no_column_is_none() -> None:
    said = {"email": "0", "birth": "7", "name": "-1", "area": "x", "gender": "99999", "language": ""}
    assert chosen(said, 3) == {Field.email: 0}
    assert missing(chosen(said, 3)) == [Field.birth]


def test_a_spreadsheet_computes_nothing_of_a_downloaded_list() -> None:
    written = as_csv(["Rad", "Grunn"], [["2", "=1+1"], ["3", '@x;"y"']]).decode("utf-8-sig")
    assert written == 'Rad;Grunn\r\n2;\'=1+1\r\n3;"\'@x;""y"""\r\n'
