"""The form in which gateways for models are compared in public: 10 connections, 8,000 requests, in three wires, whole and
streamed; cold, from the first request after a start, and warm; beside another gateway and the bare stub."""

import http.client
import json
import sqlite3

import load
from closed import compiled, drive
from dialects import ANSWER, KINDS, locations
from exchanges import post
from processes import Failed, Server, free_port
from stage import Bar, Figures, api_key, call, check_tools, nginx, say, service, started, tool_path
from v1 import install_portkey

TITLE = "Gateways for models"
REQUESTS, CONNECTIONS = 8000, 10
STUB = "the stub itself"
PORTKEY = "Portkey's gateway"
OURS = "Session Manager"
COLD = "Session Manager, cold"
BARS = {OURS: (1.0, 4.0), COLD: (4.0, 40.0)}


def check():
    check_tools([("nginx", "nginx"), ("node", "nodejs"), ("npm", "npm"), ("gcc", "gcc libc6-dev")])


class Asked:
    """One of them, asked in one kind."""

    def __init__(self, name, server, port, kind, headers=None, path=None):
        self.name = name
        self.server = server
        self.port = port
        self.kind = kind
        self.path = path or kind.wire.path
        self.loads = 0
        self.headers = {"anthropic-version": "2023-06-01", "Accept": "*/*"} | (headers or {})

    def there(self):
        """False where it has no such route; its answer must be right where it has."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            body = json.dumps(self.kind.body(), ensure_ascii=False).encode()
            connection.request("POST", self.path, body, {"Content-Type": "application/json"} | self.headers)
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        if response.status in (404, 405):
            return False
        if response.status != 200 or self.kind.read(raw) != ANSWER:
            raise Failed(f"{self.name} answers {self.kind.name} wrongly: {response.status} {raw[:1000].decode()}")
        return True

    def load(self):
        self.loads += 1
        before = self.server.cpu()
        request = post(self.path, self.kind.body(), self.headers)
        figures = drive(self.name, self.port, request, self.kind.mark(), REQUESTS, CONNECTIONS)
        return figures | {"cpu": (self.server.cpu() - before) / REQUESTS * 1e6}


def logged(folder):
    """Questions with their answers in the service's log."""
    with sqlite3.connect(f"file:{folder}/data/session_manager.db?mode=ro", uri=True) as log:
        return log.execute(
            "select count(*) from turns t join outcomes o on o.turn_id = t.id where o.answer = ?", (ANSWER,)
        ).fetchone()[0]


def cold(folder, settings, key, times):
    """Of each kind the first requests to a service that has answered GET / alone: figures by kind, a row a start."""
    rows = {kind: [] for kind in KINDS}
    for i in range(times):
        for kind in KINDS:
            port = free_port()
            server = started(service(folder, port, **settings), port)
            rows[kind].append(Asked(COLD, server, port, kind, key).load())
            server.stop()
            last = rows[kind][-1]
            say(f"  {kind.name}, start {i + 1}: p50 {last['p50']:.2f} ms, p99 {last['p99']:.2f} ms")
    return rows


def measure(folder, quick):
    portkey_files = install_portkey()
    compiled()
    stub, peer, ours = (free_port() for _ in range(3))
    model = f"http://127.0.0.1:{stub}"
    settings = {"LLM_URL": f"{model}/v1", "MODEL_NAME": "stub"}

    say("Starting the model stub and the service")
    bare = nginx("model", folder, stub, locations=locations())
    bare.wait_until(lambda: call(stub, "POST", "/v1/chat/completions", {})[0] == 200)
    manager = started(service(folder, ours, **settings), ours)
    key = api_key(ours)
    for kind in KINDS:
        if not Asked(OURS, manager, ours, kind, key).there():
            raise Failed(f"Session Manager has no route {kind.wire.path}")
    manager.stop()

    say("Cold")
    figures = {(COLD, kind): rows for kind, rows in cold(folder, settings, key, 1 if quick else 3).items()}

    say("Warm")
    manager = started(service(folder, ours, **settings), ours)
    portkey = Server(
        "portkey",
        [tool_path("node"), portkey_files / "node_modules/@portkey-ai/gateway/build/start-server.js"]
        + [f"--port={peer}", "--headless"],
        folder,
        {"NODE_ENV": "production"},
    )
    portkey.wait_until(lambda: call(peer, "GET", "/v1/health") is not None)
    asked = []
    for kind in KINDS:
        streamed = "/streamed" if kind.streamed else ""
        address = {
            "x-portkey-provider": "anthropic" if kind.wire.path == "/v1/messages" else "openai",
            "x-portkey-custom-host": f"{model}{streamed}/v1",
            "Authorization": "Bearer none",
        }
        asked += [
            Asked(STUB, bare, stub, kind, path=streamed + kind.wire.path),
            Asked(PORTKEY, portkey, peer, kind, address),
            Asked(OURS, manager, ours, kind, key),
        ]
    asked = [one for one in asked if one.there()]
    before = logged(folder)
    for one in asked:
        if one.name == OURS:
            name = f"{OURS}, {one.kind.name}"
            load.warm_up(name, lambda: one.load()["cpu"], *((6, 20) if quick else (20, 60)))
        elif one.name == PORTKEY:
            one.load()
    for i in range(1 if quick else 3):
        say(f"Round {i + 1}")
        for one in asked:
            figures.setdefault((one.name, one.kind), []).append(one.load())
    count = sum(one.loads for one in asked if one.name == OURS) * REQUESTS
    kept = logged(folder) - before
    if kept < count:
        raise Failed(f"Session Manager answered {count} questions and has {kept} of them in its log")
    return report({key: load.medians(rows) for key, rows in figures.items()}, manager.rss())


def report(medians, rss):
    table = ["| | | first byte p50 | p99 | whole p50 | p99 | CPU a request | the client's |"]
    table.append("|---|---|--:|--:|--:|--:|--:|--:|")
    bars = []
    for kind in KINDS:
        for name in (STUB, PORTKEY, OURS, COLD):
            if (name, kind) not in medians:
                table.append(f"| {kind.name} | {name} | - | - | - | - | - | - |")
                continue
            f = medians[name, kind]
            table.append(
                f"| {kind.name} | {name} | {f['first p50']:.2f} ms | {f['first p99']:.2f} ms | {f['p50']:.2f} ms "
                f"| {f['p99']:.2f} ms | {f['cpu']:.1f} µs | {f['client']:.1f} µs |"
            )
    for name, (p50, p99) in BARS.items():
        when = "cold" if name == COLD else "warm"
        for kind in KINDS:
            f = medians[name, kind]
            bars.append(Bar(f"{kind.name}, {when}: p50 at most {p50} ms", f["p50"], p50, "ms"))
            bars.append(Bar(f"{kind.name}, {when}: p99 at most {p99} ms", f["p99"], p99, "ms"))
    table.append(f"\nSession Manager held {rss:.0f} MiB after all of it, log and limits on.")
    return Figures("\n".join(table), bars)
