"""Questionnaires with one fault each, and what the check has to say of it: the rule, whether it stops, and where."""

from dataclasses import dataclass, field
from typing import Any

from surveys.events import Audience
from surveys.questionnaire import FORMAT

GROWN_UP = Audience(age_bands=("30-39", "40-49"))
AGREE = ("Helt enig", "Litt enig", "Litt uenig", "Helt uenig", "Vet ikke")


@dataclass(frozen=True)
class Faulty:
    name: str
    rule: str
    level: str
    piece: str
    document: dict[str, Any]
    case: dict[str, Any] = field(default_factory=dict)


def said(text: str, language: str = "nb") -> dict[str, str]:
    return {language: text}


def options(*texts: str, language: str = "nb") -> list[dict[str, Any]]:
    return [{"id": f"o{n}", "text": said(text, language)} for n, text in enumerate(texts)]


def ask(kind: str, text: str, name: str = "q1", language: str = "nb", **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "text": said(text, language), **more}


def survey(*questions: dict[str, Any], language: str = "nb", **more: Any) -> dict[str, Any]:
    section = {"id": "s1", "title": said("Del", language), "questions": list(questions)}
    return {"format": FORMAT, "languages": [language], "title": said("Om byen", language), "sections": [section], **more}


HARMLESS = ask("long_text", "Hva liker du best her?", "q0")
HEALTH = ask("single_choice", "Hvordan er søvnen din?", options=options("God", "Dårlig"), sensitive="health")
CONSENT = ask("consent", "Svarene om helse brukes til å planlegge tilbudet. Er det greit?", "ok", required=True)


def _wording(rule: str, kind: str, *texts: str, language: str = "nb", **more: Any) -> list[Faulty]:
    return [
        Faulty(text, rule, "look", "q1", survey(ask(kind, text, language=language, **more), language=language))
        for text in texts
    ]


INCOMPLETE = [
    Faulty(
        "texts that lack a language",
        "language_missing",
        "stops",
        "q1",
        survey(ask("single_choice", "Bor du her?", options=options("Ja", "Nei")))
        | {"languages": ["nb", "en"], "title": {"nb": "Om byen", "en": "About the town"}},
    ),
    Faulty("a blank text", "blank_text", "stops", "q1", survey(ask("short_text", " "))),
    Faulty("no options", "no_options", "stops", "q1", survey(ask("single_choice", "Hvor bor du?"))),
    Faulty(
        "no rows",
        "no_rows",
        "stops",
        "q1",
        survey(ask("matrix", "Hva mener du?", options=options("Bra", "Dårlig", "Vet ikke"))),
    ),
    Faulty("no questions", "no_questions", "stops", "", survey()),
    Faulty("an id used twice", "id_taken", "stops", "q0", survey(HARMLESS, HARMLESS)),
    Faulty(
        "a picture without words for the blind",
        "blank_text",
        "stops",
        "q1",
        survey(
            ask(
                "single_choice",
                "Hvilken lekeplass?",
                look="pictures",
                options=[
                    {"id": "a", "text": said("Den gule"), "picture": {"file": "0" * 64, "alt": said("Gul sklie")}},
                    {"id": "b", "text": said("Den røde"), "picture": {"file": "1" * 64, "alt": said("")}},
                ],
            )
        ),
    ),
    Faulty(
        "a condition on a later question",
        "condition_later",
        "stops",
        "q1",
        survey(ask("short_text", "Hvorfor?", show_if={"question": "q2", "is": "yes"}), ask("yes_no", "Sykler du?", "q2")),
    ),
    Faulty(
        "a condition on no question",
        "condition_unknown",
        "stops",
        "q1",
        survey(ask("short_text", "Hvorfor?", show_if={"question": "q9", "is": "yes"})),
    ),
    Faulty(
        "a condition on an answer nobody can give",
        "condition_value",
        "stops",
        "q2",
        survey(ask("yes_no", "Sykler du?"), ask("short_text", "Hvor?", "q2", show_if={"question": "q1", "is": "kanskje"})),
    ),
]
SENSITIVE = [
    Faulty("health, to all members", "sensitive_minors", "stops", "q1", survey(CONSENT, HEALTH)),
    Faulty("health without consent", "sensitive_consent", "stops", "q1", survey(HEALTH), {"audience": GROWN_UP}),
    Faulty(
        "health that must be answered",
        "sensitive_must",
        "stops",
        "q1",
        survey(CONSENT, {**HEALTH, "required": True}),
        {"audience": GROWN_UP},
    ),
    Faulty(
        "health in own words in a small group",
        "sensitive_text",
        "stops",
        "q1",
        survey(CONSENT, ask("long_text", "Hva hjelper deg å sove?", sensitive="health")),
        {"audience": GROWN_UP, "expected": 6},
    ),
    *(
        Faulty(text, "sensitive_minors", "stops", "q1", survey(ask("short_text", text, language=language), language=language))
        for text, language in (
            ("Har du en diagnose?", "nb"),
            ("Hvordan er din psykiske helse?", "nb"),
            ("Hvilket parti stemte du på?", "nb"),
            ("Kva livssyn har du?", "nn"),
            ("Er du medlem av en fagforening?", "nb"),
            ("Hvilken etnisk bakgrunn har du?", "nb"),
            ("Hva er din seksuelle legning?", "nb"),
            ("Er du seksuelt aktiv?", "nb"),
            ("Har du tatt en gentest?", "nb"),
            ("Would you unlock the door with your fingerprint?", "en"),
            ("How is your mental health?", "en"),
            ("What is your religion?", "en"),
        )
    ),
    Faulty(
        "a sensitive question nobody marked",
        "sensitive_unmarked",
        "look",
        "q1",
        survey(ask("short_text", "Hvilket parti stemte du på?")),
        {"audience": GROWN_UP},
    ),
    Faulty("own words in a small group", "text_in_small_group", "look", "", survey(HARMLESS), {"expected": 7}),
]
SHAPE = [
    Faulty("a name nobody has", "piping_unknown", "look", "q1", survey(ask("short_text", "Hva liker du ved {q7}?"))),
    Faulty(
        "a name that comes later",
        "piping_later",
        "look",
        "q1",
        survey(ask("short_text", "Hva liker du ved {q2}?"), ask("short_text", "Hvor bor du?", "q2")),
    ),
    Faulty(
        "far too long",
        "too_long",
        "look",
        "",
        survey(*(ask("long_text", "Hva mener du om dette stedet?", f"q{n}") for n in range(30))),
    ),
    Faulty(
        "much to write",
        "many_open",
        "look",
        "",
        survey(*(ask("long_text", "Hva mener du om dette stedet?", f"q{n}") for n in range(6))),
    ),
    Faulty(
        "a long table",
        "many_rows",
        "look",
        "q1",
        survey(
            ask(
                "matrix",
                "Hvordan er det her?",
                options=options("Bra", "Dårlig", "Vet ikke"),
                rows=options(*(f"Sted {n}" for n in range(12))),
            )
        ),
    ),
    Faulty(
        "everything must be answered",
        "all_required",
        "look",
        "",
        survey(*(ask("yes_no", f"Bruker du sted {n}?", f"q{n}", required=True) for n in range(6))),
    ),
    Faulty(
        "no way out",
        "no_way_out",
        "look",
        "q1",
        survey(ask("single_choice", "Hva synes du om parken?", options=options("Bra", "Dårlig"), required=True)),
    ),
    Faulty(
        "a lopsided scale",
        "lopsided",
        "look",
        "q1",
        survey(
            ask(
                "single_choice",
                "Hvordan er bussen?",
                options=options("Svært fornøyd", "Fornøyd", "Litt fornøyd", "Misfornøyd"),
            )
        ),
    ),
    Faulty("a scale without words", "no_ends", "look", "q1", survey(ask("scale", "Hvordan er parken?"))),
    Faulty(
        "the same answer twice",
        "same_words",
        "look",
        "q1",
        survey(ask("single_choice", "Hvor ofte?", options=options("Hver uke", "Sjelden", "hver uke"))),
    ),
]
ENDS: dict[str, Any] = {"low": said("Lite"), "high": said("Mye")}
WORDING = [
    *_wording("how_much", "yes_no", "Hvor fornøyd er du med parken?", "I kva grad bruker du parken?"),
    *_wording("whether", "scale", "Er du fornøyd med parken?", **ENDS),
    *_wording(
        "double",
        "yes_no",
        "Bruker du buss og/eller tog?",
        "Liker du parken? Bruker du den?",
        "Er du fornøyd med renholdet og servicen på biblioteket?",
    ),
    *_wording("double", "yes_no", "Do you use the bus and/or the train?", language="en"),
    *_wording("leading", "yes_no", "Synes du ikke at parken bør rustes opp?", "Vil du selvsagt bruke en ny park?"),
    *_wording("leading", "yes_no", "Don't you think the park should be renewed?", language="en"),
    *_wording("asks_for_yes", "yes_no", "Er du enig i at parken bør rustes opp?"),
    *_wording("asks_for_yes", "yes_no", "Do you agree that the park should be renewed?", language="en"),
    *_wording("negation", "yes_no", "Bør kommunen ikke bygge ut parken?", "Skal vegen ikkje breddes ut?"),
    *_wording("two_negations", "yes_no", "Bruker du aldri parken uten hund?"),
    *_wording("absolute", "yes_no", "Tar du alltid bussen?"),
    *_wording("absolute", "yes_no", "Do you always take the bus?", language="en"),
    *_wording("hard_word", "short_text", "Hva mener du vedrørende parken?", "Hvilke tiltak bør vi iverksette?"),
    *_wording("hard_word", "short_text", "What should we utilise the park for?", language="en"),
    *_wording(
        "long_sentence", "short_text", "Hva mener du, " + "som bor her og bruker parken og veien til skolen hver dag " * 4 + "?"
    ),
]
FAULTY = [*INCOMPLETE, *SENSITIVE, *SHAPE, *WORDING]
YES, NO = {"question": "q1", "is": "yes"}, {"question": "q1", "is": "no"}
CYCLES = ask("yes_no", "Sykler du?", required=True)
AGE = ask("number", "Hvor gammel er du?", "age", min=15, max=120, required=True)


def _parts(*sections: tuple[str, list[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    parts = [{"id": name, "title": said("Del"), "questions": asked, **more} for name, asked, more in sections]
    return survey() | {"sections": parts}


LOGIC = [
    Faulty(
        "a question whose section excludes it",
        "unreachable",
        "stops",
        "q2",
        _parts(
            ("s1", [CYCLES], {}),
            ("s2", [ask("short_text", "Hvor?", "q2", show_if=NO), ask("short_text", "Når?", "q3")], {"show_if": YES}),
        ),
    ),
    Faulty(
        "a section behind two answers nobody can give at once",
        "unreachable",
        "stops",
        "s2",
        _parts(
            ("s1", [CYCLES, ask("yes_no", "Sykler du om vinteren?", "q2", show_if=YES)], {}),
            (
                "s2",
                [ask("short_text", "Hvor?", "q3")],
                {"show_if": ["and", ["=", ["answer", "q2"], "yes"], ["=", ["answer", "q1"], "no"]]},
            ),
        ),
    ),
    Faulty(
        "an age nobody has",
        "unreachable",
        "stops",
        "q2",
        survey(AGE, ask("short_text", "Hvilken skole?", "q2", show_if=["<", ["answer", "age"], 15])),
    ),
    Faulty(
        "above twenty and below ten",
        "unreachable",
        "stops",
        "q2",
        survey(
            ask("number", "Hvor mange bor her?", "n", min=0, max=100),
            ask("short_text", "Hvem?", "q2", show_if=["and", [">", ["answer", "n"], 20], ["<", ["answer", "n"], 10]]),
        ),
    ),
    Faulty(
        "the end for everyone",
        "ends_for_all",
        "stops",
        "s1",
        _parts(
            ("s1", [AGE], {"end_if": [">", ["answer", "age"], 10], "end_text": said("Takk.")}),
            ("s2", [CYCLES], {}),
            ("s3", [ask("short_text", "Hvor?", "q3")], {}),
        ),
    ),
    Faulty(
        "an end that never comes",
        "no_end",
        "look",
        "s1",
        _parts(("s1", [AGE], {"end_if": ["<", ["answer", "age"], 10], "end_text": said("Takk.")}), ("s2", [CYCLES], {})),
    ),
    Faulty(
        "a demand nobody can meet",
        "impossible",
        "stops",
        "age",
        survey({**AGE, "checks": [{"must": [">", ["answer", "age"], 200], "message": said("Du må være over 200.")}]}),
    ),
    Faulty(
        "an answer nobody is offered",
        "unreachable_part",
        "stops",
        "q2",
        survey(
            CYCLES,
            ask(
                "single_choice",
                "Hvor sykler du?",
                "q2",
                options=[*options("Til jobb", "På tur"), {"id": "no", "text": said("Ingen steder"), "show_if": NO}],
                show_if=YES,
            ),
        ),
    ),
]
FAULTY += LOGIC
