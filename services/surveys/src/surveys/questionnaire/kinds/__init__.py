"""Every kind of question. To add one: a module here, its name in `Question`, and a template `questions/<kind>.html`."""

from surveys.questionnaire.kinds.area import Area
from surveys.questionnaire.kinds.asked import Asked, OwnWords, control_name
from surveys.questionnaire.kinds.consent import Consent
from surveys.questionnaire.kinds.constant_sum import ConstantSum
from surveys.questionnaire.kinds.matrix import Matrix, MatrixMultiple
from surveys.questionnaire.kinds.moment import Date, Time
from surveys.questionnaire.kinds.multiple_choice import MultipleChoice
from surveys.questionnaire.kinds.number import Number
from surveys.questionnaire.kinds.ranking import Ranking
from surveys.questionnaire.kinds.scale import Scale
from surveys.questionnaire.kinds.single_choice import SingleChoice
from surveys.questionnaire.kinds.text import LongText, MultipleText, ShortText
from surveys.questionnaire.kinds.unasked import Calculated, Group, Random, Statement
from surveys.questionnaire.kinds.yes_no import YesNo

Question = (
    SingleChoice
    | MultipleChoice
    | YesNo
    | Scale
    | Matrix
    | MatrixMultiple
    | Ranking
    | ConstantSum
    | Number
    | ShortText
    | LongText
    | MultipleText
    | Date
    | Time
    | Area
    | Consent
    | Statement
    | Calculated
    | Random
)

__all__ = [
    "Area",
    "Asked",
    "Calculated",
    "Consent",
    "ConstantSum",
    "Date",
    "Group",
    "LongText",
    "Matrix",
    "MatrixMultiple",
    "MultipleChoice",
    "MultipleText",
    "Number",
    "OwnWords",
    "Question",
    "Random",
    "Ranking",
    "Scale",
    "ShortText",
    "SingleChoice",
    "Statement",
    "Time",
    "YesNo",
    "control_name",
]
