"""Small questionnaires for tests."""

from typing import Any

from surveys.questionnaire import FORMAT, Questionnaire, read


def texts(words: str = "Tekst") -> dict[str, str]:
    return {"nb": words}


def options(*names: str) -> list[dict[str, Any]]:
    return [{"id": name, "text": texts(f"Valg {name}")} for name in names]


def question(name: str, kind: str = "short_text", **more: Any) -> dict[str, Any]:
    shape: dict[str, dict[str, Any]] = {
        "single_choice": {"options": options("a", "b", "c")},
        "multiple_choice": {"options": options("a", "b", "c")},
        "matrix": {"rows": options("r1", "r2"), "options": options("a", "b")},
        "matrix_multiple": {"rows": options("r1", "r2"), "options": options("a", "b")},
        "ranking": {"options": options("a", "b", "c")},
        "constant_sum": {"rows": options("r1", "r2", "r3")},
        "multiple_text": {"rows": options("r1", "r2")},
        "area": {"options": options("north", "south")},
        "calculated": {"value": ["+", 1, 1]},
        "random": {"groups": options("a", "b")},
    }
    return {"id": name, "kind": kind, "text": texts(f"Om {name}?"), **shape.get(kind, {}), **more}


def section(name: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "title": texts(f"Del {name}"), "questions": list(questions), **more}


def document(*sections: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"format": FORMAT, "languages": ["nb"], "title": texts("Tittel"), "sections": list(sections), **more}


def asking(*questions: dict[str, Any]) -> Questionnaire:
    """One section with these questions."""
    return read(document(section("s1", *questions)))
