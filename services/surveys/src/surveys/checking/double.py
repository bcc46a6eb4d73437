"""Two questions in one: whoever would answer them differently has no answer to give."""

from collections.abc import Iterator

from surveys.checking.asked_texts import hits, norwegian_and_english
from surveys.checking.finding import Case, Finding
from surveys.questionnaire import Question
from surveys.questionnaire.kinds import Matrix, Scale, SingleChoice, YesNo
from ui import mark

DOUBLE = mark("Her spørres det kanskje om to ting på en gang («%(words)s»).")
ADVICE = mark("Del det i to spørsmål hvis noen kan mene én ting om det ene og noe annet om det andre.")

TWO = norwegian_and_english(
    r"\b(og|samt)\s?/\s?eller\b|\?[^?]{3,}\?",
    r"\band\s?/\s?or\b|\?[^?]{3,}\?",
)
BOTH = norwegian_and_english(
    r"\b(fornøyd|nøgd|tilfreds|enig|einig) (er du |du er )?(med|i) [^.?!,]*?"
    r"(?<!barn)(?<!til)(?<!av)(?<!-) (og|samt) (?!unge\b|fra\b|frå\b|med\b|til\b)\w+"
    r"|\b(bør|burde|skal) \w+ [^.?!,]* og \w+e (inn|opp|ned|mer|flere|fleire|meir) ",
    r"\b(satisfied|agree) (are you |that )?(with|that) [^.?!,]*?(?<!-) and (?!now\b|fro\b|down\b)\w+",
)


def double(case: Case) -> Iterator[Finding]:
    told: set[str] = set()
    for found in (*hits(case.questionnaire, TWO), *hits(case.questionnaire, BOTH, _takes_a_side)):
        if found.question.id not in told and not found.question.comment:
            told.add(found.question.id)
            yield Finding("double", "look", found.question.id, DOUBLE, ADVICE, {"words": found.words})


def _takes_a_side(question: Question) -> bool:
    return isinstance(question, Scale | SingleChoice | YesNo | Matrix)
