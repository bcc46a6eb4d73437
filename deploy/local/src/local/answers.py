"""Plausible answers to any questionnaire `samrad.survey/1`, drawn from a seed."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

SENTENCES = (
    "Det viktigste er at det er lett å finne fram på mobilen.",
    "Jeg bruker søket mest, og det gir for mange gamle treff.",
    "Flere avganger om kvelden hadde gjort det enklere å la bilen stå.",
    "Skriv kortere, og si det viktigste først.",
    "Sykkelveien bør henge sammen hele veien til stasjonen.",
    "Ta vare på jordene og skogen mellom husene.",
    "Det fungerer greit, men skjemaene er for lange.",
)
ANSWERS_OPTIONAL = 0.45
NONE_OF_THESE = 0.08


def answers_to(definition: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """Answers to what is asked of this respondent, hidden questions left out."""
    answers: dict[str, Any] = {}
    for section in definition["sections"]:
        if not _shown(section.get("show_if"), answers):
            continue
        for question in section["questions"]:
            if _shown(question.get("show_if"), answers) and (question.get("required") or chance.random() < ANSWERS_OPTIONAL):
                answers[question["id"]] = _answer(question, chance)
    return answers


def _shown(condition: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> bool:  # noqa: PLR0911 – one line per operator
    if condition is None:
        return True
    given = answers.get(condition["question"])
    match condition:
        case {"is": wanted}:
            return bool(given == wanted)
        case {"is_not": wanted}:
            return given is not None and bool(given != wanted)
        case {"includes": wanted}:
            return isinstance(given, list) and wanted in given
        case {"at_least": least}:
            return given is not None and bool(given >= least)
        case {"at_most": most}:
            return given is not None and bool(given <= most)
    return False


def _answer(question: Mapping[str, Any], chance: random.Random) -> Any:  # noqa: PLR0911 – one line per kind
    match question["kind"]:
        case "single_choice":
            return _leaning(question["options"], chance)
        case "multiple_choice":
            return _several(question, chance)
        case "scale":
            low, high = question["from"], question["to"]
            return round(min(high, max(low, chance.gauss(low + (high - low) * 0.66, (high - low) * 0.22))))
        case "matrix":
            lean = chance.random()
            return {row["id"]: _leaning(question["options"], chance, lean) for row in question["rows"]}
        case "number":
            return min(question.get("max", 1000), max(question.get("min", 0), round(chance.lognormvariate(2.2, 1.0))))
        case "short_text":
            return chance.choice(("Oslo", "søket", "buss", "sykkel", "bibliotekets sider", "natur"))
        case _:
            return " ".join(chance.sample(SENTENCES, chance.randint(1, 3)))


def _leaning(options: Sequence[Mapping[str, Any]], chance: random.Random, lean: float = 0.4) -> str:
    """One option, more often one near a place in the list than far from it."""
    place = lean * (len(options) - 1)
    weights = [1 / (1 + abs(n - place)) for n in range(len(options))]
    return str(chance.choices(options, weights)[0]["id"])


def _several(question: Mapping[str, Any], chance: random.Random) -> list[str]:
    exclusive = [o["id"] for o in question["options"] if o.get("exclusive")]
    if exclusive and chance.random() < NONE_OF_THESE:
        return [chance.choice(exclusive)]
    others = [o["id"] for o in question["options"] if not o.get("exclusive")]
    least, most = question.get("min_choices") or 1, question.get("max_choices") or len(others)
    wanted = max(least, min(most, len(others), chance.randint(1, 3)))
    by_liking = sorted(others, key=lambda option: chance.random() ** (1 + others.index(option)), reverse=True)
    return by_liking[:wanted]  # the first in the list a little more than the last
