"""A model that streams at a steady pace, as OpenAI's wire has it: the first frame at once, then one every 20 ms. Each frame
says its number and when it was sent, in nanoseconds of this machine's monotonic clock: "17@1234567890 ".

Run by bench/run: paced.py PORT FRAMES
"""

import asyncio
import gc
import json
import sys
import time

from exchange import Requests

GAP_MS = 20
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
READY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
EVENT = (
    'data: {"id":"chatcmpl-paced","object":"chat.completion.chunk","created":1618037123,"model":"stub",'
    '"choices":[%s],"usage":%s}\n\n'
)
FRAME = EVENT % ('{"index":0,"delta":{%s"content":"%d@%d "},"finish_reason":null}', "null")
END = EVENT % ('{"index":0,"delta":{},"finish_reason":"stop"}', "null")
USAGE = EVENT % ("", '{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}')


def chunk(text):
    data = text.encode()
    return b"%x\r\n%b\r\n" % (len(data), data)


class Pacer:
    """One tick a millisecond; a stream has a place in one of twenty, the one in which it began."""

    def __init__(self):
        self.places = [set() for _ in range(GAP_MS)]
        self.tick = 0

    def place(self):
        return self.places[(self.tick - 1) % GAP_MS]

    async def run(self):
        began = time.monotonic()
        while True:
            for stream in list(self.places[self.tick % GAP_MS]):
                stream.frame()
            self.tick += 1
            # Late ticks are made up for: the pace holds on the whole.
            await asyncio.sleep(max(0, began + self.tick / 1000 - time.monotonic()))


class Stream(Requests):
    """One connection, one answer at a time."""

    def __init__(self, pacer, frames):
        super().__init__()
        self.pacer = pacer
        self.frames = frames
        self.place = None
        self.sent = 0
        self.usage = False

    def connection_lost(self, error):
        self.leave()

    def leave(self):
        if self.place is not None:
            self.place.discard(self)
            self.place = None

    def answer(self, method, path, body):
        if method == "GET":
            self.transport.write(READY)
        else:
            self.begin(json.loads(body))

    def begin(self, request):
        self.usage = (request.get("stream_options") or {}).get("include_usage", False)
        self.sent = 0
        self.transport.write(HEAD)
        self.place = self.pacer.place()
        self.place.add(self)
        self.frame()

    def frame(self):
        role = "" if self.sent else '"role":"assistant",'
        data = chunk(FRAME % (role, self.sent, time.monotonic_ns()))
        self.sent += 1
        if self.sent == self.frames:
            self.leave()
            usage = USAGE % (9, self.frames, self.frames + 9) if self.usage else ""
            data += chunk(END + usage + "data: [DONE]\n\n") + b"0\r\n\r\n"
        self.transport.write(data)


async def main(port, frames):
    pacer = Pacer()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Stream(pacer, frames), "127.0.0.1", port, backlog=1024)
    gc.freeze()
    async with server:
        await pacer.run()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
