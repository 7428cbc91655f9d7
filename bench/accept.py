"""How long until a message is accepted durably, at a steady pace."""

import json
import math
import os
import re
import time
from urllib.request import Request, urlopen

import load
from exchanges import Load, percentile, post
from processes import Failed, free_port
from stage import Bar, Figures, call, say, service, started

TITLE = "Durable accept"
PACE = 500  # messages a second
CONVERSATIONS = 100
CONNECTIONS = 64
QUESTION = "Calculá el interés simple de 1.000 al 10% anual por 2 años"
ANSWER = "Monto final: $ 1.200,00"


def check():
    pass  # Python alone


def message(i):
    body = {"message": QUESTION, "session_id": f"s{i % CONVERSATIONS}", "agent_id": "ecobot"}
    return post("/chat", body, {"Accept": "text/event-stream"})


def metrics(folder, port):
    """The service's own counters, without their labels' distinction: name → sum."""
    token = (folder / "data" / "operator.token").read_text().strip()
    request = Request(f"http://127.0.0.1:{port}/metrics", headers={"Authorization": f"Bearer {token}"})
    with urlopen(request, timeout=10) as response:
        lines = response.read().decode().splitlines()
    sums = {}
    for line in lines:
        if found := re.match(r"(\w+)(?:\{.*\})? (\S+)$", line):
            sums[found[1]] = sums.get(found[1], 0) + float(found[2])
    return sums


def check_answer(exchange):
    """Accepted first, one reply and the right one last; returns when it was accepted and answered."""
    events = exchange.events()
    names = [event.split("\n", 1)[0] for _, event in events]
    reply = json.loads(events[-1][1].rsplit("data: ", 1)[1]) if names[-1] == "event: reply" else {}
    right = (
        names[0] == "event: accepted"
        and names.count("event: accepted") == names.count("event: reply") == 1
        and ANSWER in reply["reply"]
    )
    if not right:
        raise Failed(f"Session Manager answers /chat wrongly: {events}")
    return events[0][0], events[-1][0]


def check_log(port, sent):
    """Every question with its answer, once."""
    turns = 0
    for i in range(CONVERSATIONS):
        said = call(port, "GET", f"/history?session_id=s{i}")[1]["history"]
        turns += sum(s["role"] == "user" and s["content"] == QUESTION for s in said)
        turns += sum(s["role"] == "assistant" and ANSWER in s["content"] for s in said)
    if turns != 2 * sent:
        raise Failed(f"{sent} messages were sent and answered, and {turns} questions and answers are in the log")


def fsync_times(folder, times=200):
    """What the disk takes for 4 KB that shall stay, in ms: nobody accepts durably in less."""
    taken = []
    with open(folder / "fsync", "wb") as file:
        for _ in range(times):
            began = time.monotonic()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            taken.append((time.monotonic() - began) * 1000)
    return taken


def one_round(folder, manager, port, seconds, most=math.inf):
    before, cpu = metrics(folder, port), manager.cpu()
    exchanges = Load("Session Manager", port).run(
        [message(i) for i in range(seconds * PACE)], 1 / PACE, CONNECTIONS, most
    )
    used = manager.cpu() - cpu
    after = metrics(folder, port)
    grown = {name: after[name] - before.get(name, 0) for name in after}
    kept = (len(exchanges) - 1) / (exchanges[-1].sent - exchanges[0].sent)
    if kept < 0.98 * PACE and most == math.inf:
        raise Failed(f"the client could not keep up {PACE} messages/s, only {kept:.0f}: the machine is too busy")
    accepted, answered = [], []
    for exchange in exchanges:
        first, last = check_answer(exchange)
        accepted.append((first - exchange.sent) * 1000)
        answered.append((last - exchange.sent) * 1000)
    late = [(exchange.sent - exchange.due) * 1000 for exchange in exchanges]
    figures = {"messages": len(exchanges), "cpu": used / len(exchanges) * 1e6}
    for name, values in (("accepted", accepted), ("answered", answered), ("late", late)):
        figures |= {f"{name} p50": percentile(values, 50), f"{name} p99": percentile(values, 99)}
    figures["own"] = grown["sessionmanager_answers_seconds_sum"] / grown["sessionmanager_answers_seconds_count"] * 1e3
    figures["shared"] = grown["sessionmanager_log_group_sum"] / grown["sessionmanager_log_group_count"]
    return figures


def measure(folder, quick):
    port = free_port()
    manager = started(service(folder, port), port)
    fsync = fsync_times(folder)
    sent = 0

    def warm():
        nonlocal sent
        # A JVM that has just started cannot take it all at once.
        figures = one_round(folder, manager, port, 4, CONNECTIONS)
        sent += figures["messages"]
        return figures["cpu"]

    load.warm_up("Session Manager /chat", warm, *((16, 16) if quick else (32, 48)))
    rows = []
    for i in range(1 if quick else 3):
        rows.append(one_round(folder, manager, port, 5 if quick else 15))
        sent += rows[-1]["messages"]
        say(f"Round {i + 1}: accepted within {rows[-1]['accepted p99']:.1f} ms (p99)")
    check_log(port, sent)
    return report(load.medians(rows), fsync)


def report(f, fsync):
    table = [f"| at {PACE} messages/s in {CONVERSATIONS} conversations | p50 | p99 |", "|---|--:|--:|"]
    for name, sentence in (
        ("accepted", "accepted: on the disk, and the client knows"),
        ("answered", "answered: the answer on the disk, and read"),
        ("late", "the client's own delay in sending, not counted above"),
    ):
        table.append(f"| {sentence} | {f[f'{name} p50']:.2f} ms | {f[f'{name} p99']:.2f} ms |")
    table.append(
        f"| the disk alone: 4 KB and fsync | {percentile(fsync, 50):.2f} ms | {percentile(fsync, 99):.2f} ms |"
    )
    table.append(
        f"\nBy the service's own count the answer was made within {f['own']:.2f} ms of its acceptance on average, and a "
        f"commit of the log held {f['shared']:.1f} appends, of which each message has two. It took {f['cpu']:.0f} µs of CPU "
        "a message."
    )
    sentence = f"durable accept at {PACE} messages/s: p99 under 10 ms"
    return Figures("\n".join(table), [Bar(sentence, f["accepted p99"], 10, "ms")])
