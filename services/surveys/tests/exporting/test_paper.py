"""A blank questionnaire on paper: what stands on it, who passes what over, and which letters can be printed."""

import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from surveys.exporting.bounds import TooMuchAtOnce
from surveys.exporting.paper import Asked, Fill, Paper
from surveys.exporting.paper_pdf import NoLettersFor, pdf
from surveys.exporting.paper_writing import paper
from surveys.questionnaire import read, read_draft

from .every_kind import DOCUMENT, FORMULA, MARKUP, options, question, said

QUESTIONNAIRE = read(DOCUMENT)
HEADING = "2019-001 · Bærum kommune"


def asked(name: str, language: str = "nb") -> Asked:
    printed = paper(QUESTIONNAIRE, language)
    text = QUESTIONNAIRE.questions[name].text[language]
    return next(one for part in printed.parts for one in part.asked if one.text.startswith(text[:8]))


def words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def of(*questions: dict[str, Any], **more: Any) -> Paper:
    section = {"id": "s", "title": said("Del"), "questions": list(questions)}
    return paper(read_draft(DOCUMENT | {"sections": [section]} | more), "nb")


def test_every_question_a_person_answers_has_a_number_and_something_to_fill_in() -> None:
    everything = [one for part in paper(QUESTIONNAIRE, "nb").parts for one in part.asked]
    numbered = [one for one in everything if one.number]
    assert [one.number for one in numbered] == list(range(1, len(numbered) + 1))
    assert all(one.fill != Fill() for one in numbered)
    assert [one.text for one in everything if not one.number] == ["Du svarte [svaret ditt på spørsmål 3] og {ukjent}"]


def test_what_a_machine_does_is_not_on_paper() -> None:
    printed = "\n".join(paper(QUESTIONNAIRE, "nb").texts())
    assert "Om lot?" not in printed
    assert "Om points?" not in printed


def test_who_is_not_asked_is_told_where_to_go() -> None:
    days = asked("days")
    assert days.only_if == "Svar på dette hvis du svarte «Ja» på «Om cycles?». Ellers: Gå til spørsmål 3."
    second = paper(QUESTIONNAIRE, "nb").parts[1]
    assert second.only_if.endswith("Ellers: Du er ferdig.")
    assert second.stop.startswith("Stopp her hvis «1. Om cycles?» er «Nei».")
    assert second.stop.endswith("Da er du ferdig")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (["=", ["answer", "a"], "yes"], "Svar på dette hvis «1. Om a?» er «Ja»."),
        (["!=", ["answer", "a"], "yes"], "Svar på dette hvis «1. Om a?» er ikke «Ja»."),
        (
            ["and", ["=", ["answer", "a"], "yes"], ["or", [">", ["answer", "n"], 3], ["empty", ["answer", "n"]]]],
            "Svar på dette hvis «1. Om a?» er «Ja» og («2. Om n?» er mer enn 3 eller «2. Om n?» er ikke besvart).",
        ),
        (["not", ["<", ["answer", "n"], 3]], "Svar på dette hvis ikke («2. Om n?» er mindre enn 3)."),
        ([">", ["+", ["answer", "n"], 1], 3], "Svar på dette hvis ({n} + 1) > 3."),
        (["nonsense"], ""),
    ],
)
def test_a_rule_is_said_as_a_sentence_where_it_is_one(rule: list[Any], sentence: str) -> None:
    printed = of(question("a", "yes_no"), question("n", "number"), question("b", "short_text", show_if=rule))
    assert printed.parts[0].asked[2].only_if.removesuffix("Ellers: Du er ferdig.").strip() == sentence


def test_questions_by_one_rule_are_passed_over_together() -> None:
    rule = {"question": "a", "is": "yes"}
    printed = of(
        question("a", "yes_no"),
        question("b", "short_text", show_if=rule),
        question("c", "short_text", show_if=rule),
        question("d", "short_text"),
    )
    assert [one.only_if.rpartition(". ")[2] for one in printed.parts[0].asked] == ["", *["Ellers: Gå til spørsmål 4."] * 2, ""]


def test_the_last_question_by_a_rule_leads_to_the_end() -> None:
    printed = of(question("a", "yes_no"), question("b", "short_text", show_if={"question": "a", "is": "yes"}))
    assert printed.parts[0].asked[1].only_if.endswith("Ellers: Du er ferdig.")


def test_a_paper_in_another_language_quotes_the_questions_in_it() -> None:
    assert "Tak" in asked("days", "pl").only_if
    assert asked("days", "en").only_if.endswith("Otherwise: Go to question 3.")


def test_a_rule_over_a_question_that_is_gone_is_not_printed() -> None:
    printed = of(question("a", "short_text", show_if={"question": "gone", "is": "yes"}))
    assert printed.parts[0].asked[0].only_if == ""


@pytest.mark.parametrize(
    ("limits", "how"),
    [
        ({}, "Sett ett eller flere kryss."),
        ({"min_choices": 2}, "Sett minst 2 kryss."),
        ({"max_choices": 2}, "Sett høyst 2 kryss."),
        ({"min_choices": 2, "max_choices": 3}, "Sett fra 2 til 3 kryss."),
    ],
)
def test_how_many_to_tick_is_said(limits: dict[str, int], how: str) -> None:
    printed = of(question("q", "multiple_choice", options=options(*"abc"), **limits))
    assert printed.parts[0].asked[0].fill.how == how


@pytest.mark.parametrize("language", ["nb", "en", "pl"])
def test_the_pdf_says_everything_that_stands_on_the_paper(language: str) -> None:
    printed = paper(QUESTIONNAIRE, language)
    content = pdf(printed, HEADING, {})
    assert content.startswith(b"%PDF")
    found = "".join(words(content).split())
    for text in printed.texts():
        assert "".join(text.split()) in found, text
    assert content == pdf(printed, HEADING, {})
    assert str(PdfReader(io.BytesIO(content)).root_object["/Lang"]) == language


def test_markup_and_formulas_in_texts_are_words_on_paper() -> None:
    found = "".join(words(pdf(paper(QUESTIONNAIRE, "nb"), HEADING, {})).split())
    assert "".join(MARKUP.split()) in found
    assert FORMULA in found


def test_a_picture_is_printed_and_what_it_shows_stands_where_it_is_gone() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (90, 60), (200, 20, 20, 120)).save(file, "WEBP")
    printed = paper(QUESTIONNAIRE, "nb")
    with_it = PdfReader(io.BytesIO(pdf(printed, HEADING, {"a" * 64: file.getvalue()})))
    assert sum(len(page.images) for page in with_it.pages) == 1
    assert "Et bilde" in words(pdf(printed, HEADING, {}))


@pytest.mark.parametrize(
    "text", ["Žižka, čeština, Sámi áčđŋšŧž", "Привіт, як справи?", "Καλημέρα", "Tiếng Việt", "Ąžuolas, Łódź"]
)
def test_latin_greek_and_cyrillic_are_printed(text: str) -> None:
    document = DOCUMENT | {"title": {"nb": text}}
    found = words(pdf(paper(read_draft(document), "nb"), HEADING, {}))
    assert "".join(text.split()) in "".join(found.split())


@pytest.mark.parametrize("text", ["مرحبا", "שלום", "你好", "नमस्ते", "ሰላም", "สวัสดี"])
def test_a_script_we_have_no_letters_for_is_refused_in_words(text: str) -> None:
    document = DOCUMENT | {"closing": {"nb": text}}
    with pytest.raises(NoLettersFor):
        pdf(paper(read_draft(document), "nb"), HEADING, {})


def test_a_symbol_we_have_not_is_an_empty_square_and_no_reason_to_refuse() -> None:
    content = pdf(paper(read_draft(DOCUMENT | {"title": {"nb": "Hei 🎉\x07!"}}), "nb"), HEADING, {})
    assert "Hei □!" in words(content)


def test_a_hundred_tables_become_pages() -> None:
    long = [question(f"q{n}", "matrix", rows=options(*"abcd"), options=options(*"xyz")) for n in range(100)]
    content = pdf(of(*long, title=said("Langt " * 40)), HEADING, {})
    assert len(PdfReader(io.BytesIO(content)).pages) > 15


def test_a_draft_without_a_word_in_it_can_be_printed() -> None:
    bare = {"format": "samrad.survey/1", "languages": ["nb"], "title": {}, "sections": []}
    assert pdf(paper(read_draft(bare), "nb"), HEADING, {}).startswith(b"%PDF")


def test_the_longest_texts_there_may_be_fit_on_pages() -> None:
    long, word = {"nb": "ord " * 74}, {"nb": "x" * 299}
    pieces = [{"id": f"p{n}", "text": long if n % 2 else word} for n in range(4)]
    kinds = [
        question("a", "matrix", rows=pieces, options=pieces),
        question("b", "single_choice", options=pieces, comment=long),
        question("c", "scale", low=long, high=word),
        question("d", "constant_sum", rows=pieces, unit=word),
        question("e", "multiple_text", rows=pieces),
    ]
    whole = [one | {"text": {"nb": "å" * 2_000}, "help": {"nb": "ord " * 100}} for one in kinds]
    printed = of(*whole, introduction={"nb": "ord\n" * 300}, closing=word)
    assert pdf(printed, HEADING, {}).startswith(b"%PDF")


def test_tables_beyond_what_anybody_would_print_are_refused() -> None:
    huge = question(
        "q", "matrix_multiple", rows=options(*(f"r{n}" for n in range(50))), options=options(*(f"o{n}" for n in range(200)))
    )
    with pytest.raises(TooMuchAtOnce):
        of(huge, question("r", "yes_no"))
