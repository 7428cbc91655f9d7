"""Open-loop load: requests that go out when they are due, whether or not those before them are answered, and when each piece
of what comes back came. One thread and the system's epoll; what was received is taken apart only after the load."""

import bisect
import gc
import json
import math
import re
import select
import socket
import time
from collections import deque

from processes import Failed

END = b"\r\n0\r\n\r\n"  # of a chunked body


def post(path, body, headers):
    data = json.dumps(body, ensure_ascii=False).encode()
    head = {"Host": "localhost", "Content-Type": "application/json", "Content-Length": len(data), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + data


class Exchange:
    """One request, when it was due and sent, and each piece of its answer with the time it came, in seconds."""

    def __init__(self, due, request):
        self.due = due
        self.request = request
        self.sent = None
        self.pieces = []
        self.tail = b""
        self.has = 0
        self.needs = None

    def take(self, data):
        """Whether the answer is complete with this."""
        self.pieces.append((time.monotonic(), data))
        self.tail = (self.tail + data)[-len(END) :]
        if len(self.pieces) == 1:
            self.needs = self.length(data)
        self.has += len(data)
        return self.tail == END if self.needs is None else self.has >= self.needs

    @staticmethod
    def length(first):
        """Of the whole answer, head included, or None where the head does not say."""
        head, whole, _ = first.partition(b"\r\n\r\n")
        if not whole:
            raise Failed(f"the head of an answer came in pieces: {head!r}")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        return len(head) + 4 + int(length[1]) if length else None

    def events(self):
        """(time, event) for each server-sent event, by when the chunk with its end had come."""
        raw = b"".join(data for _, data in self.pieces)
        ends, came = [], []  # of the pieces, by offset
        for moment, data in self.pieces:
            ends.append((ends[-1] if ends else 0) + len(data))
            came.append(moment)
        at = raw.index(b"\r\n\r\n") + 4
        body, chunks = bytearray(), []  # (offset in the body, time)
        while True:
            start = raw.index(b"\r\n", at) + 2
            size = int(raw[at : start - 2].split(b";")[0], 16)
            if not size:
                break
            at = start + size + 2
            body += raw[start : start + size]
            chunks.append((len(body), came[bisect.bisect_left(ends, start + size)]))
        found, begin = [], 0
        while (end := body.find(b"\n\n", begin)) >= 0:
            moment = chunks[bisect.bisect_left(chunks, (end + 2, 0))][1]
            found.append((moment, body[begin:end].decode()))
            begin = end + 2
        return found


class Load:
    """Sends requests to one port and gathers their answers."""

    def __init__(self, name, port, patience=30):
        self.name = name
        self.port = port
        self.patience = patience
        self.cpu = 0.0  # seconds that this client has used
        self.poll = select.epoll()
        self.idle = []
        self.busy = {}

    def run(self, requests, gap, connections, most=math.inf):
        """One request each gap of seconds, over as many connections as it takes, so many of them open before. With most,
        a request waits while so many are under way: to warm up."""
        exchanges = []
        try:
            self.idle = [self.connect() for _ in range(connections)]
            began = time.monotonic() + 0.05
            exchanges = [Exchange(began + i * gap, request) for i, request in enumerate(requests)]
            gc.collect()
            gc.disable()
            used = time.process_time()
            self.loop(deque(exchanges), most, began + len(requests) * gap + self.patience)
            self.cpu = time.process_time() - used
        finally:
            gc.enable()
            for connection in self.idle + [connection for connection, _ in self.busy.values()]:
                connection.close()
            self.poll.close()
        return exchanges

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.poll.register(connection, select.EPOLLIN)
        return connection

    def loop(self, due, most, deadline):
        while due or self.busy:
            now = time.monotonic()
            while due and due[0].due <= now and len(self.busy) < most:
                self.send(due.popleft())
            if now > deadline:
                raise Failed(f"{self.name}: {len(self.busy)} answers did not end within {self.patience} s")
            wait = due[0].due - time.monotonic() if due and len(self.busy) < most else 1
            for number, _ in self.poll.poll(max(0, wait)):
                self.receive(number)

    def send(self, exchange):
        connection = self.idle.pop() if self.idle else self.connect()
        self.busy[connection.fileno()] = connection, exchange
        exchange.sent = time.monotonic()
        connection.sendall(exchange.request)

    def receive(self, number):
        if number not in self.busy:
            raise Failed(f"{self.name} closed an idle connection, or sent something unasked")
        connection, exchange = self.busy[number]
        data = connection.recv(1 << 16)
        if not data or not exchange.pieces and not data.startswith(b"HTTP/1.1 200"):
            raise Failed(f"{self.name} refused or broke off: {data[:1000].decode(errors='replace')!r}")
        if exchange.take(data):
            del self.busy[number]
            self.idle.append(connection)


def percentile(values, percent):
    """The smallest value that so many percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
