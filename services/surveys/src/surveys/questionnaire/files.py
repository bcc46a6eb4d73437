"""What a page needs beside what all pages have: the look of rarer kinds of questions, and what makes them handier."""

from collections.abc import Sequence

from surveys.questionnaire.kinds import (
    ConstantSum,
    LongText,
    Matrix,
    MatrixMultiple,
    MultipleChoice,
    Number,
    Question,
    Ranking,
    Scale,
    SingleChoice,
)


def wants_look(questions: Sequence[Question]) -> bool:
    """Whether the page needs `questions.css`."""
    return any(_looks(question) for question in questions)


def wants_script(questions: Sequence[Question]) -> bool:
    """Whether the page is handier with `questions.js`; it is right without."""
    return any(_moves(question) for question in questions)


def _looks(question: Question) -> bool:
    match question:
        case Ranking() | ConstantSum() | Number(look="slider") | Scale(look="stars" | "smileys"):
            return True
        case Matrix(look="table") | MatrixMultiple(look="table"):
            return True
        case SingleChoice(look="pictures") | MultipleChoice(look="pictures"):
            return True
        case _:
            return False


def _moves(question: Question) -> bool:
    return isinstance(question, Ranking | ConstantSum | LongText) or (
        isinstance(question, Number) and question.look == "slider"
    )
