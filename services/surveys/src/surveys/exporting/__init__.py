"""A questionnaire on its way out: as our own JSON, as SurveyJS reads it, as a codebook, on paper. No clock, no database.

own(questionnaire)                                     # samrad.survey/1, what an import reads back as the same
as_csv(questionnaire), as_ddi(questionnaire, about)    # the codebook
paper(questionnaire, language)                         # a blank questionnaire, for `pdf` and for the page that is printed
"""

import msgspec

from surveys.questionnaire import Questionnaire


def own(questionnaire: Questionnaire) -> bytes:
    return msgspec.json.format(msgspec.json.encode(questionnaire), indent=2) + b"\n"
