"""The restore drill: backups are taken, a member is erased, the older backups are put back. Can anything of theirs be read?

    make restore-drill

A whole stack of its own, its cluster copied as files while it is stopped: every database from before the erasure, the keyring
with the member's key among them. What is left as it was is what docs/backups.md says: the erasure journal, the master key.
"""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import nats

from local.acting import Mailbox, Office, client
from local.stack import Stack
from tests.privacy.life import Canary, Story, until
from tests.privacy.opening import readable


async def drill(folder: Path) -> list[str]:
    """What was seen, in words; raises AssertionError at the first thing that is not as promised."""
    stack, canary, bystander = Stack(folder / "run"), Canary(), Canary()
    said = []
    try:
        stack.up()
        member_id = await join(stack, canary, bystander)
        assert {canary.name, canary.email} <= await readable(stack)
        said.append("a member's name and address can be read with the master key, before they leave")
        stack.down()
        shutil.copytree(stack.state.postgres, folder / "backup", symlinks=True)
        stack.up()
        await forget(stack, canary)
        stack.down()
        put_back(stack, folder / "backup")
        stack.up()
        await look(stack, canary, bystander, member_id)
        said.append("all databases put back from before: of the erased nothing can be read with the master key")
        said.append("the member is gone, the house is told so, and the other member is untouched")
        await join_again(stack, canary)
        said.append("the address is free: the same person can join as somebody new")
    finally:
        stack.down()
    return said


async def join(stack: Stack, *people: Canary) -> UUID:
    """The first one's id."""
    async with client(stack.endpoints) as http:
        story = Story(stack.endpoints, http, Mailbox(stack.endpoints, http))
        office = await Office(stack.endpoints, http).sign_in()
        for n, person in enumerate(people):
            await story.sign_up(person, str(n))
            await story.confirm(person, str(n))
        await until(office.members, len(people))
        found = await http.post("/staff/panel/members/find", data={"email": people[0].email})
        return UUID(found.headers["location"].rsplit("/", 1)[1])


async def forget(stack: Stack, canary: Canary) -> None:
    async with client(stack.endpoints) as http:
        office = await Office(stack.endpoints, http).sign_in()
        answer = await http.post("/staff/panel/forget", data={"email": canary.email})
        assert answer.status_code == 303, answer.text
        await until(office.members, 1)
    assert not {canary.name, canary.email} & await readable(stack)


def put_back(stack: Stack, backup: Path) -> None:
    """As docs/backups.md says: the databases from one time, the broker's store empty, the journal left as it is."""
    shutil.rmtree(stack.state.postgres)
    shutil.copytree(backup, stack.state.postgres, symlinks=True)
    shutil.rmtree(stack.state.jetstream)
    stack.state.jetstream.mkdir(mode=0o700)


async def look(stack: Stack, canary: Canary, bystander: Canary, member_id: UUID) -> None:
    opened = await readable(stack)
    assert not {text for text in opened if canary.mark in text}
    assert {bystander.name, bystander.email} <= opened
    assert await resolved(stack, member_id) == "gone"
    async with client(stack.endpoints) as http:
        await until(Office(stack.endpoints, http).members, 1)


async def resolved(stack: Stack, member_id: UUID) -> str:
    """As notifications asks before it mails anybody."""
    lines = (stack.state.folder / "env" / "notifications.env").read_text().splitlines()
    url = dict(line.split("=", 1) for line in lines if "=" in line)["NATS_URL"].strip('"')
    nc = await nats.connect(url, inbox_prefix=b"_INBOX_notifications")
    request = {"notification_id": uuid4(), "kind": "invitation", "member_id": member_id}
    reply = await nc.request("rpc.membership.resolve", msgspec.json.encode({"requests": [request]}), timeout=10)
    await nc.close()
    return str(msgspec.json.decode(reply.data)["answers"][0]["status"])


async def join_again(stack: Stack, canary: Canary) -> None:
    async with client(stack.endpoints) as http:
        story = Story(stack.endpoints, http, Mailbox(stack.endpoints, http))
        await story.mailbox.fresh()  # what came before
        await story.sign_up(canary, "again")
        await story.confirm(canary, "again")
        await until(Office(stack.endpoints, http).members, 2)
    assert canary.name in await readable(stack)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="samrad-drill-") as folder:
        for line in asyncio.run(drill(Path(folder))):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
