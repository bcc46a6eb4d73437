"""Rules in a posted form: clauses put together from lists, or an expression as text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from surveys.building.saving import Form, Seen
from surveys.building.sentences import (
    MOST_CLAUSES,
    WORDS,
    Clause,
    Joined,
    Sentence,
    Subject,
    expression_of,
    sentence_of,
    typed_clause,
)
from surveys.drafting.commands import ChangeField


def rule_change(
    seen: Seen, name: str, form: Form, subjects: Sequence[Subject], dropped: int | None = None
) -> ChangeField | None:
    """The change the sentence asks for, if any; `dropped` is the clause whose button was pressed."""
    if f"{name}.has" not in form:
        return None
    before = seen.content.get(name)
    stood = sentence_of(before)
    if stood is None:
        return None
    sentence = _sentence(name, form, {subject.value: subject for subject in subjects}, stood, dropped)
    return None if sentence == stood else ChangeField(seen.piece, name, before, expression_of(sentence))


def _sentence(name: str, form: Form, subjects: Mapping[str, Subject], stood: Sentence, dropped: int | None) -> Sentence:
    joined: Joined = "or" if form.get(f"{name}.joined", stood.joined) == "or" else "and"
    clauses = [_clause(f"{name}.{place}", form, subjects, stood, place) for place in range(MOST_CLAUSES) if place != dropped]
    left = tuple(clause for clause in clauses if clause)
    return Sentence(joined if len(left) > 1 else "and", left)


def _clause(at: str, form: Form, subjects: Mapping[str, Subject], stood: Sentence, place: int) -> Clause | None:
    """A clause that is not finished stays as it stood."""
    if f"{at}.subject" not in form:
        return None
    subject = subjects.get(form.get(f"{at}.subject", ""))
    typed = typed_clause(subject, form.get(f"{at}.operator", ""), form.get(f"{at}.value", ""))
    before = stood.clauses[place] if place < len(stood.clauses) else None
    return typed or (before if before and (subject is None or before.subject == subject.value) else None)


def shown_clause(clause: Clause, subjects: Mapping[str, Subject], say: Callable[[str], str]) -> dict[str, Any]:
    """As the page shows it, with what can be chosen instead."""
    subject = subjects.get(clause.subject) or Subject(clause.subject, clause.subject, (clause.operator,))
    return {
        "subject": clause.subject,
        "text": subject.text,
        "operator": clause.operator,
        "operators": [(operator, say(WORDS[operator])) for operator in subject.operators],
        "value": clause.value,
        "answers": subject.answers,
        "numbers": not subject.answers and set(subject.operators) > {"answered", "empty"},
    }
