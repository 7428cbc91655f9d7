"""Customers on WhatsApp: how long a webhook takes to be accepted at a steady pace and in a burst, and that each message is answered
once and in order."""

import collections
import random
import re
import sys
import time

from exchanges import Load, percentile, post
from processes import Failed, Server, free_port
from stage import HERE, Bar, Figures, call, say, service, started

TITLE = "Messages"
INSTANCE = "bench"
PACE = 200  # webhooks a second
DUPLICATES = 0.1  # of them
CUSTOMERS = 2_000
BURST = 2_000  # webhooks within a second
BURST_CUSTOMERS = 500
CONNECTIONS = 32
PATIENCE = 120  # seconds for the last answers
SETTINGS = {
    "SERVER_TOMCAT_CONNECTIONTIMEOUT": "10m",  # the client opens more connections than it always uses
    "INSTANCE_NAME": INSTANCE,
    "EVOLUTION_API_TOKEN": "none",
    "EVOLUTION_TYPINGDELAY": "0s",
    "WHATSAPP_AGENT": "repeat",
    "MODEL_NAME": "stub",
    # 180 messages a second on an agent of 200 ms are 36 at once.
    "WORKER_POOL_SIZE": "64",
    "MAX_CONCURRENT_USERS": "64",
    "MAX_IN_FLIGHT": "100",
    "DELIVERIES_PARALLEL": "16",
    "MODELS_CONNECTIONSMAX": "100",
}
AGENT = "---\nname: repeat\ntitle: Repeat\ndescription: Repeats.\n---\nRepeat what you are told.\n"


def check():
    pass  # Python alone


def webhook(customer, token):
    """Evolution's own form, as it comes when somebody writes; the id is the message's."""
    return post(
        "/webhook/evolution",
        {
            "event": "messages.upsert",
            "instance": INSTANCE,
            "data": {
                "key": {"remoteJid": f"54911{customer:08}@s.whatsapp.net", "fromMe": False, "id": f"3EB0{token}"},
                "pushName": "Ana",
                "message": {"conversation": f"hola {token}"},
                "messageType": "conversation",
                "messageTimestamp": int(time.time()),
            },
            "sender": "5491199999999@s.whatsapp.net",
        },
        {},
    )


class Written:
    """The messages of one load: what was sent to the service, and of whom."""

    def __init__(self, mark):
        self.mark = mark
        self.of = {}  # token → customer

    def token(self, customer):
        token = f"{self.mark}{len(self.of):06}"
        self.of[token] = customer
        return token


def steady(written, seconds):
    """One request each 5 ms; a tenth says again what was said within the last second."""
    chance = random.Random(7)
    requests, recent = [], collections.deque(maxlen=PACE)
    for _ in range(seconds * PACE):
        if recent and chance.random() < DUPLICATES:
            requests.append(chance.choice(recent))
        else:
            customer = chance.randrange(CUSTOMERS)
            requests.append(webhook(customer, written.token(customer)))
            recent.append(requests[-1])
    return requests


def burst(written):
    requests = []
    for i in range(BURST):
        customer = CUSTOMERS + i % BURST_CUSTOMERS
        requests.append(webhook(customer, written.token(customer)))
    return requests


def load(port, requests, gap, most_connections=CONNECTIONS):
    """(ms until each was accepted, ms that each was sent late)"""
    exchanges = Load("Session Manager", port).run(requests, gap, most_connections)
    took = [(exchange.pieces[-1][0] - exchange.sent) * 1000 for exchange in exchanges]
    return took, [(exchange.sent - exchange.due) * 1000 for exchange in exchanges]


def answered(stub, written):
    """The tokens that have reached each customer, in order."""
    found = collections.defaultdict(list)
    for number, text in call(stub, "GET", "/sent")[1]:
        for token in re.findall(rf"{written.mark}\d{{6}}", text):
            found[int(number[5:])].append(token)
    return found


def check_answers(stub, written):
    """(lost, doubled, out of order), and how long the last answer took, in seconds."""
    began = time.monotonic()
    while True:
        found = answered(stub, written)
        missing = set(written.of) - {token for tokens in found.values() for token in tokens}
        if not missing or time.monotonic() - began > PATIENCE:
            break
        time.sleep(0.5)
    time.sleep(2)  # a second answer would come by now
    found = answered(stub, written)
    tokens = collections.Counter(token for tokens in found.values() for token in tokens)
    doubled = sum(count - 1 for count in tokens.values())
    wrong = sum(written.of[token] != customer for customer, tokens in found.items() for token in tokens)
    if wrong:
        raise Failed(f"{wrong} messages were answered to somebody else")
    disorder = sum(a > b for tokens in found.values() for a, b in zip(tokens, tokens[1:]))
    return len(missing), doubled, disorder, time.monotonic() - began - 2


def measure(folder, quick):
    port, stub = free_port(), free_port()
    agents = folder / "data" / "agents"
    agents.mkdir(parents=True)
    (agents / "repeat.md").write_text(AGENT)
    shop = Server("whatsapp", [sys.executable, HERE / "peers" / "whatsapp.py", stub, INSTANCE], folder)
    shop.wait_until(lambda: call(stub, "GET", "/")[0] == 200)
    url = f"http://127.0.0.1:{stub}"
    manager = started(service(folder, port, EVOLUTION_API_URL=url, LLM_URL=f"{url}/v1", **SETTINGS), port)

    say("Warming up")
    warm = Written("W")
    load(port, steady(warm, 15 if quick else 45), 1 / PACE)
    check_answers(stub, warm)

    say("At a steady pace")
    written, before, rss = Written("S"), manager.cpu(), []
    took, late = [], []
    for _ in range(2 if quick else 5):
        one = load(port, steady(written, 15 if quick else 60), 1 / PACE)
        took += one[0]
        late += one[1]
        rss.append(manager.rss())
        say(f"  accepted within {percentile(one[0], 99):.1f} ms (p99), RSS {rss[-1]:.0f} MiB")
    lost, doubled, disorder, last = check_answers(stub, written)
    used = (manager.cpu() - before) / len(written.of) * 1e6

    say("In a burst")
    rushed = Written("B")
    burst_took, burst_late = load(port, burst(rushed), 1 / BURST, 64)
    burst_lost, burst_doubled, burst_disorder, burst_last = check_answers(stub, rushed)

    table = [
        "| | webhooks | accepted p50 | p99 | longest | sent late p99 | lost | doubled | out of order | last answer after |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, times, lag, counts, after in (
        (f"{PACE} a second, one in ten twice", took, late, (lost, doubled, disorder), last),
        (f"{BURST} within a second", burst_took, burst_late, (burst_lost, burst_doubled, burst_disorder), burst_last),
    ):
        table.append(
            f"| {name} | {len(times)} | {percentile(times, 50):.2f} ms | {percentile(times, 99):.2f} ms | {max(times):.1f} ms "
            f"| {percentile(lag, 99):.2f} ms | {counts[0]} | {counts[1]} | {counts[2]} | {after:.1f} s |"
        )
    table.append(
        f"\nA message took {used:.0f} µs of CPU, from its webhook to its answer in WhatsApp. RSS after each part of the steady "
        f"load: {', '.join(f'{mib:.0f}' for mib in rss)} MiB."
    )
    return Figures(
        "\n".join(table),
        [
            Bar(f"{PACE} webhooks/s: accepted within 50 ms, p99", percentile(took, 99), 50, "ms"),
            Bar(f"{PACE} webhooks/s: none lost", lost, 0, "messages"),
            Bar(f"{PACE} webhooks/s: none doubled", doubled, 0, "messages"),
            Bar(f"{PACE} webhooks/s: RSS at the end over that after the first part", rss[-1] / rss[0] * 100 - 100, 10, "%"),
            Bar(f"burst of {BURST}: none lost", burst_lost, 0, "messages"),
            Bar(f"burst of {BURST}: none doubled", burst_doubled, 0, "messages"),
            Bar(f"burst of {BURST}: out of order", burst_disorder, 0, "messages"),
        ],
    )
