from pathlib import Path

import pytest

import ui

BAERUM = Path(__file__).parents[3] / "deploy/municipality/baerum.toml"


def test_baerum_has_its_post_towns_and_three_languages() -> None:
    baerum = ui.read_municipality(BAERUM)
    assert len(baerum.areas) == 23
    assert baerum.areas["baerums-verk"] == "Bærums Verk"
    assert baerum.languages == ("nb", "nn", "en")
    assert baerum.interests("nn")["schools"] == "Barnehage og skule"


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
