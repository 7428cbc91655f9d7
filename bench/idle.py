"""Many sessions that say nothing, then some of them that talk: what each costs, and what is left when all have gone."""

import base64
import os
import re
import resource
import selectors
import socket
import time
from pathlib import Path

from exchanges import percentile
from processes import Failed, family, free_port
from stage import Bar, Figures, say, service, started

TITLE = "Idle sessions"
SESSIONS = 10_000
TALKERS = 1_000
PACE = 1.0  # seconds between two messages of one talker
SECONDS = 30
QUESTION = "Calculá el interés simple de 1.000 al 10% anual por 2 años"  # EcoBot's calculator answers at once
ANSWER = "1.200"
LIMITS = {
    "ADMISSION_QUEUEMAX": "2000",
    "SOCKET_AGENT": "ecobot",
    "WS_AGENT": "ecobot",
    "SESSIONS_IDLETCP": "0s",
    "SESSIONS_IDLEWEBSOCKET": "0s",
}
SPARE = 512  # descriptors for all but the sessions
BATCH = 200  # connections under way at once, so that nobody's queue overflows


def check():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < SESSIONS + SPARE:
        raise Failed(f"this needs {SESSIONS + SPARE} descriptors, and the limit is {hard}: raise it with ulimit -Hn")
    wanted = hard if hard != resource.RLIM_INFINITY else SESSIONS + SPARE
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(wanted, SESSIONS + SPARE)), hard))


class Tcp:
    """The lines of the TCP port."""

    name = "TCP"
    first = b""
    greeted = b"\n> "
    done = b"\n> "
    question = QUESTION.encode() + b"\n"
    ping = None

    @staticmethod
    def ports(port):
        return {"ECOBOT_SOCKET_PORT": str(port)}


class WebSocket:
    """Text frames on WS_PORT, as the original clients send them."""

    name = "WebSocket"
    first = (
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    ).encode()
    greeted = b"\r\n\r\n"
    done = ANSWER.encode()

    @staticmethod
    def frame(text):
        payload, mask = text.encode(), os.urandom(4)
        masked = bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
        assert len(payload) < 126
        return bytes([0x81, 0x80 | len(payload)]) + mask + masked

    question = frame(QUESTION)
    ping = b"\x89\x00"  # never part of a text
    pong = bytes([0x8A, 0x80]) + os.urandom(4)

    @staticmethod
    def ports(port):
        return {"WS_PORT": str(port)}


class Session:
    def __init__(self, sock):
        self.sock = sock
        self.got = b""
        self.sent = None


class Crowd:
    """All sessions of one kind, on one thread."""

    def __init__(self, kind, port):
        self.kind = kind
        self.port = port
        self.selector = selectors.DefaultSelector()
        self.sessions = []

    def arrive(self, count):
        for begin in range(0, count, BATCH):
            fresh = []
            for _ in range(begin, min(begin + BATCH, count)):
                sock = socket.create_connection(("127.0.0.1", self.port), timeout=30)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.sendall(self.kind.first)
                fresh.append(Session(sock))
            for session in fresh:
                while self.kind.greeted not in session.got:
                    piece = session.sock.recv(4096)
                    if not piece:
                        raise Failed(f"{self.kind.name}: hung up after {session.got!r}")
                    session.got += piece
                session.sock.setblocking(False)
                self.selector.register(session.sock, selectors.EVENT_READ, session)
            self.sessions += fresh

    def listen(self, until, took):
        """Reads until then what comes; how long each answer took goes to the list, in ms."""
        while (left := until - time.monotonic()) > 0:
            for key, _ in self.selector.select(left):
                session = key.data
                piece = session.sock.recv(65536)
                if not piece:
                    raise Failed(f"{self.kind.name}: hung up on a session after {session.got[-200:]!r}")
                if self.kind.ping and self.kind.ping in piece:
                    session.sock.send(self.kind.pong)
                session.got += piece
                if session.sent is not None and self.kind.done in session.got and ANSWER.encode() in session.got:
                    took.append((time.monotonic() - session.sent) * 1000)
                    session.sent = None

    def talk(self, talkers, seconds):
        """Each talker one message a second, spread evenly; the times in ms, how many are unanswered, and the client's lag."""
        took, late, sent, unanswered = [], [], 0, 0
        gap = PACE / talkers
        start = time.monotonic() + 0.1
        while (due := start + sent * gap) < start + seconds:
            self.listen(due, took)
            session = self.sessions[sent % talkers]
            if session.sent is not None:
                unanswered += 1  # its last question is not answered after a whole second
            else:
                session.got = b""
                session.sent = due  # counted from when it was due: the client's own lag counts too
                session.sock.send(self.kind.question)
            late.append((time.monotonic() - due) * 1000)
            sent += 1
        self.listen(time.monotonic() + 2, took)
        unanswered += sum(session.sent is not None for session in self.sessions)
        return took, unanswered, late

    def go(self):
        for session in self.sessions:
            self.selector.unregister(session.sock)
            session.sock.close()
        self.sessions = []


class State:
    """What a process holds: MiB resident, threads, descriptors."""

    def __init__(self, server):
        pid = family(server.process.pid)[-1]
        status = Path(f"/proc/{pid}/status").read_text()
        self.rss = server.rss()
        self.threads = int(re.search(r"Threads:\s+(\d+)", status)[1])
        self.descriptors = len(list(Path(f"/proc/{pid}/fd").iterdir()))


def settled(server, expected, seconds=30):
    """The state once its sessions are gone, or after so long."""
    end = time.monotonic() + seconds
    while (state := State(server)).descriptors > expected.descriptors * 1.1 and time.monotonic() < end:
        time.sleep(0.2)
    return state


def one(kind, folder, quick):
    http, port = free_port(), free_port()
    say(f"{kind.name}: starting the service")
    manager = started(service(folder, http, **LIMITS, **kind.ports(port)), http)
    few = Crowd(kind, port)
    few.arrive(20)
    few.talk(20, 2)  # classes loaded: what any use costs, once
    few.go()
    fresh = settled(manager, State(manager), 2)
    crowd = Crowd(kind, port)
    begun = time.monotonic()
    crowd.arrive(SESSIONS)
    say(f"{kind.name}: {SESSIONS} sessions came within {time.monotonic() - begun:.1f} s")
    crowd.listen(time.monotonic() + (2 if quick else 35), [])  # past a flush of their rows
    idle = State(manager)
    crowd.talk(TALKERS, 15 if quick else 60)  # code compiled
    crowd.go()
    for _ in range(3):  # the heap as large as it gets: it keeps what has gone until it must be gone through
        crowd.arrive(SESSIONS)
        crowd.go()
        settled(manager, fresh)
    base = settled(manager, fresh)

    crowd.arrive(SESSIONS)
    crowd.talk(TALKERS, 5)  # the arrival of ten thousand is not what is measured
    before = manager.cpu()
    took, unanswered, late = crowd.talk(TALKERS, 10 if quick else SECONDS)
    used = (manager.cpu() - before) / max(1, len(took)) * 1e6
    crowd.go()
    after = settled(manager, base)
    manager.stop()
    return {
        "name": kind.name,
        "fresh": fresh,
        "base": base,
        "idle": idle,
        "after": after,
        "each": (idle.rss - fresh.rss) * 1024 / SESSIONS,
        "p50": percentile(took, 50),
        "p99": percentile(took, 99),
        "late": percentile(late, 99),
        "cpu": used,
        "unanswered": unanswered,
    }


def measure(folder, quick, kinds=(Tcp, WebSocket)):
    rows = []
    for kind in kinds:
        own = folder / kind.name
        own.mkdir()
        rows.append(one(kind, own, quick))
    return report(rows)


def report(rows):
    table = [
        f"| {SESSIONS} sessions | RSS before | idle | each | answer p50 | p99 | CPU a message | client's lag p99 "
        "| RSS once they had gone | and gone again | threads | descriptors |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    bars = []
    for f in rows:
        fresh, base, idle, after = f["fresh"], f["base"], f["idle"], f["after"]
        table.append(
            f"| {f['name']} | {fresh.rss:.0f} MiB | {idle.rss:.0f} MiB | {f['each']:.1f} KiB | {f['p50']:.2f} ms "
            f"| {f['p99']:.2f} ms | {f['cpu']:.0f} µs | {f['late']:.2f} ms | {base.rss:.0f} MiB "
            f"| {after.rss:.0f} MiB | {fresh.threads}, {idle.threads}, {after.threads} "
            f"| {fresh.descriptors}, {idle.descriptors}, {after.descriptors} |"
        )
        name = f["name"]
        bars += [
            Bar(f"{name}: an idle session at most 25 KiB", f["each"], 25, "KiB"),
            Bar(f"{name}: {TALKERS} messages/s, p99 under 50 ms", f["p99"], 50, "ms"),
            Bar(f"{name}: no message unanswered", f["unanswered"], 0, "messages"),
            Bar(f"{name}: RSS the second time within 10 % of the first", after.rss / base.rss * 100 - 100, 10, "%"),
            Bar(f"{name}: threads within 10 %", after.threads / fresh.threads * 100 - 100, 10, "%"),
            Bar(f"{name}: descriptors within 10 %", after.descriptors / fresh.descriptors * 100 - 100, 10, "%"),
        ]
    return Figures("\n".join(table), bars)
