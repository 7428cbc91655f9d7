"""Closed-loop load by wrk, warming up, and medians of rounds."""

import json
import os
import statistics
import subprocess
import time
from typing import NamedTuple

from processes import Failed, Server
from stage import HERE, say

CONNECTIONS = 32


class Run(NamedTuple):
    """Who is asked what; name and path are for people."""

    name: str
    server: Server
    port: int
    path: str
    body: dict
    headers: dict = {}


def wrk(run, seconds):
    """One round: µs of CPU a request, requests/s, p50 and p99 in ms."""
    before = run.server.cpu()
    out = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", HERE / "post.lua"]
        + [f"http://127.0.0.1:{run.port}{run.path}"],
        env={
            **os.environ,
            "BENCH_BODY": json.dumps(run.body, ensure_ascii=False),
            "BENCH_HEADERS": "\n".join(f"{name}: {value}" for name, value in run.headers.items()),
        },
        capture_output=True,
        text=True,
    ).stdout
    used = run.server.cpu() - before
    lines = [line for line in out.splitlines() if line.startswith("BENCH ")]
    if not lines:
        raise Failed(f"wrk said nothing of use about {run.server.name}: {out}")
    requests, micros, p50, p99, refused, broken = map(int, lines[0].split()[1:])
    if refused or broken or not requests:
        raise Failed(
            f"{run.server.name} {run.path}: of {requests} requests {refused} were refused and {broken} broke or timed"
            f" out:\n{run.server.tail()}"
        )
    return {
        "requests": requests,
        "cpu": used / requests * 1e6,
        "rate": requests / micros * 1e6,
        "p50": p50 / 1000,
        "p99": p99 / 1000,
    }


def warm_up(name, once, least, most):
    """Until a JIT compiler has settled: three rounds whose CPU hardly improves on the best before them."""
    began, best, calm = time.monotonic(), None, 0
    while (taken := time.monotonic() - began) < least or (calm < 3 and taken < most):
        cpu = once()
        calm = calm + 1 if best is not None and cpu > 0.93 * best else 0
        best = cpu if best is None else min(best, cpu)
        say(f"  {name} warming up: {cpu:.0f} µs")


def warm_up_run(run, least, most):
    warm_up(f"{run.name} {run.path}", lambda: wrk(run, 4)["cpu"], least, most)


def in_turn(runs, rounds, seconds):
    """Goes through all of them, round by round: the rounds' figures by name and path."""
    figures = {}
    for i in range(rounds):
        say(f"Round {i + 1} of {rounds}")
        for run in runs:
            figures.setdefault((run.name, run.path), []).append(wrk(run, seconds))
    return figures


def medians(rows):
    """Of each figure over the rounds."""
    return {figure: statistics.median(row[figure] for row in rows) for figure in rows[0]}
