"""Prints what happens in the panel, as it happens; with --from-start everything since the panel began, and then on.

python docs/subscribe.py [--from-start] [.run/endpoints.json]        needs nothing but nats-py
"""

import asyncio
import contextlib
import json
import sys

import nats


async def follow(nc, prefix, stream, from_start):
    js, news = nc.jetstream(prefix=prefix), asyncio.Event()

    async def wake(_):
        news.set()

    await nc.subscribe(f"{stream.lower()}.v1.*", cb=wake)
    position = 1 if from_start else None
    while True:
        news.clear()
        try:
            position = position or (await js.stream_info(stream)).state.last_seq + 1
            message = await js.get_msg(stream, seq=position, direct=True)
        except nats.errors.Error:  # nothing there yet, or the broker is away: wait for news, then look again
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), 2)
            continue
        print(json.dumps({"position": position, "type": message.subject, "data": json.loads(message.data)}), flush=True)
        position += 1


async def main(from_start, endpoints):
    told = json.load(open(endpoints))["nats"]
    inbox = f"_INBOX_{told['user']}".encode()
    nc = await nats.connect(
        told["url"], user=told["user"], password=told["password"], inbox_prefix=inbox, max_reconnect_attempts=-1
    )
    await asyncio.gather(*(follow(nc, told["api_prefix"], stream, from_start) for stream in told["streams"]))


asyncio.run(main("--from-start" in sys.argv, ([a for a in sys.argv[1:] if a != "--from-start"] or [".run/endpoints.json"])[0]))
