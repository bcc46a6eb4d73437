"""The trace context in its W3C form, carried in an event's meta and a message's header.

Costs nothing while tracing is off: then there is no valid span and nothing is carried.
"""

import json

from opentelemetry import trace
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, SpanKind, TraceFlags

TRACEPARENT_LENGTH = 55
tracer = trace.get_tracer("samrad.eventlog")


def current_traceparent() -> str | None:
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def traceparent_in(meta: str) -> str | None:
    """What an event's meta carries, if anything."""
    if meta == "{}":
        return None
    found: str | None = json.loads(meta).get("traceparent")
    return found


def span_context(traceparent: str | None) -> SpanContext | None:
    if traceparent is None or len(traceparent) != TRACEPARENT_LENGTH:
        return None
    _, trace_id, span_id, flags = traceparent.split("-")
    return SpanContext(int(trace_id, 16), int(span_id, 16), is_remote=True, trace_flags=TraceFlags(int(flags, 16)))


def mark(name: str, traceparent: str | None, kind: SpanKind = SpanKind.CONSUMER) -> None:
    """Record that a message with this trace context was handled, as a span of its trace."""
    parent = span_context(traceparent)
    if parent is None:
        return
    context = trace.set_span_in_context(NonRecordingSpan(parent))
    tracer.start_span(name, context=context, kind=kind, links=[Link(parent)]).end()
