"""A questionnaire with every kind of question, in three languages, and with what may go wrong in an export."""

from typing import Any

FORMULA = '=HYPERLINK("http://evil.test")'
MARKUP = '<script>alert(1)</script> & "quotes" ]]>'


def said(words: str) -> dict[str, str]:
    return {"nb": words, "en": f"{words} (en)", "pl": f"{words} żółw"}


def options(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "text": said(f"Valg {name}")} for name in names]


def question(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "text": said(f"Om {name}?"), **more}


YES_AND_NO = {"yes": {"nb": "Ja", "en": "Yes", "pl": "Tak"}, "no": {"nb": "Nei", "en": "No", "pl": "Nie"}}
OTHER = {"id": "other", "text": said("Annet"), "write_in": True}
OUTSIDE = {"id": "dont-know", "text": said("Vet ikke"), "outside": True}
NONE = {"id": "none", "text": said("Ingen"), "exclusive": True}
PICTURE = {"file": "a" * 64, "alt": said("Et bilde")}
DOCUMENT: dict[str, Any] = {
    "format": "samrad.survey/1",
    "languages": ["nb", "en", "pl"],
    "title": said("Om veiene"),
    "introduction": said("Velkommen.\nTakk."),
    "closing": said("Takk for svaret"),
    "sections": [
        {
            "id": "one",
            "title": said("Først"),
            "text": said("Les dette"),
            "questions": [
                question("cycles", "yes_no", required=True, **YES_AND_NO),
                question("days", "number", min=-5, max=7, unit=said("dager"), show_if={"question": "cycles", "is": "yes"}),
                question("mean", "single_choice", options=[*options("bus", "car"), OTHER, OUTSIDE], comment=said("Si mer")),
                question("list", "single_choice", options=options("a", "b"), look="dropdown", shuffle=True),
                question("picture", "single_choice", options=[options("a")[0] | {"picture": PICTURE}], look="pictures"),
                question("why", "multiple_choice", options=[*options("fast", "cheap"), NONE], min_choices=1, max_choices=2),
                question("formula", "short_text", help=said(MARKUP)) | {"text": said(FORMULA)},
            ],
        },
        {
            "id": "two",
            "title": said("Så"),
            "show_if": ["and", ["=", ["answer", "cycles"], "yes"], [">", ["answer", "days"], 2]],
            "end_if": ["=", ["answer", "cycles"], "no"],
            "end_text": said("Da er du ferdig"),
            "questions": [
                question("hello", "statement") | {"text": said("Du svarte {mean} og {ukjent}")},
                question("trust", "scale", low=said("ingen"), high=said("full")),
                question("stars", "scale", look="stars", **{"from": 1, "to": 5}),
                question("mood", "scale", look="smileys", **{"from": 1, "to": 5}),
                question("agree", "matrix", rows=options("r1", "r2"), options=[*options("a", "b"), OUTSIDE]),
                question("uses", "matrix_multiple", rows=options("r1", "r2"), options=options("a", "b")),
                question("wide", "matrix", rows=options("r1"), options=options(*"abcdefghi")),
                question("order", "ranking", options=options("x", "y", "z"), places=2),
                question("budget", "constant_sum", rows=options("parks", "roads"), total=200, unit=said("kroner")),
                question("mail", "short_text", format="email"),
                question("more", "long_text", sensitive="health"),
                question("names", "multiple_text", rows=options("n1", "n2")),
                question("born", "date", precision="year"),
                question("month", "date", precision="month", earliest="2020-01-01", latest="2026-12-31"),
                question("day", "date"),
                question("hour", "time"),
                question("where", "area", options=options("north", "south")),
                question("ok", "consent"),
                question("lot", "random", groups=[{"id": "a", "text": said("A"), "weight": 2}, {"id": "b", "text": said("B")}]),
                question("points", "calculated", value=["+", ["answer", "trust"], 1]),
                question(
                    "checked",
                    "number",
                    decimals=1,
                    checks=[{"must": ["<", ["answer", "checked"], 10], "message": said("For mye")}],
                ),
            ],
        },
    ],
}
