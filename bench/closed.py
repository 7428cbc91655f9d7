"""Closed-loop load that counts each request from the very first, by closed.c. wrk loads for a time and not a number of requests,
and mends its figures for what a slow answer kept from being sent; a client in Python takes a third of
the CPU that a request takes here."""

import subprocess

from exchanges import percentile
from processes import Failed
from stage import HERE, OUT, tool_path

PROGRAM = OUT / "closed"


def compiled():
    source = HERE / "closed.c"
    if not PROGRAM.exists() or PROGRAM.stat().st_mtime < source.stat().st_mtime:
        done = subprocess.run([tool_path("gcc"), "-O2", "-Wall", "-o", PROGRAM, source], capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"gcc could not compile {source}:\n{done.stderr}")


def drive(name, port, request, mark, requests, connections):
    """So many times this request, whose answer must have this mark in it: ms until the first piece of an answer came and until it
    was whole, and the client's own µs of CPU a request."""
    done = subprocess.run(
        [PROGRAM, str(port), str(requests), str(connections), mark], input=request, capture_output=True, timeout=600
    )
    if done.returncode:
        raise Failed(f"{name}: {done.stderr.decode(errors='replace')}")
    *lines, client = done.stdout.decode().splitlines()
    first, whole = zip(*(map(float, line.split()) for line in lines))
    return {
        "first p50": percentile(first, 50) / 1000,
        "first p99": percentile(first, 99) / 1000,
        "p50": percentile(whole, 50) / 1000,
        "p99": percentile(whole, 99) / 1000,
        "client": float(client),
    }
