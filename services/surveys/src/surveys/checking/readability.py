"""How hard the texts are to read: LIX, the mean number of words in a sentence and the percentage of words above six letters.

C. H. Björnsson, "Läsbarhet" (1968), for the Nordic languages; J. Anderson, "Lix and Rix", Journal of Reading 26(6) (1983), for
English as well. Björnsson: 30–40 is a story, 40–50 a newspaper, above 50 is hard. One question is too few
words for the measure: what is measured is all that a language has. A single sentence is told by its length.
"""

import re
from collections.abc import Iterator

from surveys.checking.asked_texts import texts_of
from surveys.checking.finding import Case, Finding
from surveys.questionnaire import Questionnaire
from ui import mark

HARD, LONG = 50, 30
LONG_WORD = 6
ENOUGH = 100  # words, before the measure says anything
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_END = re.compile(r"[.?!:;]+(?=\s|$)|\n+")

HARD_TEXT = mark("Tekstene på %(language)s er tunge å lese: lesbarhetsindeks %(lix)s. Aviser ligger på 40 til 50.")
ADVICE_TEXT = mark("Del lange setninger, og bytt lange ord i korte.")
LONG_SENTENCE = mark("En setning har %(count)s ord.")
ADVICE_SENTENCE = mark("Del den i to.")


def readability(case: Case) -> Iterator[Finding]:
    for language in case.questionnaire.languages:
        measured = lix_of(case.questionnaire, language)
        if measured is not None and measured > HARD:
            yield Finding("hard_text", "look", "", HARD_TEXT, ADVICE_TEXT, {"language": language, "lix": measured})
    for question in case.questionnaire.questions.values():
        longest = max((length for asked in texts_of(question) for length in _sentences(asked.text)), default=0)
        if longest > LONG:
            yield Finding("long_sentence", "look", question.id, LONG_SENTENCE, ADVICE_SENTENCE, {"count": longest})


def lix_of(questionnaire: Questionnaire, language: str) -> int | None:
    """Of everything that is asked and explained in a language; None when that is too little to tell."""
    texts = [questionnaire.introduction, *(section.text for section in questionnaire.sections)]
    texts += [said for question in questionnaire.questions.values() for said in (question.text, question.help)]
    return lix("\n".join(said[language] for said in texts if said and language in said))


def lix(text: str) -> int | None:
    words = _WORD.findall(text)
    if len(words) < ENOUGH:
        return None
    long = sum(len(word) > LONG_WORD for word in words)
    return round(len(words) / max(1, len(_sentences(text))) + 100 * long / len(words))


def _sentences(text: str) -> list[int]:
    """The number of words in each sentence."""
    lengths = (len(_WORD.findall(sentence)) for sentence in _END.split(text))
    return [length for length in lengths if length]
