"""The questionnaire of the comparison with LimeSurvey: 10 questions on 3 pages, one shown for one of two answers only.

Page 1: a radio list, six boxes, a number, a short text with a condition. Page 2: two matrices of five items, six boxes.
Page 3: a five-point scale, a long and a short text.
"""

import json
import random
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from surveys.questionnaire.kinds import control_name

LANGUAGES = ("nb", "nn", "en")
BOXES = [f"box-{n}" for n in range(1, 7)]
POINTS = [f"point-{n}" for n in range(1, 6)]
ROWS = [f"row-{n}" for n in range(1, 6)]


def text(words: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, words)


def options(ids: list[str]) -> list[dict[str, Any]]:
    return [{"id": i, "text": text(f"Svar {i}")} for i in ids]


def question(name: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "text": text(f"Hva mener du om {name}?"), "required": False, **fields}


def matrix(name: str) -> dict[str, Any]:
    return question(name, "matrix", rows=options(ROWS), options=options(POINTS))


def definition(number: int) -> dict[str, Any]:
    one = [
        question("list", "single_choice", options=options(["yes", "no"]), required=True),
        question("boxes", "multiple_choice", options=options(BOXES)),
        question("count", "number", min=0, max=100),
        question("why", "short_text", max_length=200, show_if={"question": "list", "is": "yes"}),
    ]
    two = [matrix("first-array"), matrix("second-array"), question("more-boxes", "multiple_choice", options=options(BOXES))]
    three = [
        question("five", "scale", **{"from": 1, "to": 5, "low": text("lite"), "high": text("mye")}),
        question("long", "long_text", max_length=4000),
        question("short", "short_text", max_length=200),
    ]
    sections = [
        {"id": f"page-{n}", "title": text(f"Del {n}"), "questions": page} for n, page in enumerate((one, two, three), start=1)
    ]
    return {
        "format": "samrad.survey/1",
        "languages": list(LANGUAGES),
        "title": text(f"Måling {number}"),
        "sections": sections,
    }


def answers(chance: random.Random) -> dict[str, Any]:
    chosen: dict[str, Any] = {
        "list": chance.choice(["yes", "no"]),
        "boxes": chance.sample(BOXES, 2),
        "count": chance.randint(0, 100),
        "first-array": {row: chance.choice(POINTS) for row in ROWS},
        "second-array": {row: chance.choice(POINTS) for row in ROWS},
        "more-boxes": chance.sample(BOXES, 3),
        "five": chance.randint(1, 5),
        "long": "Det er fint å bo her, og det kan bli enda bedre med flere benker langs elva og lys på stien. " * 2,
        "short": "flere benker",
    }
    if chosen["list"] == "yes":
        chosen["why"] = "fordi det er nær skogen"
    return chosen


def submission(chance: random.Random) -> bytes:
    return json.dumps({"submission_id": str(uuid4()), "language": "nb", "answers": answers(chance)}).encode()


def pages(chance: random.Random) -> list[tuple[str, bytes]]:
    """The three posts of a browser: the path after the link, and the form."""
    given = answers(chance)
    posts = []
    for section in definition(0)["sections"]:
        fields: list[tuple[str, str]] = []
        for asked in section["questions"]:
            fields += _fields(asked["id"], given.get(asked["id"]))
        last = section["id"] == "page-3"
        fields.append(("go", "send" if last else "next"))
        if last:
            fields.append(("submission_id", str(uuid4())))
        posts.append((section["id"], urlencode(fields).encode()))
    return posts


def _fields(name: str, answer: Any) -> list[tuple[str, str]]:
    match answer:
        case None:
            return []
        case list():
            return [(control_name(name), str(one)) for one in answer]
        case Mapping():
            return [(control_name(name, row), str(chosen)) for row, chosen in answer.items()]
        case _:
            return [(control_name(name), str(answer))]
