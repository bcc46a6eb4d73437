from pathlib import Path

import pytest

import ui

BAERUM = Path(__file__).parents[3] / "deploy/municipality/baerum.toml"
EXAMPLE = BAERUM.with_name("example.toml")


def test_baerum_has_its_post_towns_and_three_languages() -> None:
    baerum = ui.read_municipality(BAERUM)
    assert len(baerum.areas) == 23
    assert baerum.areas["baerums-verk"] == "Bærums Verk"
    assert baerum.languages == ("nb", "nn", "en")
    assert baerum.interests("nn")["schools"] == "Barnehage og skule"


def test_areas_may_be_gathered_into_districts() -> None:
    assert ui.read_municipality(BAERUM).districts == {}
    example = ui.read_municipality(EXAMPLE)
    assert example.districts == {"bygdene": ui.District("Bygdene", ("nordbygda", "sorbygda"))}


@pytest.mark.parametrize("area", ["oslo", "nordbygda"])
def test_a_district_has_areas_of_its_own(tmp_path: Path, area: str) -> None:
    file = tmp_path / "other.toml"
    file.write_text(EXAMPLE.read_text().replace('"sorbygda"]', f'"{area}"]'))
    with pytest.raises(ui.UnfitMunicipality, match=f"district bygdene: {area} is no area, or in a district already"):
        ui.read_municipality(file)


def test_a_file_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(ui.UnfitMunicipality, match="No such file"):
        ui.read_municipality(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("said", "instead", "why"),
    [
        ('name = "Bærum kommune"', "", "name is missing"),
        ('nn = "Klima og miljø", ', "", "interest climate has no name in nn"),
        ('languages = ["nb", "nn", "en"]', 'languages = ["nb", "xx"]', "languages must be some of"),
        ("[areas]", "[areas", "Expected"),
    ],
)
def test_an_unfit_file_says_what_is_wrong(tmp_path: Path, said: str, instead: str, why: str) -> None:
    file = tmp_path / "other.toml"
    file.write_text(BAERUM.read_text().replace(said, instead, 1))
    with pytest.raises(ui.UnfitMunicipality, match=why):
        ui.read_municipality(file)
