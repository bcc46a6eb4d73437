"""The dialect of formr.org: its own types, choices in columns beside the question, conditions in R."""

from collections.abc import Mapping

from surveys.importing.book import LINE, Document, Found
from surveys.importing.reasons import LOOKS
from surveys.importing.said import MAN, OTHER, WOMAN, YES
from surveys.importing.xlsform.choices import Lists
from surveys.importing.xlsform.kinds import Made, Maker, acknowledge, date, email, long_text, note, part_of_date, text
from surveys.importing.xlsform.sheets import Form, Line

MOST_CHOICES = 15
SIGNS = frozenset({"showif", "optional", "choice1", "block_order", "item_order"})
TEN = 10


def is_formr(form: Form) -> bool:
    return bool(SIGNS.intersection(form.columns))


def _beside(line: Line) -> list[str]:
    """The words in the columns choice1, choice2 …"""
    return list(filter(None, (line.take(f"choice{number}") for number in range(1, MOST_CHOICES))))


def _options(line: Line, lists: Lists, of: str) -> tuple[Made, dict[str, str]]:
    words = _beside(line)
    if not words:
        return lists.options(of.split(" ", maxsplit=1)[0].split(",", maxsplit=1)[0], line.name, line.take("choice_filter"))
    ids = {str(number): str(number) for number in range(1, len(words) + 1)}
    texts = (lists.book.texts(f"{line.name}.{number}", {lists.spoken: word}, LINE) for number, word in enumerate(words, 1))
    return [{"id": name, "text": text or lists.book.same(name)} for name, text in zip(ids, texts, strict=True)], ids


def choice(kind: str, *, other: bool = False, look: str = "") -> Maker:
    def make(line: Line, lists: Lists, shell: Document, of: str) -> Made:
        options, ids = _options(line, lists, of)
        if other and options:
            name = lists.book.name("other", {option["id"] for option in options}, line.name)
            options.append({"id": name, "text": lists.book.ours(OTHER), "write_in": True})
        lists.book.found[line.name] = Found(["answer", shell["id"]], ids, many=kind == "multiple_choice")
        return [shell | {"kind": kind, "options": options} | ({"look": look} if look else {})] if options else []

    return make


def _numbers(of: str) -> list[float]:
    try:
        return [float(part) for part in of.split(",")[:3]]
    except ValueError:
        return []


def rating(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    """`rating_button 1,6` with the words of its two ends."""
    first, last, *step = [int(number) for number in _numbers(of)] or [1, 5]
    words = _beside(line)
    ends = [lists.book.texts(line.name, {lists.spoken: word}, LINE) for word in (*words[:1], *words[1:][-1:])]
    lists.book.found[line.name] = Found(["answer", shell["id"]])
    for word in words[1:-1]:
        lists.book.lose(line.name, word, LOOKS)
    if 0 <= first < last <= TEN and step in ([], [1]):
        return [shell | {"kind": "scale", "from": first, "to": last} | dict(zip(("low", "high"), ends, strict=False))]
    return []


def number(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    lists.book.found[line.name] = Found(["answer", shell["id"]])
    given = _numbers(of)
    whole = all(one.is_integer() for one in given)
    bounds = {key: int(end) if whole else end for key, end in zip(("min", "max"), given, strict=False)}
    made = shell | {"kind": "number", "decimals": 0 if whole else 6} | bounds
    sliding = line.values["type"].startswith("range") and len(bounds) > 1
    return [made | ({"look": "slider"} if sliding else {})]


def sex(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    del of
    lists.book.found[line.name] = Found(["answer", shell["id"]], {"1": "1", "2": "2"})
    options = [{"id": "1", "text": lists.book.ours(WOMAN)}, {"id": "2", "text": lists.book.ours(MAN)}]
    return [shell | {"kind": "single_choice", "options": options}]


def yes(line: Line, lists: Lists, shell: Document, of: str) -> Made:
    del of
    lists.book.found[line.name] = Found(["answer", shell["id"]], {"1": "1"}, many=True)
    words = lists.book.texts(line.name, {lists.spoken: "".join(_beside(line)[:1])}, LINE)
    return [shell | {"kind": "multiple_choice", "options": [{"id": "1", "text": words or lists.book.ours(YES)}]}]


MAKERS: Mapping[str, Maker] = {
    **dict.fromkeys(("mc", "mc_button", "mc_heading", "select_one"), choice("single_choice")),
    "select_one": choice("single_choice", look="dropdown"),
    **dict.fromkeys(("mc_multiple", "mc_multiple_button", "select_multiple"), choice("multiple_choice")),
    "select_or_add_one": choice("single_choice", other=True),
    "select_or_add_multiple": choice("multiple_choice", other=True),
    "rating_button": rating,
    **dict.fromkeys(("number", "range", "range_ticks"), number),
    "sex": sex,
    **dict.fromkeys(("check", "check_button"), yes),
    "textarea": long_text,
    **dict.fromkeys(("text", "url", "tel", "cc", "letters"), text),
    "email": email,
    **dict.fromkeys(("date", "datetime", "datetime-local"), date),
    "month": part_of_date("date", precision="month"),
    "yearmonth": part_of_date("date", precision="month"),
    "year": part_of_date("date", precision="year"),
    "time": part_of_date("time"),
    "note": note,
    "acknowledge": acknowledge,
}
OPTIONAL, DEMANDED = "*", "!"
