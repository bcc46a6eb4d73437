"""OpenTelemetry, off unless asked for. Spans carry a route's pattern, never its values."""

from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, SpanKind
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def configure(service: str, exporter: str) -> bool:
    """Start tracing to `exporter`; False (and no cost) for none."""
    if exporter == "none":
        return False
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 – the SDK's memory is spent only where it is used
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 – likewise

    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(_processor(exporter))
    trace.set_tracer_provider(provider)
    return True


def _processor(exporter: str):  # type: ignore[no-untyped-def] # noqa: ANN202 – the SDK's types are imported only when tracing
    from opentelemetry.sdk.trace.export import (  # noqa: PLC0415 – likewise
        BatchSpanProcessor,
        ConsoleSpanExporter,
        SimpleSpanProcessor,
    )

    if exporter == "console":
        return SimpleSpanProcessor(ConsoleSpanExporter(formatter=lambda span: span.to_json(indent=None) + "\n"))
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 – likewise

    return BatchSpanProcessor(OTLPSpanExporter())


class TraceRequests:
    """One server span per request. A third of the cost of the stock instrumentation (docs/decisions/0006)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._tracer = trace.get_tracer("samrad.runtime")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        root = trace.set_span_in_context(NonRecordingSpan(trace.INVALID_SPAN_CONTEXT))  # a client's own trace is not joined
        with self._tracer.start_as_current_span(scope["method"], context=root, kind=SpanKind.SERVER) as span:

            async def noting_status(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                await send(message)

            await self._app(scope, receive, noting_status)
            route = scope.get("route")
            pattern = getattr(route, "path", "unmatched")
            span.update_name(f"{scope['method']} {pattern}")
            span.set_attribute("http.route", pattern)
