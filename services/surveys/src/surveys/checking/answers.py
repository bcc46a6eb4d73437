"""Whether the answers offered fit the question: a way out, a balanced scale, words at its ends, no answer twice."""

import re
from collections.abc import Iterator

from surveys.checking.finding import Case, Finding
from surveys.questionnaire import Question
from surveys.questionnaire.kinds import Matrix, Scale, SingleChoice
from surveys.questionnaire.pieces import Option
from ui import mark

NO_WAY_OUT = mark("Spørsmålet må besvares, og den som ikke vet eller ikke vil svare, har ikke noe å velge.")
ADVICE_WAY_OUT = mark("Legg til «Vet ikke» eller «Vil ikke svare», eller gjør spørsmålet valgfritt.")
LOPSIDED = mark("Skalaen har %(plus)s svar på den positive siden og %(minus)s på den negative.")
ADVICE_LOPSIDED = mark("Ha like mange svar på hver side. Ellers peker skalaen på et svar.")
NO_ENDS = mark("Skalaen har ingen ord ved endene. Da vet ingen hva tallene betyr.")
ADVICE_ENDS = mark("Skriv hva det laveste og det høyeste tallet betyr.")
SAME_WORDS = mark("To av svarene er like: «%(words)s».")
ADVICE_SAME = mark("Skriv dem ulikt, eller slett det ene.")

WAY_OUT = re.compile(
    r"\b(vet|veit|husker|hugsar) (ikke|ikkje)\b|\b(ikke|ikkje) (sikker|aktuel|relevant|svar|bruk|tatt stilling|teke stilling)"
    r"|\b(ikke|ikkje) (noen mening|noka meining)"
    r"|\b(vil|ønsker|ønskjer) (ikke|ikkje)\b|\bingen (mening|formening|erfaring)|\binga (meining|erfaring)|\busikker"
    r"|\b(don.?t|do not|can.?t) (know|say|remember)\b|\bnot (sure|applicable|relevant)\b|\bprefer not\b|\brather not\b"
    r"|\bno (opinion|experience)\b|\bundecided\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"\b(synes|syns|synest|mener|meiner|tror|trur|enig|einig|fornøyd|nøgd|oppfatter|oppfattar|vurderer"
    r"|kjenner? (du )?til|you think|agree|satisfied|opinion|rate|aware)\b",
    re.IGNORECASE,
)
SIDES = tuple(
    (re.compile(plus, re.IGNORECASE), re.compile(minus, re.IGNORECASE))
    for plus, minus in (
        (r"(?<!mis)(?<!u)\b(fornøyd|nøgd)|\bsatisfied", r"\b(misfornøyd|misnøgd|utilfreds)|\bdissatisfied|\bunsatisfied"),
        (r"\b(enig|einig)\b|\bagree", r"\b(uenig|ueinig)\b|\bdisagree"),
        (r"\b(bra|godt?|gode)\b|\bgood\b", r"\b(dårlig|dårleg|ille)\w*|\b(bad|poor)\b"),
        (r"\btrygg|\bsafe\b", r"\butrygg|\bunsafe\b"),
        (r"\b(lett|enkelt)\b|\beasy\b", r"\b(vanskelig|vanskeleg)|\b(difficult|hard)\b"),
        (r"\b(?<!u)likely\b|\bsannsynlig\b", r"\bunlikely\b|\busannsynlig"),
    )
)
NEITHER = re.compile(r"\b(verken|hverken|korkje|både|nøytral|neither|neutral|both|middels)\b", re.IGNORECASE)
_ENOUGH = 3  # answers that take a side, before they are a scale


def answers(case: Case) -> Iterator[Finding]:
    for question in case.questionnaire.questions.values():
        yield from _same_words(question)
        if isinstance(question, SingleChoice | Matrix):
            yield from _balance(question)
            yield from _way_out(question)
        if isinstance(question, Scale) and not (question.low and question.high) and question.look == "numbers":
            yield Finding("no_ends", "look", question.id, NO_ENDS, ADVICE_ENDS)


def has_way_out(question: Question) -> bool:
    """Whether somebody who does not know or does not want to say can get past it."""
    return not question.required or any(
        option.outside or option.write_in or _said(WAY_OUT, option) for option in question.choices()
    )


def _way_out(question: SingleChoice | Matrix) -> Iterator[Finding]:
    """Only where people are asked what they think or know: everybody can say how old they are."""
    asks = any(OPINION.search(text) for text in question.text.values()) or sum(_sides(question)) >= _ENOUGH
    if asks and not has_way_out(question):
        yield Finding("no_way_out", "look", question.id, NO_WAY_OUT, ADVICE_WAY_OUT)


def _balance(question: SingleChoice | Matrix) -> Iterator[Finding]:
    plus, minus = _sides(question)
    if plus + minus >= _ENOUGH and plus and plus != minus:
        yield Finding("lopsided", "look", question.id, LOPSIDED, ADVICE_LOPSIDED, {"plus": plus, "minus": minus})


def _sides(question: SingleChoice | Matrix) -> tuple[int, int]:
    """How many answers take each side, by the words that decide most of them."""
    counted = []
    for plus, minus in SIDES:
        against = [option for option in question.options if _said(minus, option)]
        neither = [option for option in question.options if option.outside or _said(NEITHER, option) or _said(WAY_OUT, option)]
        on_side = [o for o in question.options if _said(plus, o) and o not in against and o not in neither]
        counted.append((len(on_side), len([o for o in against if o not in neither])))
    return max(counted, key=sum)


def _said(pattern: re.Pattern[str], option: Option) -> bool:
    return any(pattern.search(text) for text in option.text.values())


def _same_words(question: Question) -> Iterator[Finding]:
    for pieces in (question.choices(), question.parts()):
        for language in pieces[0].text if pieces else ():
            seen: set[str] = set()
            for text in (piece.text.get(language, "").strip().casefold() for piece in pieces):
                if text and text in seen:
                    yield Finding("same_words", "look", question.id, SAME_WORDS, ADVICE_SAME, {"words": text})
                    return
                seen.add(text)
