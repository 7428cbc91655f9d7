"""What the stubs in Python stand on: whole requests off a connection that is kept alive, one at a time."""

import asyncio
import re


class Requests(asyncio.Protocol):
    """Gives each request to answer(method, path, body), which writes to the transport."""

    def __init__(self):
        self.received = b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += data
        head, whole, rest = self.received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        size = int(length[1]) if length else 0
        if not whole or len(rest) < size:
            return
        self.received = rest[size:]
        method, path, _ = head.split(b"\r\n", 1)[0].decode().split(" ")
        self.answer(method, path, rest[:size])
