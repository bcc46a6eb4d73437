"""What a stand's tablet sends: sealed sign-ups, each answered for by itself, so that it knows which to delete."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from membership.pages.public import known_campaign
from membership.parts import PartsOf
from membership.signing_up import stand
from membership.signing_up.floods import LONGEST_PROOF, Shown, address_of
from membership.signing_up.form import NotAccepted, check
from membership.signing_up.stand_key import Unopened
from runtime.house import Now
from runtime.rights import open_to_all
from ui import language_of, mark, site_of, translate
from ui.formats import HERE

router = APIRouter(prefix="/api/membership", tags=["membership"])
UNREADABLE = mark("Kunne ikke leses")


class Item(BaseModel):
    """One sign-up. `id` is random, and the same each time it is sent; `sealed` is base64 (docs/decisions/0074)."""

    id: UUID
    sealed: Annotated[str, Field(max_length=stand.LONGEST_SEALED)]


class Batch(BaseModel):
    items: Annotated[list[Item], Field(max_length=stand.LARGEST_BATCH)]
    proof: Annotated[str, Field(max_length=LONGEST_PROOF)] = ""


class Result(BaseModel):
    """`problems`: the field and what is wrong with it, where it was refused."""

    id: UUID
    status: Literal["accepted", "refused"]
    problems: list[tuple[str, str]] = []


class Taken(BaseModel):
    """What is not among the results is not taken: send it again; with the challenge solved, when there is one."""

    results: list[Result]
    challenge: dict[str, Any] | None = None


@router.post("/stand", dependencies=[open_to_all])
async def take(request: Request, body: Batch, parts: PartsOf, now: Now) -> Taken:
    taken = Taken(results=[])
    say, here, today = translate(language_of(request)), site_of(request).municipality, now.astimezone(HERE).date()
    proof = body.proof
    for item in body.items:
        try:
            said = parts.stand_key.open(item.id, item.sealed)
            applicant = check(said.written(), here, today)
        except Unopened:
            taken.results.append(Result(id=item.id, status="refused", problems=[("", say(UNREADABLE))]))
            continue
        except NotAccepted as refused:
            problems = [(field, say(text)) for field, text in refused.problems]
            taken.results.append(Result(id=item.id, status="refused", problems=problems))
            continue
        slowed = parts.floods.slow(address_of(request), Shown(proof), now)
        if slowed:
            taken.challenge = dict(slowed.challenge)
            break
        proof = ""
        await stand.sign_up(parts, item.id, applicant, said.language, await known_campaign(parts, said.campaign), now)
        taken.results.append(Result(id=item.id, status="accepted"))
    return taken
