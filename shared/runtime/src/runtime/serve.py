"""Wiring a service: one program with two roles, api and worker; one process locally, apart in production."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import structlog
import uvicorn
from fastapi import APIRouter, FastAPI

import ui
from eventlog import EventLog, EventTypes, Hearing, Projection
from eventlog.log import Announce
from runtime import health, logs, traces
from runtime.doors import Doors
from runtime.house import House, make_engine
from runtime.problems import add_handlers
from runtime.rights import load_public_key, refuse_undeclared
from runtime.settings import Settings
from runtime.worker import Worker


def nothing_announced(_: object, __: object) -> None:
    return None


@dataclass(frozen=True)
class Service:
    """What a service is made of. `on_start` prepares its own parts (`house.own`) before anything is served."""

    name: str
    settings: Settings
    events: EventTypes
    announce: Announce = nothing_announced
    routers: Sequence[APIRouter] = ()
    projections: Sequence[Projection] | Callable[[House], Sequence[Projection]] = ()
    hearings: Sequence[Hearing] | Callable[[House], Sequence[Hearing]] = ()
    background: Sequence[Callable[[House], Awaitable[None]]] = ()
    on_start: Callable[[House], Awaitable[None]] | None = None
    on_stop: Callable[[House], Awaitable[None]] | None = None
    uploads: frozenset[str] = field(default_factory=frozenset)  # paths that take up to 5 MiB; a star is any part
    proven: str = ""  # how paths begin that heed no cookie: their address is the proof, so any site may send a form there


def create_app(service: Service) -> FastAPI:
    """The service's application; starts and stops its parts with its lifespan. Raises RouteWithoutRight."""
    settings = service.settings
    logs.configure(service.name, settings.log_level)
    app = FastAPI(
        title=f"Samråd {service.name}",
        openapi_url=f"/api/{service.name}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lambda app: _lifespan(app, service),
        separate_input_output_schemas=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # its spans hold the path, and a path may be a key
    )
    app.state.staff_token_key = load_public_key(settings.staff_token_public_key)
    ui.setup(app, packages=[service.name], municipality=settings.municipality, public_url=settings.public_url)
    add_handlers(app)
    app.include_router(health.router)
    for router in service.routers:
        app.include_router(router)
    refuse_undeclared(app)
    app.add_middleware(Doors, public_url=settings.public_url, uploads=service.uploads, proven=service.proven)
    if traces.configure(service.name, settings.otel_traces_exporter):
        app.add_middleware(traces.TraceRequests)
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI, service: Service) -> AsyncIterator[None]:
    settings = service.settings
    engine = make_engine(settings)
    log = EventLog(settings.database_url, engine, service.events, service.announce, name=service.name)
    house = House(service.name, settings, engine, log)
    app.state.house = house
    await log.open()
    if service.on_start:
        await service.on_start(house)
    tasks = [asyncio.create_task(_worker(service, house).run(), name="worker")] if settings.has_worker else []
    structlog.get_logger("runtime").info("started", roles=settings.roles, port=settings.port)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if service.on_stop:
            await service.on_stop(house)
        await log.close()
        if house.nats is not None:
            await house.nats.close()
        await engine.dispose()


def _worker(service: Service, house: House) -> Worker:
    projections = service.projections(house) if callable(service.projections) else service.projections
    hearings = service.hearings(house) if callable(service.hearings) else service.hearings
    return Worker(house, projections, hearings, service.background)


def serve(service: Service) -> None:
    """Run until told to stop. The worker role alone still answers `/health`."""
    app = create_app(service)
    gc.freeze()  # what stands now stands to the end: going through it again costs somebody a tenth of a second
    uvicorn.run(
        app,
        host=service.settings.host,
        port=service.settings.port,
        log_config=None,
        access_log=False,  # who answered when is nobody's business
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
        loop="uvloop",
        http="httptools",
        limit_concurrency=2_000,
        h11_max_incomplete_event_size=64 * 1024,
    )
