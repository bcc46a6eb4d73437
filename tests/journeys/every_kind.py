"""A questionnaire with every kind of question in every look, and every way to answer each of them wrongly on its page."""

from dataclasses import dataclass
from typing import Any

Form = dict[str, str | list[str]]
LONG = "x" * 600


def t(nb: str, nn: str = "", en: str = "") -> dict[str, str]:
    return {"nb": nb, "nn": nn or nb, "en": en or nb}


@dataclass(frozen=True)
class Asked:
    """A question, a right answer to it as a browser sends it, and wrong ones by the code they are refused with."""

    question: dict[str, Any]
    right: Form
    wrong: dict[str, Form]

    @property
    def id(self) -> str:
        return str(self.question["id"])


def asked(name: str, kind: str, text: dict[str, str], right: Form, wrong: dict[str, Form], **more: Any) -> Asked:
    return Asked({"id": name, "kind": kind, "text": text, "required": True, **more}, right, {"required": {}, **wrong})


OTHER = {"id": "other", "text": t("Noe annet", "Noko anna", "Something else"), "write_in": True}
DONT_KNOW = {"id": "dontknow", "text": t("Vet ikke", "Veit ikkje", "Don't know"), "outside": True}
TRAVEL = [
    {"id": "bus", "text": t("Buss", "Buss", "Bus")},
    {"id": "bike", "text": t("Sykkel", "Sykkel", "Bicycle")},
    {"id": "car", "text": t("Bil", "Bil", "Car")},
]
NONE = {"id": "none", "text": t("Ingen av disse", "Ingen av desse", "None of these"), "exclusive": True}
AGREEMENT = [
    {"id": "a1", "text": t("Helt uenig", "Heilt ueinig", "Strongly disagree")},
    {"id": "a2", "text": t("Litt uenig", "Litt ueinig", "Disagree")},
    {"id": "a3", "text": t("Verken eller", "Verken eller", "Neither")},
    {"id": "a4", "text": t("Litt enig", "Litt einig", "Agree")},
    {"id": "a5", "text": t("Helt enig", "Heilt einig", "Strongly agree")},
    DONT_KNOW,
]
ROWS = [
    {"id": "paths", "text": t("Turstiene er godt merket", "Turstiane er godt merkte", "The paths are well signed")},
    {"id": "parks", "text": t("Parkene er trygge om kvelden", "Parkane er trygge om kvelden", "The parks are safe at night")},
]
SHARES = [
    {"id": "school", "text": t("Skole", "Skule", "Schools")},
    {"id": "care", "text": t("Eldreomsorg", "Eldreomsorg", "Care of the elderly")},
    {"id": "roads", "text": t("Vei", "Veg", "Roads")},
]
PICTURES = [
    {
        "id": name,
        "text": t(text, en=english),
        "picture": {
            "file": digit * 64,
            "alt": t(f"Et bilde av {text.lower()}", f"Eit bilete av {text.lower()}", f"A picture: {english}"),
        },
    }
    for name, text, english, digit in (
        ("bench", "Benk", "Bench", "a"),
        ("tree", "Tre", "Tree", "b"),
        ("swing", "Huske", "Swing", "c"),
    )
]
LOW, HIGH = t("Svært dårlig", "Svært dårleg", "Very bad"), t("Svært bra", "Svært bra", "Very good")

CHOOSING = [
    asked(
        "radio",
        "single_choice",
        t("Hvordan reiser du oftest?", "Korleis reiser du oftast?", "How do you mostly travel?"),
        {"q-radio": "other", "q-radio.other": "Båt"},
        {"not_an_option": {"q-radio": "boat"}, "too_long": {"q-radio": "other", "q-radio.other": LONG}},
        options=[*TRAVEL, OTHER],
        help=t("Tenk på en vanlig uke.", "Tenk på ei vanleg veke.", "Think of a usual week."),
    ),
    asked(
        "list",
        "single_choice",
        t("Hvordan reiser du til jobb?", "Korleis reiser du til jobb?", "How do you travel to work?"),
        {"q-list": "bus"},
        {"not_an_option": {"q-list": "boat"}, "too_long": {"q-list": "bus", "q-list.comment": LONG}},
        options=[*TRAVEL, OTHER],
        look="dropdown",
        comment=t("Si gjerne mer", "Sei gjerne meir", "Tell us more"),
    ),
    asked(
        "pictures",
        "single_choice",
        t("Hva vil du ha i parken?", "Kva vil du ha i parken?", "What do you want in the park?"),
        {"q-pictures": "tree"},
        {"not_an_option": {"q-pictures": "boat"}},
        options=PICTURES,
        look="pictures",
    ),
    asked(
        "likert",
        "single_choice",
        t("Kommunen lytter til innbyggerne", "Kommunen lyttar til innbyggjarane", "The municipality listens"),
        {"q-likert": "a4"},
        {"not_an_option": {"q-likert": "a9"}},
        options=AGREEMENT,
    ),
    asked(
        "boxes",
        "multiple_choice",
        t("Hva har du brukt denne uka?", "Kva har du brukt denne veka?", "What did you use this week?"),
        {"q-boxes": ["bus", "bike"]},
        {
            "not_an_option": {"q-boxes": ["boat"]},
            "too_few": {"q-boxes": ["bus"]},
            "too_many": {"q-boxes": ["bus", "bike", "car", "other"]},
            "exclusive": {"q-boxes": ["bus", "none"]},
        },
        options=[*TRAVEL, OTHER, NONE],
        min_choices=2,
        max_choices=3,
    ),
    asked(
        "pictured",
        "multiple_choice",
        t("Velg alt du liker", "Vel alt du likar", "Choose all you like"),
        {"q-pictured": ["tree"]},
        {"not_an_option": {"q-pictured": ["boat"]}},
        options=PICTURES,
        look="pictures",
    ),
    asked(
        "yesno",
        "yes_no",
        t("Har du bil?", "Har du bil?", "Do you have a car?"),
        {"q-yesno": "no"},
        {"not_an_option": {"q-yesno": "maybe"}},
    ),
    asked(
        "place",
        "area",
        t("Hvor bor du?", "Kvar bur du?", "Where do you live?"),
        {"q-place": "rud"},
        {"not_an_option": {"q-place": "mars"}},
        options=[{"id": "rud", "text": t("Rud")}, {"id": "jar", "text": t("Jar")}],
    ),
]
RATING = [
    asked(
        "numbers",
        "scale",
        t("Hvor fornøyd er du med kommunen?", "Kor nøgd er du med kommunen?", "How satisfied are you?"),
        {"q-numbers": "7"},
        {"not_on_scale": {"q-numbers": "11"}, "wrong_kind": {"q-numbers": "mye"}},
        low=LOW,
        high=HIGH,
    ),
    asked(
        "stars",
        "scale",
        t("Hvor mange stjerner får biblioteket?", "Kor mange stjerner får biblioteket?", "How many stars for the library?"),
        {"q-stars": "4"},
        {"not_on_scale": {"q-stars": "6"}},
        **{"from": 1, "to": 5},
        look="stars",
        low=LOW,
        high=HIGH,
    ),
    asked(
        "faces",
        "scale",
        t("Hvordan var besøket?", "Korleis var besøket?", "How was your visit?"),
        {"q-faces": "5"},
        {"not_on_scale": {"q-faces": "6"}},
        **{"from": 1, "to": 5},
        look="smileys",
        low=LOW,
        high=HIGH,
    ),
    asked(
        "groups",
        "matrix",
        t("Hvor enig er du?", "Kor einig er du?", "How much do you agree?"),
        {"q-groups.paths": "a1", "q-groups.parks": "a5"},
        {"not_an_option": {"q-groups.paths": "a9", "q-groups.parks": "a1"}},
        rows=ROWS,
        options=AGREEMENT,
    ),
    asked(
        "table",
        "matrix",
        t("Hvor enig er du i dette?", "Kor einig er du i dette?", "How much do you agree with this?"),
        {"q-table.paths": "a1", "q-table.parks": "a5"},
        {"not_an_option": {"q-table.paths": "a9", "q-table.parks": "a1"}},
        rows=ROWS,
        options=AGREEMENT,
        look="table",
    ),
    asked(
        "several",
        "matrix_multiple",
        t("Når bruker du disse?", "Når bruker du desse?", "When do you use these?"),
        {"q-several.paths": ["bus"], "q-several.parks": ["bus", "car"]},
        {"not_an_option": {"q-several.paths": ["boat"], "q-several.parks": ["bus"]}},
        rows=ROWS,
        options=TRAVEL,
    ),
    asked(
        "boxed",
        "matrix_multiple",
        t("Hva passer her?", "Kva passar her?", "What fits here?"),
        {"q-boxed.paths": ["bus"], "q-boxed.parks": ["car"]},
        {"not_an_option": {"q-boxed.paths": ["boat"], "q-boxed.parks": ["bus"]}},
        rows=ROWS,
        options=TRAVEL,
        look="table",
    ),
]
WORKING = [
    asked(
        "ranking",
        "ranking",
        t("Hva er viktigst?", "Kva er viktigast?", "What matters most?"),
        {"q-ranking.bus": "2", "q-ranking.bike": "1", "q-ranking.car": "3"},
        {"not_ranked": {"q-ranking.bus": "1"}, "place_twice": {"q-ranking.bus": "1", "q-ranking.car": "1"}},
        options=TRAVEL,
    ),
    asked(
        "budget",
        "constant_sum",
        t("Fordel pengene", "Fordel pengane", "Share out the money"),
        {"q-budget.school": "60", "q-budget.care": "40"},
        {"wrong_sum": {"q-budget.school": "60"}, "not_a_share": {"q-budget.school": "mye", "q-budget.care": "-1"}},
        rows=SHARES,
        total=100,
        unit=t("mill. kr", "mill. kr", "NOK million"),
    ),
    asked(
        "slider",
        "number",
        t("Hvor langt vil du gå?", "Kor langt vil du gå?", "How far would you walk?"),
        {"q-slider": "2,5"},
        {
            "not_a_number": {"q-slider": "langt"},
            "too_small": {"q-slider": "-1"},
            "too_large": {"q-slider": "11"},
            "decimals": {"q-slider": "2,55"},
        },
        look="slider",
        min=0,
        max=10,
        step=0.5,
        decimals=1,
        unit=t("km"),
    ),
    asked(
        "number",
        "number",
        t("Hvor mange bor du sammen med?", "Kor mange bur du saman med?", "How many do you live with?"),
        {"q-number": "3"},
        {
            "not_a_number": {"q-number": "noen"},
            "whole_number": {"q-number": "1,5"},
            "too_small": {"q-number": "-1"},
            "too_large": {"q-number": "99"},
        },
        min=0,
        max=20,
        unit=t("personer", "personar", "people"),
    ),
    asked(
        "day",
        "date",
        t("Når flyttet du hit?", "Når flytta du hit?", "When did you move here?"),
        {"q-day.day": "1", "q-day.month": "2", "q-day.year": "2020"},
        {
            "not_a_date": {"q-day.day": "31", "q-day.month": "2", "q-day.year": "2020"},
            "too_early": {"q-day.day": "1", "q-day.month": "1", "q-day.year": "1850"},
            "too_late": {"q-day.day": "1", "q-day.month": "1", "q-day.year": "2090"},
        },
        earliest="1900-01-01",
        latest="2030-12-31",
    ),
    asked(
        "month",
        "date",
        t("Hvilken måned?", "Kva månad?", "Which month?"),
        {"q-month.month": "2", "q-month.year": "2020"},
        {"not_a_month": {"q-month.month": "13", "q-month.year": "2020"}},
        precision="month",
    ),
    asked(
        "year",
        "date",
        t("Hvilket år?", "Kva år?", "Which year?"),
        {"q-year.year": "2020"},
        {"not_a_year": {"q-year.year": "tjue"}},
        precision="year",
    ),
    asked(
        "clock",
        "time",
        t("Når står du opp?", "Når står du opp?", "When do you get up?"),
        {"q-clock": "6.30"},
        {"not_a_time": {"q-clock": "tidlig"}},
    ),
]
WRITING = [
    asked(
        "short",
        "short_text",
        t("Beskriv stedet med ett ord", "Skildre staden med eitt ord", "Describe the place in a word"),
        {"q-short": "Fint"},
        {"too_long": {"q-short": LONG}},
    ),
    asked(
        "mail",
        "short_text",
        t("E-postadresse", "E-postadresse", "E-mail address"),
        {"q-mail": "navn@eksempel.no"},
        {"not_email": {"q-mail": "navn"}},
        format="email",
    ),
    asked(
        "phone",
        "short_text",
        t("Telefonnummer", "Telefonnummer", "Phone number"),
        {"q-phone": "22 22 22 22"},
        {"not_phone": {"q-phone": "12"}},
        format="phone",
    ),
    asked(
        "post",
        "short_text",
        t("Postnummer", "Postnummer", "Postcode"),
        {"q-post": "1337"},
        {"not_postcode": {"q-post": "13"}},
        format="postcode",
    ),
    asked(
        "long",
        "long_text",
        t("Hva bør kommunen gjøre?", "Kva bør kommunen gjere?", "What should the municipality do?"),
        {"q-long": "Mer\nlys"},
        {"too_long": {"q-long": LONG}},
        max_length=500,
    ),
    asked(
        "lines",
        "multiple_text",
        t("Tre ting du liker", "Tre ting du likar", "Three things you like"),
        {"q-lines.school": "a", "q-lines.care": "b", "q-lines.roads": "c"},
        {"too_long": {"q-lines.school": LONG, "q-lines.care": "b", "q-lines.roads": "c"}},
        rows=SHARES,
    ),
    asked(
        "agree",
        "consent",
        t(
            "Kommunen kan bruke svaret i en rapport.",
            "Kommunen kan bruke svaret i ein rapport.",
            "The answer may be used in a report.",
        ),
        {"q-agree": "yes"},
        {"not_an_option": {"q-agree": "no"}},
    ),
]
STATEMENT = {
    "id": "note",
    "kind": "statement",
    "text": t(
        "Nå kommer noen skjemaer du kan kjenne igjen.\nTa den tiden du trenger.",
        "No kjem nokre skjema du kan kjenne att.\nTa den tida du treng.",
        "Here are some forms you may know.\nTake your time.",
    ),
}
UNSEEN = [
    {"id": "sum", "kind": "calculated", "text": t("Sum"), "value": ["+", 1, 1]},
    {"id": "lot", "kind": "random", "text": t("Lodd"), "groups": [{"id": "a", "text": t("A")}, {"id": "b", "text": t("B")}]},
]
PAGES: dict[str, list[Asked]] = {"choosing": CHOOSING, "rating": RATING, "working": WORKING, "writing": WRITING}
TITLES = {
    "choosing": t("Velge", "Velje", "Choosing"),
    "rating": t("Vurdere", "Vurdere", "Rating"),
    "working": t("Regne og ordne", "Rekne og ordne", "Working out"),
    "writing": t("Skrive", "Skrive", "Writing"),
}


def document(pages: str = "sections") -> dict[str, Any]:
    sections: list[dict[str, Any]] = [
        {"id": name, "title": TITLES[name], "questions": [one.question for one in page]} for name, page in PAGES.items()
    ]
    sections[1]["questions"] = [STATEMENT, *sections[1]["questions"]]
    sections[3]["questions"] = [*sections[3]["questions"], *UNSEEN]
    return {
        "format": "samrad.survey/1",
        "languages": ["nb", "nn", "en"],
        "title": t("Alle slags spørsmål", "Alle slags spørsmål", "All kinds of questions"),
        "introduction": t("Her finnes alt.", "Her finst alt.", "Everything is here."),
        "closing": t("Takk.", "Takk.", "Thank you."),
        "pages": pages,
        "sections": sections,
    }
