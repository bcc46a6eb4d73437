"""The check before publication: everything that stops a survey, or is worth a look, as a list a person can act on.

findings = look_over(Case(questionnaire, audience))
stops(findings)                                       # those that must be put right first

Each rule is a module of its own, with its words.
"""

from collections.abc import Iterable, Sequence

from surveys.checking.absolute import absolute
from surveys.checking.answers import answers
from surveys.checking.double import double
from surveys.checking.finding import Case, Finding, Level, Mode, Rehearsed, Rule
from surveys.checking.hard_words import hard_words
from surveys.checking.incomplete import incomplete
from surveys.checking.leading import leading
from surveys.checking.length import length
from surveys.checking.mismatch import mismatch
from surveys.checking.negation import negation
from surveys.checking.obligation import obligation
from surveys.checking.piping import piping
from surveys.checking.readability import readability
from surveys.checking.rehearsed import rehearsed
from surveys.checking.sensitive import sensitive
from surveys.checking.small_groups import small_groups
from surveys.checking.unreachable import unreachable
from surveys.questionnaire import Questionnaire

__all__ = ["Case", "Finding", "Level", "Mode", "Rehearsed", "look_over", "stops"]

RULES: Sequence[Rule] = (
    incomplete,
    unreachable,
    sensitive,
    small_groups,
    piping,
    length,
    obligation,
    answers,
    mismatch,
    double,
    leading,
    negation,
    absolute,
    hard_words,
    readability,
    rehearsed,
)


def look_over(case: Case) -> list[Finding]:
    """What stops first, then in the order of the questionnaire; what is about the whole comes before its pieces."""
    order = _places(case.questionnaire)
    found = _without_what_is_proven([finding for rule in RULES for finding in rule(case)])
    return sorted(found, key=lambda finding: (finding.level != "stops", order.get(finding.piece, -1)))


def _without_what_is_proven(found: list[Finding]) -> list[Finding]:
    """What a rehearsal never met need not be told where it is proven that nobody can."""
    proven = {finding.piece for finding in found if finding.rule == "unreachable"}
    ended = any(finding.rule == "ends_for_all" for finding in found)
    return [finding for finding in found if finding.rule != "unseen" or not (ended or finding.piece in proven)]


def stops(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level == "stops"]


def _places(questionnaire: Questionnaire) -> dict[str, int]:
    pieces = (
        name for section in questionnaire.sections for name in (section.id, *(question.id for question in section.questions))
    )
    return {name: place for place, name in enumerate(pieces)}
