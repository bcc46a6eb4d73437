"""The least that could be done: a FastAPI endpoint that inserts what it was sent, durably, and says 201.

Run as `python -m tests.load.bare PORT DATABASE_URL`, by the same uvicorn with the same settings as the services.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import uvicorn
from fastapi import FastAPI
from fastapi.responses import Response
from pydantic import BaseModel

TABLE = "create table if not exists bare (id uuid primary key, data json not null, at timestamptz not null default now())"
INSERT = "insert into bare (id, data) values ($1, $2)"
POOL = 16


class Submission(BaseModel):
    submission_id: str
    answers: dict[str, Any]
    language: str = "nb"


def make(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(database_url, min_size=POOL, max_size=POOL) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=lifespan, telemetry={"tracing": False, "metrics": False, "logs": False})

    @app.post("/api/surveys/answer/{token}")
    async def submit(token: str, submission: Submission) -> Response:
        await app.state.pool.execute(INSERT, uuid4(), submission.model_dump_json())
        return Response(b'{"status":"registered"}', 201, media_type="application/json")

    return app


if __name__ == "__main__":
    port, url = int(sys.argv[1]), sys.argv[2]
    uvicorn.run(make(url), host="127.0.0.1", port=port, log_config=None, access_log=False, loop="uvloop", http="httptools")
