"""What nobody can ever come to, proven: rules that contradict each other, answers that are always refused, ends for everyone.

What cannot be decided is left to the rehearsal.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from surveys.checking.finding import Because, Case, Finding, Values
from surveys.checking.incomplete import piece_at
from surveys.logic import names
from surveys.logic.solving import Found, Never, Piece, Reason, Witness, pieces_of, reach
from surveys.questionnaire import Questionnaire, faults_of, read
from surveys.questionnaire.pieces import in_language
from ui import mark

REMEMBERED = 64  # questionnaires: a page is shown more often than its survey changes

SECTION = mark("Ingen svar fører til denne delen.")
QUESTION = mark("Ingen svar fører til dette spørsmålet.")
PART = mark("Ingen får velge «%(words)s».")
ROW = mark("Ingen får se linjen «%(words)s».")
ADVICE = mark("Endre en av reglene, eller slett det ingen kommer til.")
CHECK = mark("Ingen svar oppfyller kravet «%(words)s».")
ADVICE_CHECK = mark("Endre kravet, så det kan oppfylles.")
FOR_ALL = mark("Undersøkelsen slutter her for alle. Ingen kommer til det som står etter.")
ADVICE_FOR_ALL = mark("Endre regelen for når undersøkelsen slutter, eller slett det som står etter.")
NO_END = mark("Undersøkelsen slutter aldri her: regelen kan ikke oppfylles.")
ADVICE_NO_END = mark("Endre regelen, eller fjern den.")


def unreachable(case: Case) -> Iterator[Finding]:
    """Only of a sound questionnaire: what is missing is told first."""
    if faults_of(case.questionnaire) or not _has_rules(case.questionnaire):
        return
    found = _proven(msgspec.json.encode(case.questionnaire), case.today)
    ended: set[str] = set()
    for piece in pieces_of(case.questionnaire):
        proof = found.get(piece.place)
        if not isinstance(proof, Never):
            continue
        ending = _ended_before(piece, proof)
        if ending:
            if ending not in ended:
                ended.add(ending)
                yield _for_all(case.questionnaire, ending, proof)
        elif not _within_another(piece, found):
            yield _finding(case.questionnaire, piece, proof, found)


@lru_cache(maxsize=REMEMBERED)
def _proven(document: bytes, today: date) -> Mapping[str, Found]:
    return reach(read(document), today)


def _has_rules(questionnaire: Questionnaire) -> bool:
    return any(piece.goals for piece in pieces_of(questionnaire))


def _ended_before(piece: Piece, proof: Never) -> str:
    """The place of the section whose end for everyone is all that keeps people from the piece."""
    ends = [reason.place for reason in proof.reasons if reason.place.endswith(".end_if")]
    here = f"sections[{piece.section}]"
    if not ends or any(reason.place.startswith(here) for reason in proof.reasons):
        return ""
    return ends[-1].removesuffix(".end_if")


def _within_another(piece: Piece, found: Mapping[str, Found]) -> bool:
    """Whether its question or section is itself never come to, which has been told."""
    section = f"sections[{piece.section}]"
    around = [section] if piece.kind != "section" else []
    if piece.kind in ("options", "rows", "check"):
        around.append(f"{section}.questions[{piece.question}]")
    return any(isinstance(found.get(place), Never) for place in around)


def _for_all(questionnaire: Questionnaire, ending: str, proof: Never) -> Finding:
    because = _because(proof.reasons)
    return Finding("ends_for_all", "stops", piece_at(questionnaire, ending), FOR_ALL, ADVICE_FOR_ALL, because=because)


def _finding(questionnaire: Questionnaire, piece: Piece, proof: Never, found: Mapping[str, Found]) -> Finding:
    where, because = piece_at(questionnaire, piece.place), _because(proof.reasons)
    answers = _example(piece, proof, found)
    section = questionnaire.sections[piece.section]
    match piece.kind:
        case "section":
            return Finding("unreachable", "stops", where, SECTION, ADVICE, because=because)
        case "question":
            return Finding("unreachable", "stops", where, QUESTION, ADVICE, answers=answers, because=because)
        case "end":
            return Finding("no_end", "look", where, NO_END, ADVICE_NO_END, because=because)
        case "check":
            message = section.questions[piece.question].checks[piece.number].message
            words: Values = {"words": in_language(message, questionnaire.languages[0])}
            return Finding("impossible", "stops", where, CHECK, ADVICE_CHECK, words, because=because)
        case _:
            question = section.questions[piece.question]
            parts = question.parts() if piece.kind == "rows" else question.choices()
            text = next(part.text for part in parts if part.id == piece.part)
            words = {"words": in_language(text, questionnaire.languages[0])}
            what = ROW if piece.kind == "rows" else PART
            return Finding("unreachable_part", "stops", where, what, ADVICE, words, answers, because)


def _because(reasons: Sequence[Reason]) -> tuple[Because, ...]:
    return tuple(Because(reason.place, reason.rule) for reason in reasons)


def _example(piece: Piece, proof: Never, found: Mapping[str, Found]) -> dict[str, Any]:
    """Answers that lead to what is around the piece, and never to it: those of them that the rules speak of."""
    around = f"sections[{piece.section}]"
    if piece.kind != "question":
        around += f".questions[{piece.question}]"
    way = found.get(around)
    read = {name for reason in proof.reasons for name in names(reason.rule)}
    return {name: answer for name, answer in way.answers.items() if name in read} if isinstance(way, Witness) else {}
