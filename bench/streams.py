"""Many streamed answers at once, each at a model's pace: what is lost, and what the way through adds."""

import json
import re
import sys

import load
from exchanges import Load, percentile, post
from load import Run
from processes import Failed, Server, free_port
from stage import HERE, Bar, Figures, api_key, call, check_tools, nginx, say, service, started

TITLE = "Streaming"
PATH = "/v1/chat/completions"
STREAMS = 512
FRAMES = 200
GAP = 0.020  # seconds between two frames of a stream: see peers/paced.py
RAMP = 2.0  # seconds over which the streams begin; for as long, all of them run
LIMITS = {
    "MAX_IN_FLIGHT": "600",
    "PER_USER_MAX": "600",
    "MODELS_CONNECTIONSMAX": "600",
    # As docs/operations.md has it for so many:
    "SESSION_MANAGER_HEAP": "384m",
    "JAVA_OPTS": "-Xmn12m -XX:MaxTenuringThreshold=0",
}
BODY = {"model": "stub", "stream": True, "messages": [{"role": "user", "content": "Cuenta hasta doscientos."}]}
DIRECT = "the stub itself"
NGINX = "nginx, unbuffered"
OURS = "Session Manager"


def check():
    check_tools([("nginx", "nginx")])


def frames(name, exchange):
    """(number, sent, came) for each frame of a stream, in seconds, and how many events brought several."""
    events = exchange.events()
    last = events.pop()[1] if events else ""
    if last != "data: [DONE]":
        raise Failed(f"{name} ended a stream with {last!r}")
    found, text, merged, finished = [], "", 0, False
    for came, event in events:
        if event.startswith(":"):
            continue  # a sign of life
        chunk = json.loads(event.removeprefix("data: "))
        if "choices" not in chunk:
            raise Failed(f"{name} sent {event!r}")
        for choice in chunk["choices"]:
            text += choice["delta"].get("content") or ""
            finished |= choice["finish_reason"] == "stop"
        whole = re.findall(r"(\d+)@(\d+) ", text)
        text = text[text.rfind(" ") + 1 :]
        merged += len(whole) > 1
        found += [(int(number), int(sent) / 1e9, came) for number, sent in whole]
    if not finished:
        raise Failed(f"{name} ended a stream without a finish_reason")
    return found, merged


def lost(found):
    """Frames that are not there, or not once and in their place."""
    numbers = [number for number, _, _ in found]
    if numbers == list(range(FRAMES)):
        return 0
    return max(1, FRAMES - len(set(numbers) & set(range(FRAMES))))


def one_round(run):
    """All streams once, through one of them; times in ms."""
    before = run.server.cpu()
    request = post(run.path, run.body, run.headers)
    client = Load(run.name, run.port)
    exchanges = client.run([request] * STREAMS, RAMP / STREAMS, STREAMS)
    used = run.server.cpu() - before
    first, added, uneven, missing, merged = [], [], [], 0, 0
    for exchange in exchanges:
        found, several = frames(run.name, exchange)
        missing += lost(found)
        merged += several
        first.append((found[0][2] - exchange.sent) * 1000)
        added += [(came - sent) * 1000 for _, sent, came in found]
        uneven += [abs(b[1] - a[1] - GAP) * 1000 for a, b in zip(found, found[1:])]
    return {
        "cpu": used / (STREAMS * FRAMES) * 1e6,
        "client": client.cpu / (STREAMS * FRAMES) * 1e6,
        "first p50": percentile(first, 50),
        "first p99": percentile(first, 99),
        "added p50": percentile(added, 50),
        "added p99": percentile(added, 99),
        "uneven p99": percentile(uneven, 99),
        "merged": merged,
        "lost": missing,
    }


def measure(folder, quick):
    stub, proxy, ours = (free_port() for _ in range(3))
    say("Starting the paced model stub, nginx and the service")
    paced = Server("paced", [sys.executable, HERE / "peers" / "paced.py", stub, FRAMES], folder)
    paced.wait_until(lambda: call(stub, "GET", "/")[0] == 200)
    floor = nginx("proxy", folder, proxy, stub=stub, buffering="off")
    settings = LIMITS | {"LLM_URL": f"http://127.0.0.1:{stub}/v1", "MODEL_NAME": "stub"}
    manager = started(service(folder, ours, **settings), ours)
    runs = [
        Run(DIRECT, paced, stub, PATH, BODY),
        Run(NGINX, floor, proxy, PATH, BODY),
        Run(OURS, manager, ours, PATH, BODY, api_key(ours)),
    ]

    load.warm_up(f"{OURS} {PATH}", lambda: one_round(runs[2])["cpu"], *((7, 7) if quick else (40, 60)))
    rounds = {}
    for i in range(1 if quick else 3):
        say(f"Round {i + 1}")
        for run in runs:
            rounds.setdefault(run.name, []).append(one_round(run))
    total = sum(row["lost"] for row in rounds[OURS])
    return report({name: load.medians(rows) for name, rows in rounds.items()}, total)


def report(medians, total_lost):
    table = [
        f"| {STREAMS} streams of {FRAMES} frames | first frame p50 | p99 | a frame's way p50 | p99 "
        "| events with several frames | CPU a frame | the stub's unevenness p99 |"
    ]
    table.append("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, f in medians.items():
        table.append(
            f"| {name} | {f['first p50']:.2f} ms | {f['first p99']:.2f} ms | {f['added p50']:.2f} ms "
            f"| {f['added p99']:.2f} ms | {f['merged']:.0f} | {f['cpu']:.1f} µs | {f['uneven p99']:.2f} ms |"
        )
    table.append(
        f"\n{STREAMS / GAP:.0f} frames a second when all run. The client took {medians[OURS]['client']:.1f} µs of CPU a "
        f"frame, and the stub its {medians[DIRECT]['cpu']:.1f} in each row."
    )
    added = medians[OURS]["first p99"] - medians[DIRECT]["first p50"]
    return Figures(
        "\n".join(table),
        [
            Bar(f"{STREAMS} streams at once: no frame lost", total_lost, 0, "frames"),
            Bar(f"{STREAMS} streams at once: p99 added to the first frame under 20 ms", added, 20, "ms"),
        ],
    )
