"""A survey of 300 questions in three languages: kinds in turn, thirty sections, a condition on every tenth question."""

from typing import Any

from surveys.questionnaire import FORMAT, Questionnaire, read

LANGUAGES = ("nb", "nn", "en")
SAID = {
    "nb": "Hvor fornøyd er du med tilbudet til dem som går og sykler i nabolaget ditt",
    "nn": "Kor nøgd er du med tilbodet til dei som går og syklar i nabolaget ditt",
    "en": "How satisfied are you with what is offered to those who walk and cycle near you",
}
LIKERT = {
    "nb": ("Helt uenig", "Litt uenig", "Verken eller", "Litt enig", "Helt enig", "Vet ikke"),
    "nn": ("Heilt ueinig", "Litt ueinig", "Verken eller", "Litt einig", "Heilt einig", "Veit ikkje"),
    "en": ("Disagree", "Disagree a little", "Neither", "Agree a little", "Agree", "Don't know"),
}


def long_survey(questions: int = 300) -> Questionnaire:
    sections = [
        {"id": f"s{first}", "title": _text(f"Del {first}"), "questions": [_question(n) for n in range(first, first + 10)]}
        for first in range(0, questions, 10)
    ]
    return read({"format": FORMAT, "languages": list(LANGUAGES), "title": _text("Lang"), "sections": sections})


def _text(after: str) -> dict[str, str]:
    return {language: f"{SAID[language]}, {after}?" for language in LANGUAGES}


def _question(number: int) -> dict[str, Any]:
    options = [{"id": f"o{n}", "text": {language: LIKERT[language][n] for language in LANGUAGES}} for n in range(6)]
    rows = [{"id": f"r{n}", "text": _text(f"rad {n}")} for n in range(4)]
    kinds: list[dict[str, Any]] = [
        {"kind": "single_choice", "options": options, "required": True},
        {"kind": "multiple_choice", "options": options, "max_choices": 3},
        {"kind": "scale", "low": _text("lav"), "high": _text("høy")},
        {"kind": "number", "min": 0, "max": 100},
        {"kind": "matrix", "rows": rows, "options": options},
        {"kind": "single_choice", "options": options},
        {"kind": "ranking", "options": options},
        {"kind": "constant_sum", "rows": rows},
        {"kind": "short_text"},
        {"kind": "yes_no"},
    ]
    shown = {"show_if": {"question": f"q{number - 9}", "is": "o1"}} if number % 10 == 9 else {}
    return {"id": f"q{number}", "text": _text(f"{number}"), **kinds[number % 10], **shown}
