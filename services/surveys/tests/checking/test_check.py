"""Every planted fault is found, nothing stops what is good, and it is quick."""

import time
from pathlib import Path
from typing import Any

import pytest

import ui
from surveys.checking import Case, Finding, Rehearsed, look_over, stops
from surveys.checking.told import told
from surveys.questionnaire import read, read_draft
from tests.load.long_survey import long_survey

from .faulty import AGE, AGREE, CONSENT, FAULTY, GROWN_UP, HEALTH, LOGIC, Faulty, ask, options, survey

DEMO = sorted((Path(__file__).parents[4] / "deploy/local/src/local/surveys").glob("*.json"))
BUDGET = 0.3  # seconds of one core, for 300 questions in three languages


def found(document: dict[str, Any], **case: Any) -> list[Finding]:
    return look_over(Case(read_draft(document), **case))


def test_there_are_faults_of_many_kinds() -> None:
    assert len(FAULTY) >= 40
    assert len({faulty.rule for faulty in FAULTY}) >= 30


@pytest.mark.parametrize("faulty", FAULTY, ids=lambda faulty: faulty.name[:40])
def test_a_planted_fault_is_found_where_it_is(faulty: Faulty) -> None:
    said = [(finding.rule, finding.level, finding.piece) for finding in found(faulty.document, **faulty.case)]
    assert (faulty.rule, faulty.level, faulty.piece) in said, said


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_finding_is_said_in_words(language: str) -> None:
    for faulty in FAULTY:
        questionnaire = read_draft(faulty.document)
        for finding in look_over(Case(questionnaire, **faulty.case)):
            said = told(finding, questionnaire, ui.translate(language), language)
            assert all((said.where, said.what, said.advice)), faulty.name
            assert "%(" not in said.where + said.what + said.advice, faulty.name


def test_a_proof_names_the_rules_that_contradict_each_other_and_who_comes_nearly_there() -> None:
    questionnaire = read_draft(LOGIC[0].document)
    proof = next(finding for finding in look_over(Case(questionnaire)) if finding.rule == "unreachable")
    said = told(proof, questionnaire, ui.translate("nb"), "nb")
    assert said.because == [
        "Del 2 vises bare hvis «1. Sykler du?» er «Ja».",
        "Spørsmål 2 vises bare hvis «1. Sykler du?» er «Nei».",
    ]
    assert said.example == [("Sykler du?", "Ja")]


def test_what_can_be_come_to_by_somebody_is_left_alone() -> None:
    shown = ask("short_text", "Hvor gammel er barnet?", "q2", show_if=[">", ["answer", "age"], 119])
    assert found(survey(AGE, shown), expected=100) == []


def test_an_end_for_everyone_is_told_once_and_not_for_all_that_follows() -> None:
    document = next(faulty.document for faulty in LOGIC if faulty.rule == "ends_for_all")
    assert [finding.rule for finding in found(document, expected=100)] == ["ends_for_all"]


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_nothing_is_found_in_a_good_survey(path: Path) -> None:
    assert look_over(Case(read(path.read_bytes()), expected=170)) == []


GOOD = [
    ask("single_choice", "Jeg liker å bo her", options=options(*AGREE), required=True),
    ask("yes_no", "Sykler du til og fra jobb?"),
    ask("single_choice", "Hvor ofte bruker du parken?", options=options("Alltid", "Ofte", "Aldri")),
    ask("long_text", "Hvorfor bruker du ikke parken?"),
    ask("multiple_choice", "Hva har du lett etter?", options=options("Helse og omsorg", "Politikk", "Barn og unge")),
    ask("short_text", "Hva er viktig for helsetilbudet i kommunen?"),
    ask("scale", "Hvor trygg er skoleveien?", low={"nb": "Utrygg"}, high={"nb": "Trygg"}),
    ask("short_text", "Hva synes du om helsestasjonen, legevakten og sykehjemmet?"),
    ask("short_text", "Hva bør politikerne gjøre først?"),
    ask("single_choice", "Hva synes du om bussen?", options=options("Bra", "Verken bra eller dårlig", "Dårlig", "Vet ikke")),
    ask("single_choice", "Hva liker du best her?", options=options("Religious places", "Sports", "Parks"), language="nb"),
    ask("short_text", "Skriv et tall i klammer, for eksempel [3] eller { 3 }."),
]


@pytest.mark.parametrize("question", GOOD, ids=lambda question: question["text"]["nb"][:40])
def test_a_good_question_is_left_alone(question: dict[str, Any]) -> None:
    assert found(survey(question), expected=100) == []


def test_a_sensitive_question_to_grown_ups_who_have_consented_stops_nothing() -> None:
    assert stops(found(survey(CONSENT, HEALTH), audience=GROWN_UP, expected=100)) == []


def test_consent_may_be_asked_of_those_alone_who_come_to_the_question() -> None:
    freely = {**CONSENT, "required": False}
    hanging = {**HEALTH, "show_if": {"question": "ok", "is": "yes"}}
    rules = {finding.rule for finding in found(survey(freely, HEALTH), audience=GROWN_UP)}
    assert "sensitive_consent" in rules
    questionnaire = read_draft(survey(freely, hanging))
    assert "sensitive_consent" not in {f.rule for f in look_over(Case(questionnaire, GROWN_UP))}


def test_consent_that_only_some_are_asked_for_is_not_everybodys() -> None:
    some = {**CONSENT, "show_if": {"question": "q9", "is": "yes"}}
    questionnaire = survey(ask("yes_no", "Sykler du?", "q9"), some, HEALTH)
    assert "sensitive_consent" in {finding.rule for finding in found(questionnaire, audience=GROWN_UP)}


def test_what_is_proven_is_not_told_again_as_something_the_rehearsal_never_met() -> None:
    met = Rehearsed(people=100, shortest=60, typical=90, longest=120, unseen=("q2",))
    assert [f.rule for f in found(LOGIC[0].document, expected=100, rehearsed=met)] == ["unreachable"]
    undecided = survey(ask("yes_no", "Sykler du?"), ask("short_text", "Hvor?", "q2"))
    assert [f.rule for f in found(undecided, expected=100, rehearsed=met)] == ["unseen"]


def test_anonymous_answers_need_no_consent_but_children_are_not_asked() -> None:
    questionnaire = read_draft(survey(HEALTH))
    assert stops(look_over(Case(questionnaire, GROWN_UP, mode="anonymous"))) == []
    assert [f.rule for f in stops(look_over(Case(questionnaire, mode="anonymous")))] == ["sensitive_minors"]


def test_what_stops_comes_first_and_then_the_order_of_the_questions() -> None:
    listed = found(
        survey(ask("yes_no", "Tar du alltid bussen?", "a"), ask("scale", "Hvordan?", "b"), ask("short_text", "", "c"))
    )
    assert [(finding.level, finding.piece) for finding in listed] == [("stops", "c"), ("look", "a"), ("look", "b")]


def test_a_language_nobody_has_words_for_is_not_guessed_at() -> None:
    assert found(survey(ask("short_text", "Alltid aldri og/eller?", language="pl"), language="pl"), expected=100) == []


def test_three_hundred_questions_in_three_languages_are_looked_over_in_a_moment() -> None:
    case = Case(long_survey())

    def spent() -> float:
        start = time.process_time()
        look_over(case)
        return time.process_time() - start

    assert min(spent() for _ in range(3)) <= BUDGET
