"""The hot path's budget: the journey of ten questions on three pages, judged in at most 60 µs of one core."""

import time

from surveys.questionnaire import check, read

from .building import document, options, question, section

SIX, FIVE = options(*"abcdef"), options(*"abcde")
ROWS = options("r1", "r2", "r3", "r4", "r5")
JOURNEY = read(
    document(
        section(
            "s1",
            question("q1", "single_choice", required=True),
            question("q2", "multiple_choice", options=SIX, required=True),
            question("q3", "number", min=0, max=120, required=True),
            question("q4", required=True, show_if={"question": "q1", "is": "b"}),
        ),
        section(
            "s2",
            question("q5", "matrix", rows=ROWS, options=FIVE, required=True),
            question("q6", "matrix", rows=ROWS, options=FIVE, required=True),
            question("q7", "multiple_choice", options=SIX, required=True),
        ),
        section("s3", question("q8", "scale", **{"from": 1, "to": 5}), question("q9", "long_text"), question("q10")),
    )
)
ANSWERS = {
    "q1": "b",
    "q2": ["a", "f"],
    "q3": 47,
    "q4": "fordi det er enklest",
    "q5": {row["id"]: "c" for row in ROWS},
    "q6": {row["id"]: "a" for row in ROWS},
    "q7": ["b"],
    "q8": 4,
    "q9": "En lengre tekst om hva som kunne vært bedre. " * 8,
    "q10": "kort",
}


def test_the_journey_is_judged_within_its_budget() -> None:
    assert check(JOURNEY, ANSWERS).problems == []
    rounds = 500

    def spent() -> float:
        start = time.process_time()
        for _ in range(rounds):
            check(JOURNEY, ANSWERS)
        return (time.process_time() - start) / rounds

    assert min(spent() for _ in range(5)) <= 60e-6
