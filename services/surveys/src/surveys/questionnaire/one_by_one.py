"""One question on a page: the same questionnaire with a section for each question, so that every rule of sections holds."""

from collections.abc import Iterator

from msgspec.structs import replace

from surveys.questionnaire.definition import Questionnaire, Section
from surveys.questionnaire.kinds import Question

DOT = "."
"""Between a section's id and a question's in the address of a page; no section's own id has one."""


def paged(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire as it is turned over page by page: as it stands, or one question at a time."""
    if questionnaire.pages == "sections":
        return questionnaire
    return replace(questionnaire, sections=tuple(page for section in questionnaire.sections for page in _pages(section)))


def asks_one(questionnaire: Questionnaire, questions: list[Question]) -> bool:
    """Whether the page is that of one question, whose text is then its heading."""
    return questionnaire.pages == "questions" and sum(question.by_person for question in questions) == 1


def of_one_section(one: Section, other: Section | None) -> bool:
    """Whether two pages are of the same section."""
    return other is not None and one.id.partition(DOT)[0] == other.id.partition(DOT)[0]


def _pages(section: Section) -> Iterator[Section]:
    """Questions in random order stay together: where one of them stands is not known before somebody answers."""
    groups = [] if section.shuffle else list(_groups(section))
    if len(groups) < 2:  # noqa: PLR2004 - nothing to part
        yield section
        return
    for place, group in enumerate(groups):
        last = place == len(groups) - 1
        yield replace(
            section,
            id=f"{section.id}{DOT}{group[-1].id}",
            questions=group,
            end_if=section.end_if if last else None,
            end_text=section.end_text if last else None,
        )


def _groups(section: Section) -> Iterator[tuple[Question, ...]]:
    """Each question with what stands before it; what stands after the last one is a page of its own."""
    group: list[Question] = []
    for question in section.questions:
        group.append(question)
        if question.by_person:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)
