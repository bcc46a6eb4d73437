"""Sound files with nonsense put in at random places: imported or refused, and never anything else."""

import copy
import random
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from surveys.importing import Imported, UnusableFile, import_file
from surveys.importing.xlsform.form import import_sheets
from surveys.questionnaire import read_draft

from .test_xlsform import SHEETS

FILES = Path(__file__).parent / "files"
LIMESURVEY = (FILES / "lekeplasser.lss").read_text()
CELLS = [found.span(1) for found in re.finditer(r"<!\[CDATA\[(.*?)\]\]>", LIMESURVEY, re.DOTALL)]
SURVEYJS = msgspec.json.decode((FILES / "torget.json").read_bytes())
NONSENSE = (
    *(
        "",
        "0",
        "1",
        "Y",
        "-oth-",
        "K",
        "R",
        ":",
        ";",
        "*",
        "X",
        "Q05",
        "{Q05}",
        "99999999999999",
        "-1",
        "1.5",
        "nan",
        "inf",
        "a;b;c",
    ),
    *(
        "Q01 ==",
        "x" * 3_000,
        "<script>",
        "10;11",
        "\u202e",
        "==",
        "random",
        "2000-13-45",
        "1e9",
        "${age}",
        "${",
        "[",
        "begin group",
    ),
    *(
        "end group",
        "begin repeat",
        "select_one",
        "select_multiple things or_other",
        "range",
        "calculate",
        "start=1e400 end=nan",
    ),
    *("not(", "selected(${uses})", "and and", "..", "\x00\x07", "javascript:alert(1)", "{item}", "label::zz"),
)
TYPED: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e300,
    [],
    {},
    {"default": 1},
    ["a"],
    {"value": [1, {"a": 2}]},
    {"default": "x", "0": "y"},
)
ROUNDS = 60


def imported_or_refused(made: Any) -> None:
    try:
        imported: Imported = made()
    except UnusableFile as refused:
        assert refused.cause  # noqa: PT017 - importing it is fine too
    else:
        read_draft(imported.questionnaire)
        assert "<script" not in str(imported.questionnaire)


@pytest.mark.parametrize("seed", range(3))
def test_nonsense_in_a_file_of_limesurvey(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        content = LIMESURVEY
        for start, end in sorted(chance.sample(CELLS, chance.randint(1, 8)), reverse=True):
            content = content[:start] + chance.choice(NONSENSE) + content[end:]
        imported_or_refused(lambda content=content: import_file(content.encode()))


@pytest.mark.parametrize("seed", range(3))
def test_nonsense_in_a_file_of_surveyjs(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        document = copy.deepcopy(SURVEYJS)
        for _ in range(chance.randint(1, 6)):
            document = _with_nonsense(document, chance)
        imported_or_refused(lambda document=document: import_file(msgspec.json.encode(document)))


def _with_nonsense(part: Any, chance: random.Random) -> Any:
    if isinstance(part, dict | list) and part and chance.random() < 0.75:
        key: Any = chance.choice(list(part)) if isinstance(part, dict) else chance.randrange(len(part))
        part[key] = _with_nonsense(part[key], chance)
        return part
    return copy.deepcopy(chance.choice(NONSENSE + TYPED))


@pytest.mark.parametrize("seed", range(3))
def test_nonsense_in_the_cells_of_an_xlsform(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        sheets = {name: [list(row) for row in rows] for name, rows in SHEETS.items()}
        for _ in range(chance.randint(1, 8)):
            row = chance.choice(chance.choice([rows for rows in sheets.values() if rows]))
            row[chance.randrange(len(row))] = chance.choice(NONSENSE)
        imported_or_refused(lambda sheets=sheets: import_sheets(sheets))
