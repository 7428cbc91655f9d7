"""What hostile callers, and a hostile model, do to the service: each function goes on until its process is ended."""

import base64
import gzip
import json
import os
import random
import selectors
import socket
import threading
import time

from stage import call

MEGABYTE = 1_000_000


def connect(port, first=b""):
    """An open connection that never waits, or None where the service takes none."""
    try:
        connection = socket.create_connection(("127.0.0.1", port), timeout=5)
        connection.settimeout(0.2)
        if first:
            connection.sendall(first)
        return connection
    except OSError:
        return None


def hold(port, beginnings, most, trickle=b"", pause=1.0, opened=500):
    """So many connections, each with one of the beginnings, opened anew where the service closes them, so many of them
    in a pause; with a trickle, each is sent that once in a pause."""
    held, i = [], 0
    while True:
        until, last = time.monotonic() + pause, i + opened
        while len(held) < most and i < last and time.monotonic() < until:
            i += 1
            connection = connect(port, beginnings[i % len(beginnings)])
            if connection is None:
                time.sleep(0.05)
            else:
                held.append(connection)
        time.sleep(max(0, until - time.monotonic()))
        alive = []
        for connection in held:
            try:
                if trickle:
                    connection.sendall(trickle)
                connection.setblocking(False)
                if connection.recv(65536, socket.MSG_PEEK) == b"":
                    raise OSError
                connection.close()  # it was answered
            except BlockingIOError:
                alive.append(connection)
            except OSError:
                connection.close()
        held = alive


def request(method, path, headers, body=b""):
    lines = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "localhost", **headers}.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def bodies(target):
    """Unfinished bodies of a megabyte, to routes that strangers reach."""
    routes = ["/login", "/communicate", "/webhook/chatwoot", "/v1/chat/completions", "/chat"]
    headers = {"Content-Type": "application/json", "Content-Length": MEGABYTE}
    body = b'{"text": "' + b"x" * (MEGABYTE - 1000)
    hold(target.port, [request("POST", route, headers, body) for route in routes], 300, opened=150)


def small_bodies(target):
    """Many unfinished bodies, each within what its route may have."""
    headers = {"Content-Type": "application/json", "Content-Length": 90_000}
    hold(target.port, [request("POST", "/communicate", headers, b'{"text": "' + b"x" * 80_000)], 1500)


def heads(target):
    """Unfinished heads of 15 KB."""
    hold(target.port, [b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 15_000], 5500)


def drops(target):
    """A byte a second, in heads and in bodies."""
    headers = {"Content-Type": "application/json", "Content-Length": 2000}
    hold(target.port, [b"GET / HTTP/1.1\r\nX: ", request("POST", "/login", headers)], 1000, trickle=b"x")


def exports(target):
    """Exports and pages of a long conversation that nobody reads."""
    token = target.tokens[0]
    paths = ["/conversations/long/export"] + ["/conversations/long?limit=200"] * 13
    hold(target.port, [request("GET", path, token) for path in paths], 43)


def uploads(target):
    """16 uploads of one person, a byte every 5 seconds."""
    headers = {**target.tokens[0], "Content-Length": 1000}
    hold(target.port, [request("PUT", "/vfs/files/slow.txt", headers)], 16, trickle=b"x", pause=5)


def writes(target):
    """Whatever makes rows, as fast as one account can."""

    def write():
        while True:
            for path, body in (
                ("/set_agent", {"agent_id": "techbot", "session_id": str(random.random())}),
                ("/keys", {"name": "k"}),
                ("/chat", {"message": "x" * 15_000, "session_id": str(random.random())}),
            ):
                try:
                    call(target.port, "POST", path, body, target.tokens[0])
                except (OSError, ValueError):
                    pass

    threads(write, 8)


def guesses(target):
    """Passwords, guessed for everybody at once."""

    def guess():
        while True:
            try:
                call(target.port, "POST", "/login", {"username": f"user_{random.randrange(99)}", "password": "a"})
            except (OSError, ValueError):
                pass

    threads(guess, 8)


def sockets(target):
    """Lines, frames and fragments without an end."""
    key = base64.b64encode(os.urandom(16)).decode()
    upgrade = request(
        "GET", "/", {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": 13, "Sec-WebSocket-Key": key}
    )
    mask = bytes(4)
    unfinished = upgrade + b"\x01\xfe\x3e\x80" + mask + b"x" * 15_999
    # Empty fragments of one text: each costs its sender six bytes.
    fragments = upgrade + b"\x01\x80" + mask + (b"\x00\x80" + mask) * 10_000
    ports = [(target.tcp, [b"x" * 15_999]), (target.ws, [unfinished, fragments])]
    for port, beginnings in ports:
        threading.Thread(target=hold, args=(port, beginnings, 2000), daemon=True).start()
    threading.Event().wait()


def model(target):
    """Asks, again and again, a model that never stops answering."""

    def ask():
        while True:
            try:
                body = {"model": "stub", "messages": [{"role": "user", "content": "hola"}]}
                call(target.port, "POST", "/v1/chat/completions", body, target.key)
            except (OSError, ValueError):
                pass

    threads(ask, 8)


def operator(target):
    """Strangers who would be administrators: through a proxy that says so, and by another name of this machine."""
    user = {"username": "", "password": "una larga 4711", "role": "ADMIN"}
    disguises = [{"Host": "bot.example.org"}] + [
        {name: value}
        for name, value in {
            "X-Forwarded-For": "127.0.0.1",
            "X-Real-IP": "::1",
            "Forwarded": 'for="[::1]:4711"',
            "Via": "1.1 proxy",
            "CF-Connecting-IP": "203.0.113.7",
            "True-Client-IP": "203.0.113.7",
            "X-Forwarded-Host": "localhost",
        }.items()
    ]
    while True:
        for disguise in disguises:
            try:
                body = {**user, "username": f"intruder{random.randrange(10**9)}"}
                status, _ = call(target.port, "POST", "/admin/users", body, disguise)
            except (OSError, ValueError):
                continue
            if status < 300:
                raise SystemExit(f"{disguise} made an administrator")
        time.sleep(0.1)


ATTACKS = [bodies, small_bodies, heads, drops, exports, uploads, writes, guesses, sockets, model, operator]


def threads(work, count):
    for _ in range(count):
        threading.Thread(target=work, daemon=True).start()
    threading.Event().wait()


def hostile_model(port):
    """A provider of models that has been taken over: one of its answers after the other, each without an end."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    zeros = gzip.compress(bytes(100 * MEGABYTE))
    answers = [
        (head, b"X-Long: " + b"x" * 1000 + b"\r\n"),
        (head + b"X-Line: ", b"x" * 65536),
        (head + b"\r\n", b'{"choices": [' + b" " * 65536),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        (head + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 65536),
        (head + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(zeros), zeros),
    ]
    server = socket.create_server(("127.0.0.1", port), backlog=128)
    poll = selectors.DefaultSelector()
    poll.register(server, selectors.EVENT_READ)
    count = 0
    while True:
        for key, _ in poll.select(1):
            if key.fileobj is server:
                connection, _ = server.accept()
                connection.setblocking(False)
                count += 1
                poll.register(connection, selectors.EVENT_READ, count % len(answers))
                continue
            connection, (begin, more) = key.fileobj, answers[key.data]
            try:
                if key.events & selectors.EVENT_READ:
                    if not connection.recv(65536):
                        raise OSError
                    connection.send(begin)
                    poll.modify(connection, selectors.EVENT_WRITE, key.data)
                else:
                    connection.send(more)
            except BlockingIOError:
                pass
            except OSError:
                poll.unregister(connection)
                connection.close()


def long_conversation(log, owner, turns=2000):
    """Written into the service's file, since nobody may write that fast."""
    text = json.dumps("palabra " * 2000)
    with log:
        log.execute(
            "insert into conversations (id, owner, channel, key, agent, title, created_at, updated_at, answered)"
            " values ('long', ?, 'chat', 'long', 'techbot', 'long', 1, 1, ?)",
            (owner, turns),
        )
        for turn in range(1, turns + 1):
            log.execute(
                "insert into turns (id, conversation_id, owner, channel, agent, question, language, trace_id, accepted_at)"
                " values (?, 'long', ?, 'chat', 'techbot', ?, 'es', '0', 1)",
                (turn, owner, text),
            )
            log.execute("insert into outcomes (turn_id, status, answer, ended_at) values (?, 'ANSWERED', ?, 1)", (turn, text))
