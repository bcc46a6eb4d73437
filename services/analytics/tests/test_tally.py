import msgspec

from analytics.questions import Questionnaire
from analytics.tally import ALL, ANSWERED, Background, Counts, cells_of, count, readers

from .panel import DOCUMENT

PLAN = readers(msgspec.convert(DOCUMENT, Questionnaire).questions)


def test_each_kind_of_answer_is_counted_where_it_belongs() -> None:
    said = {"important": "very", "travel": ["bus", "car"], "trust": 7, "agree": {"safe": "yes"}, "minutes": 25}
    assert set(cells_of(PLAN, said, ["word"])) == {
        ("important", "", "very"),
        ("travel", "", "bus"),
        ("travel", "", "car"),
        ("travel", "", ANSWERED),
        ("trust", "", "7"),
        ("agree", "safe", "yes"),
        ("minutes", "", "20"),
        ("word", "", ANSWERED),
    }


def test_what_the_questionnaire_does_not_know_is_counted_as_nothing() -> None:
    assert cells_of(PLAN, {"gone": "x", "important": "unheard", "agree": "yes", "travel": {"bus": 1}, "minutes": "7"}, []) == {}


def test_a_response_counts_for_everybody_and_for_each_of_its_groups() -> None:
    counts: Counts = {}
    count(counts, Background("30-39", "woman", "sandvika"), {("important", "", "very"): 1})
    count(counts, Background("30-39", "man", "sandvika"), {("important", "", "very"): 1})
    assert counts[ALL] == {("important", "", "very"): 2}
    assert counts["age_band", "30-39"] == {("important", "", "very"): 2}
    assert counts["gender", "man"] == {("important", "", "very"): 1}
