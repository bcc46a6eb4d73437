"""LimeSurvey's questions that are answered by choosing."""

from surveys.importing.book import Book, Document, Found
from surveys.importing.limesurvey.limits import most_chosen
from surveys.importing.limesurvey.options import OTHER_CODE, Made, Maker, add_other, fixed_options, options_of, shuffled
from surveys.importing.limesurvey.tables import Asked
from surveys.importing.said import COMMENT, Said
from ui import mark

PLACES = mark("Her rangeres et bestemt antall: så mange som det høyeste antallet der.")


def single(question: Asked, book: Book, shell: Document) -> Made:
    options, ids = options_of(question, book, [part for part in question.answers if part.scale == "0"])
    if question.other:
        ids[OTHER_CODE] = add_other(question, book, shell, options)
    made = shell | {"kind": "single_choice", "options": options} | shuffled(question)
    if question.type == "!":
        made["look"] = "dropdown"
    if question.type == "O":
        made["comment"] = book.ours(COMMENT)
        question.found["comment"] = Found(["answer", f"{shell['id']}.comment"])
    question.found[""] = Found(["answer", shell["id"]], ids)
    return [made] if options else []


def multiple(question: Asked, book: Book, shell: Document) -> Made:
    """Where each box has a comment, each option has a field for own words."""
    options, ids = options_of(question, book, question.subquestions)
    alone = {code.strip() for code in question.take("exclude_all_others").split(";")}
    for option, code in zip(options, ids, strict=True):
        option.update(({"exclusive": True} if code in alone else {}) | ({"write_in": True} if question.type == "P" else {}))
        question.found[code] = Found(["contains", ["answer", shell["id"]], option["id"]], box=True)
        if question.type == "P":
            question.found[f"{code}comment"] = Found(["answer", f"{shell['id']}.{option['id']}"])
    if question.other:
        add_other(question, book, shell, options)
    question.found[""] = Found(["answer", shell["id"]], ids, many=True)
    made = shell | {"kind": "multiple_choice", "options": options} | shuffled(question)
    return [made | most_chosen(question, book, len(options))] if options else []


def ranking(question: Asked, book: Book, shell: Document) -> Made:
    parts = [part for part in question.answers if part.scale == "0"] or list(question.subquestions)
    options, ids = options_of(question, book, parts)
    made = shell | {"kind": "ranking", "options": options} | shuffled(question)
    limits = most_chosen(question, book, len(options))
    if "max_choices" in limits:
        made["places"] = limits["max_choices"]
    least = limits.get("min_choices", len(options) if shell["required"] else 0)
    if least != made.get("places", len(options)):
        book.lose(question.code, f"min_answers = {least}", PLACES)
    for place in range(len(options)):
        question.found[str(place + 1)] = Found(["answer", shell["id"], place], ids)
    return [made] if options else []


def fixed(*choices: tuple[str, Said]) -> Maker:
    """A choice among answers LimeSurvey has built in."""

    def make(question: Asked, book: Book, shell: Document) -> Made:
        question.found[""] = Found(["answer", shell["id"]], {code: code for code, _ in choices})
        return [shell | {"kind": "single_choice", "options": fixed_options(book, choices)}]

    return make


def yes_no(question: Asked, book: Book, shell: Document) -> Made:
    del book
    question.found[""] = Found(["answer", shell["id"]], {"Y": "yes", "N": "no"})
    return [shell | {"kind": "yes_no"}]


def five_points(question: Asked, book: Book, shell: Document) -> Made:
    del book
    looks = {"1": "stars", "2": "smileys"}
    question.found[""] = Found(["answer", shell["id"]])
    return [shell | {"kind": "scale", "from": 1, "to": 5, "look": looks.get(question.take("slider_rating"), "numbers")}]
