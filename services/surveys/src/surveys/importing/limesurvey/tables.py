"""A LimeSurvey survey with its parts put together: texts by language, subquestions and answers under their question.

Up to version 3 a row holds the texts of one language; from version 4 the texts stand in tables of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.importing.book import Found, Texts
from surveys.importing.limesurvey.file import Row, Tables

TOP = {"", "0"}


@dataclass(frozen=True)
class Part:
    """A subquestion or an answer. `scale` tells the two scales of a question apart."""

    code: str
    texts: Texts
    scale: str
    relevance: str = ""
    preg: str = ""


@dataclass(frozen=True)
class Asked:
    qid: str
    type: str
    code: str
    texts: Texts
    help: Texts
    scripts: Texts
    other: bool
    mandatory: str
    relevance: str
    preg: str
    theme: str
    attributes: Mapping[str, Texts]
    subquestions: tuple[Part, ...]
    answers: tuple[Part, ...]
    taken: set[str] = field(default_factory=set)
    expressions: dict[str, str] = field(default_factory=dict)
    """Limits that are no numbers but have to be worked out."""
    found: dict[str, Found] = field(default_factory=dict)
    """What it became, by what stands behind its code in rules: "" is the question itself."""

    def take(self, attribute: str) -> str:
        """The value of an attribute, which has then been taken care of: what nobody takes is lost."""
        self.taken.add(attribute)
        return next(iter(self.attributes.get(attribute, {}).values()), "")

    def take_texts(self, attribute: str) -> Texts:
        self.taken.add(attribute)
        return self.attributes.get(attribute, {})


@dataclass(frozen=True)
class Group:
    gid: str
    name: Texts
    description: Texts
    relevance: str
    randomization: str
    questions: tuple[Asked, ...]


def groups_of(tables: Tables) -> list[Group]:
    """The groups in order, each with its questions in order; a question on its own is a group of its own."""
    if tables.kind == "Question":
        return [_alone(tables)]
    names = "group_l10ns" if tables.of("group_l10ns") else "groups"
    return [
        Group(
            gid=row.get("gid", ""),
            name=_texts(tables.belonging(names, "gid", row.get("gid", "")), "group_name"),
            description=_texts(tables.belonging(names, "gid", row.get("gid", "")), "description"),
            relevance=row.get("grelevance", ""),
            randomization=row.get("randomization_group", ""),
            questions=tuple(_questions(tables, row.get("gid", ""))),
        )
        for row in _first_of_each(_ordered(tables.of("groups"), "group_order"), "gid")
    ]


def _alone(tables: Tables) -> Group:
    own = next(row for row in tables.of("questions") if row.get("parent_qid", "0") in TOP)
    question = _asked(tables, own)
    return Group(own.get("gid", ""), dict.fromkeys(question.texts, question.code), {}, "", "", (question,))


def _questions(tables: Tables, gid: str) -> Iterable[Asked]:
    own = [row for row in tables.belonging("questions", "gid", gid) if row.get("parent_qid", "0") in TOP]
    for row in _first_of_each(_ordered(own, "question_order"), "qid"):
        yield _asked(tables, row)


def _asked(tables: Tables, row: Row) -> Asked:
    qid = row.get("qid", "")
    said = _said(tables, "questions", qid)
    attributes: dict[str, dict[str, str]] = {}
    for attribute in tables.belonging("question_attributes", "qid", qid):
        if attribute.get("value"):
            attributes.setdefault(attribute.get("attribute", ""), {})[attribute.get("language", "")] = attribute["value"]
    return Asked(
        qid=qid,
        type=row.get("type", ""),
        code=row.get("title", ""),
        texts=_texts(said, "question"),
        help=_texts(said, "help"),
        scripts=_texts(said, "script"),
        other=row.get("other") == "Y",
        mandatory=row.get("mandatory", ""),
        relevance=row.get("relevance", ""),
        preg=row.get("preg", ""),
        theme=row.get("question_theme_name", ""),
        attributes=attributes,
        subquestions=tuple(_subquestions(tables, qid)),
        answers=tuple(_answers(tables, qid)),
    )


def _said(tables: Tables, table: str, qid: str) -> list[Row]:
    return tables.belonging("question_l10ns" if tables.of("question_l10ns") else table, "qid", qid)


def _subquestions(tables: Tables, qid: str) -> Iterable[Part]:
    table = "subquestions" if tables.of("subquestions") else "questions"
    own = tables.belonging(table, "parent_qid", qid) if qid not in TOP else []
    for row in _first_of_each(_ordered(own, "question_order"), "qid"):
        texts = _texts(_said(tables, table, row.get("qid", "")), "question")
        yield Part(row.get("title", ""), texts, row.get("scale_id", "0"), row.get("relevance", ""), row.get("preg", ""))


def _answers(tables: Tables, qid: str) -> Iterable[Part]:
    seen: dict[tuple[str, str], dict[str, str]] = {}
    for row in _ordered(tables.belonging("answers", "qid", qid), "sortorder"):
        key = (row.get("code", ""), row.get("scale_id", "0"))
        if "answer" in row:
            seen.setdefault(key, {})[row.get("language", "")] = row["answer"]
        else:
            seen[key] = _texts(tables.belonging("answer_l10ns", "aid", row.get("aid", "")), "answer")
    yield from (Part(code, texts, scale) for (code, scale), texts in seen.items())


def _texts(rows: Iterable[Row], name: str) -> dict[str, str]:
    return {row.get("language", ""): row[name] for row in rows if row.get(name)}


def _ordered(rows: Iterable[Row], name: str) -> list[Row]:
    return sorted(rows, key=lambda row: int(row[name][:9]) if row.get(name, "").isdecimal() else 0)


def _first_of_each(rows: Iterable[Row], key: str) -> list[Row]:
    """One row per owner: the older files repeat a row for each language."""
    return list({row.get(key, ""): row for row in reversed(list(rows))}.values())[::-1]
