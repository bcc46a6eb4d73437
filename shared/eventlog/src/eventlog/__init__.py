"""An event log on PostgreSQL with public announcements on NATS JetStream.

One commit is the truth: events, their announcements and their claims are written by one statement. The relay makes the
announcements public, hearings take in other services' announcements, projections answer questions. No opinion about panels.
"""

from eventlog.announcements import Heard, Message
from eventlog.decider import Decider, Loaded, Outcome, Refused
from eventlog.events import Event, EventTypes, Recorded
from eventlog.hearings import Hearing
from eventlog.log import Append, EventLog
from eventlog.projections import Projection
from eventlog.refusals import AlreadyClaimed, LogUnavailable, StaleVersion, Unwritable

__all__ = [
    "AlreadyClaimed",
    "Append",
    "Decider",
    "Event",
    "EventLog",
    "EventTypes",
    "Heard",
    "Hearing",
    "Loaded",
    "LogUnavailable",
    "Message",
    "Outcome",
    "Projection",
    "Recorded",
    "Refused",
    "StaleVersion",
    "Unwritable",
]
