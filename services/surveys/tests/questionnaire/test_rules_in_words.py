"""What a person reads about when something is asked."""

from typing import Any

import pytest

import ui
from surveys.questionnaire import read
from surveys.questionnaire.rules_in_words import CLAUSES, asked_if

from .building import document, question, section

A = ["answer", "q1"]
QUESTIONNAIRE = read(
    document(
        section(
            "s1",
            question("q1", "single_choice"),
            question("q2", "multiple_choice"),
            question("q3", "number"),
            question("q4", "matrix"),
            question("q5", "calculated", value=["+", ["answer", "q3"], 1]),
        )
    )
)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (["=", A, "a"], "Svar på dette hvis du svarte «Valg a» på «Om q1?»."),
        (["and", ["answered", A], ["!=", A, "a"]], "Svar på dette hvis du svarte noe annet enn «Valg a» på «Om q1?»."),
        (
            ["and", ["=", A, "a"], [">", ["answer", "q3"], 1234]],
            "Svar på dette hvis du svarte «Valg a» på «Om q1?» og du svarte mer enn 1\N{NO-BREAK SPACE}234 på «Om q3?».",
        ),
        (
            ["or", ["=", A, "a"], ["contains", ["answer", "q2"], "b"], ["empty", ["answer", "q3"]]],
            (
                "Svar på dette hvis du svarte «Valg a» på «Om q1?», du valgte «Valg b» på «Om q2?» eller "
                "du ikke har svart på «Om q3?»."
            ),
        ),
        (
            ["and", ["or", ["=", A, "a"], ["=", A, "b"]], ["answered", ["answer", "q3"]]],
            (
                "Svar på dette hvis enten du svarte «Valg a» på «Om q1?» eller du svarte «Valg b» på «Om q1?» "
                "og du har svart på «Om q3?»."
            ),
        ),
        (
            ["any_of", ["answer", "q2"], ["list", "a", "b", "c"]],
            "Svar på dette hvis du valgte «Valg a», «Valg b» eller «Valg c» på «Om q2?».",
        ),
        (["not", ["=", A, "a"]], "Svar på dette hvis du svarte noe annet enn «Valg a» på «Om q1?»."),
        (
            ["not", ["or", ["=", A, "a"], ["answered", ["answer", "q3"]]]],
            "Svar på dette hvis du svarte noe annet enn «Valg a» på «Om q1?» og du ikke har svart på «Om q3?».",
        ),
        (["=", ["answer", "q4", "r1"], "b"], "Svar på dette hvis du svarte «Valg b» på «Valg r1»."),
        ([">", ["+", ["answer", "q3"], 1], 2], "Om du skal svare på dette, kommer an på hva du har svart før."),
        (["=", ["answer", "q5"], 2], "Om du skal svare på dette, kommer an på hva du har svart før."),
        (["=", A, "z"], "Om du skal svare på dette, kommer an på hva du har svart før."),
    ],
)
def test_a_rule_is_said_in_a_sentence(rule: Any, said: str) -> None:
    assert asked_if(QUESTIONNAIRE, rule, "nb") == said


def test_it_is_said_in_every_language() -> None:
    rule = ["or", ["=", A, "a"], ["and", ["answered", ["answer", "q3"]], ["contains", ["answer", "q2"], "b"]]]
    assert asked_if(QUESTIONNAIRE, rule, "nn").startswith(
        "Svar på dette om du svarte «Valg a» på «Om q1?» eller både du har svart"
    )
    assert asked_if(QUESTIONNAIRE, rule, "en") == (
        "Answer this if you answered “Valg a” to “Om q1?” or both you have answered “Om q3?”"
        " and you chose “Valg b” for “Om q2?”."
    )


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_clause_can_be_said(language: str) -> None:
    for clause in CLAUSES.values():
        assert "%(" not in ui.translate(language)(clause, answer="x", question="y")
