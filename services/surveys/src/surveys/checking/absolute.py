"""Words that leave nobody room: hardly anybody «always» does anything."""

from collections.abc import Iterator

from surveys.checking.asked_texts import hits, norwegian_and_english
from surveys.checking.finding import Case, Finding
from surveys.questionnaire import Question
from surveys.questionnaire.kinds import Matrix, Scale, SingleChoice, YesNo
from ui import mark

ABSOLUTE = mark("«%(words)s» gir lite rom for et ærlig svar.")
ADVICE = mark("Spør heller hvor ofte eller hvor mye, eller ta bort ordet.")

WORDS = norwegian_and_english(
    r"\b(alltid|aldri|samtlige|samtlege|overhodet|absolutt (alle|ingen)|hver eneste|kvar einaste)\b(?=\s+\w)",
    r"\b(always|never|every single|absolutely (all|none|everyone))\b(?=\s+\w)",
)


def absolute(case: Case) -> Iterator[Finding]:
    for found in hits(case.questionnaire, WORDS, _takes_a_side):
        yield Finding("absolute", "look", found.question.id, ABSOLUTE, ADVICE, {"words": found.words})


def _takes_a_side(question: Question) -> bool:
    return isinstance(question, YesNo | Scale | SingleChoice | Matrix)
