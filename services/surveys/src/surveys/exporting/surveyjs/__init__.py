"""The questionnaire as SurveyJS reads it, with everything that has no place there."""

from surveys.exporting.surveyjs.survey import Lost, as_surveyjs

__all__ = ["Lost", "as_surveyjs"]
