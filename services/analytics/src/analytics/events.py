"""The private facts of analytics: what was published, and in which words."""

from datetime import datetime
from uuid import UUID

import msgspec

from analytics.figures import SurveyFigures
from analytics.questions import Texts
from eventlog import Event


class Findings(msgspec.Struct, frozen=True):
    """Up to three findings in staff's own words, each in the languages they were written in."""

    texts: tuple[Texts, ...] = ()


class ResultPublished(Event, frozen=True, tag="result_published"):
    """The whole of what the public may see, frozen: a later count never changes what was said."""

    survey_id: UUID
    slug: str
    title: Texts
    figures: SurveyFigures
    findings: Findings
    published_at: datetime


class FindingsReworded(Event, frozen=True, tag="findings_reworded"):
    """New words for figures that stay as they were published."""

    survey_id: UUID
    findings: Findings
    reworded_at: datetime
