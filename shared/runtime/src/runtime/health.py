"""Alive: the process answers. Ready: it can keep its promises: the database answers, and the worker leads or stands by."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from runtime.rights import open_to_all

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", dependencies=[open_to_all])
async def live() -> dict[str, str]:
    return {"status": "live"}


@router.get("/ready", dependencies=[open_to_all])
async def ready(request: Request) -> JSONResponse:
    """503 names what is missing. The broker's absence is told but does not make a service unready: commands are accepted."""
    house = request.app.state.house
    state = {"database": await _database_answers(request), "broker": bool(house.nats and house.nats.is_connected)}
    return JSONResponse({"status": "ready" if state["database"] else "not ready", **state}, 200 if state["database"] else 503)


async def _database_answers(request: Request) -> bool:
    try:
        async with asyncio.timeout(1), request.app.state.house.engine.connect() as connection:
            await connection.execute(text("select 1"))
    except (SQLAlchemyError, OSError, TimeoutError):
        return False
    return True
