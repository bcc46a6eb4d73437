"""JSON logs of the facts a reader of logs may know: never a body, an address, a name, a query string or a link."""

import logging
import sys
import traceback
from typing import Any

import structlog
from opentelemetry import trace


def configure(service: str, level: str) -> None:
    number = logging.getLevelNamesMapping()[level]
    processors = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace_id,
        _name(service),
        _where_it_failed,
        structlog.processors.JSONRenderer(),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stdout),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_ToStructlog()], force=True)


def _trace_id(_: object, __: str, event: Any) -> Any:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = f"{context.trace_id:032x}"
    return event


def _name(service: str) -> Any:
    def add(_: object, __: str, event: Any) -> Any:
        event["service"] = service
        return event

    return add


def _where_it_failed(_: object, __: str, event: Any) -> Any:
    """An exception as its type and the places it passed: its text and its variables may hold what a person sent."""
    info = event.pop("exc_info", None)
    error = info if isinstance(info, BaseException) else sys.exc_info()[1] if info else None
    if error is not None:
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        event["error"] = type(error).__name__
        event["places"] = places[-8:]
    return event


class _ToStructlog(logging.Handler):
    """Libraries' warnings by level and place; their messages may carry what a person sent, so only the template is kept."""

    def emit(self, record: logging.LogRecord) -> None:
        logger = structlog.get_logger(record.name)
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        logger.log(
            record.levelno, "library", template=str(record.msg)[:200], error=error, line=f"{record.module}:{record.lineno}"
        )
