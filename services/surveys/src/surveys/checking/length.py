"""How much is asked: minutes, texts to write, rows in a table.

Ten minutes is what people who answer surveys called ideal, twenty the most they would take (M. Revilla and C. Ochoa, "Ideal and
maximum length for a web survey", International Journal of Market Research 59(5), 2017: the medians).
"""

from collections.abc import Iterator

from surveys.checking.finding import Case, Finding
from surveys.questionnaire import minutes
from surveys.questionnaire.kinds import LongText, Matrix, MatrixMultiple
from ui import mark

IDEAL, MOST = 10, 20
OPEN, ROWS = 4, 8

TOO_LONG = mark("Det tar omtrent %(minutes)s minutter å svare. De fleste vil bruke høyst %(most)s.")
FAR_TOO_LONG = mark("Det tar omtrent %(minutes)s minutter å svare. Mange gir opp før %(most)s.")
ADVICE_LONG = mark("Ta bort spørsmål svaret ikke skal brukes til, eller del undersøkelsen i to.")
MANY_OPEN = mark("%(count)s spørsmål skal besvares med lengre tekst.")
ADVICE_OPEN = mark("Behold dem der du ikke kjenner svarene på forhånd, og gi svar å velge mellom i resten.")
MANY_ROWS = mark("Spørsmålet har %(count)s linjer som skal besvares likt.")
ADVICE_ROWS = mark("Del det i to spørsmål, eller behold de linjene du trenger mest.")


def length(case: Case) -> Iterator[Finding]:
    took = _minutes(case)
    if took > IDEAL:
        what, most = (FAR_TOO_LONG, MOST) if took > MOST else (TOO_LONG, IDEAL)
        yield Finding("too_long", "look", "", what, ADVICE_LONG, {"minutes": took, "most": most})
    yield from _open(case)
    for question in case.questionnaire.questions.values():
        if isinstance(question, Matrix | MatrixMultiple) and len(question.rows) > ROWS:
            yield Finding("many_rows", "look", question.id, MANY_ROWS, ADVICE_ROWS, {"count": len(question.rows)})


def _minutes(case: Case) -> int:
    """What a rehearsal found typical; without one, as if everybody were asked everything."""
    return -(-int(case.rehearsed.typical) // 60) if case.rehearsed else minutes(case.questionnaire)


def _open(case: Case) -> Iterator[Finding]:
    written = sum(isinstance(question, LongText) for question in case.questionnaire.questions.values())
    if written > OPEN:
        yield Finding("many_open", "look", "", MANY_OPEN, ADVICE_OPEN, {"count": written})
