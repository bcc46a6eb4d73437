"""Pictures: uploaded to a draft by who writes it, shown to everybody who knows their name."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, Field

from runtime.problems import Problem
from runtime.rights import needs, open_to_all
from surveys import desk, pictures
from surveys.parts import PartsOf
from surveys.survey import NotADraft, Status

UPLOADS = frozenset({"/staff/surveys/*/pictures"})
GOOD_FOR_EVER = "public, max-age=31536000, immutable"
router = APIRouter(include_in_schema=False)


class Stored(BaseModel):
    file: str = Field(description="What the definition calls it: picture.file")
    address: str


@router.post("/staff/surveys/{survey_id}/pictures", status_code=201, dependencies=[needs("surveys:write")])
async def upload(survey_id: UUID, parts: PartsOf, file: UploadFile) -> Stored:
    """Keep a picture. Which option shows it is an edit of its own."""
    if (await desk.survey_of(parts, survey_id)).status is not Status.draft:
        raise NotADraft
    name = await pictures.store(parts.engine, await file.read())
    return Stored(file=name, address=f"/s/pictures/{name}")


@router.head("/s/pictures/{file}", dependencies=[open_to_all])
@router.get("/s/pictures/{file}", dependencies=[open_to_all])
async def show(file: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], parts: PartsOf) -> Response:
    content = await pictures.find(parts.engine, file)
    if content is None:
        raise Problem(404, "no_such_picture")
    return Response(content, media_type="image/webp", headers={"Cache-Control": GOOD_FOR_EVER})
