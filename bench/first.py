"""The first release's calls, beside nginx's bare reverse proxy and the Python original's design; start and memory."""

import statistics

import load
from load import Run
from processes import Failed, Server, free_port
from stage import HERE, PYTHON, Bar, Figures, call, check_tools, nginx, say, service, started

TITLE = "Instructions"
MESSAGE = "Hola, ¿puedes resumir este texto, por favor?"
BODIES = {
    "/send_instruction": {"message": MESSAGE},
    "/communicate": {
        "message": MESSAGE,
        "credentials": {"username": "user_1", "password": "1234"},
    },
}


def check():
    modules = [(name, f"python3-{name}") for name in ("fastapi", "uvicorn", "requests")]
    check_tools([("nginx", "nginx"), ("wrk", "wrk")], modules)


def check_answer(name, port, path):
    """Figures of wrong answers are worth nothing."""
    status, answer = call(port, "POST", path, BODIES[path])
    data = answer.get("data", {})
    agents = [agent["name"] for agent in data.get("launched_agents", [])]
    right = (
        status == 200
        and answer["success"] is True
        and answer["message"] == "Comunicación procesada correctamente"
        and data["instruction"] == {"original": MESSAGE, "optimized": "Resume este texto."}
        and agents == (["vfs", "gpt4", "orchestrator"] if path == "/communicate" else [])
    )
    if not right:
        raise Failed(f"{name} answers {path} wrongly: {status} {answer}")


def start_time(folder, runtime, times):
    """Seconds from the command to the first answer; the first start makes the database and does not count."""
    taken = []
    for i in range(times + 1):
        port = free_port()
        server = service(folder, port, RUNTIME_API_URL=runtime)
        seconds = server.wait_until(lambda: call(port, "GET", "/")[0] == 200)
        server.stop()
        say(f"  ready after {seconds:.2f} s" + ("" if i else " (first start, not counted)"))
        if i:
            taken.append(seconds)
    return statistics.median(taken)


def measure(folder, quick):
    stub, proxy, peer, ours = (free_port() for _ in range(4))
    runtime = f"http://127.0.0.1:{stub}"

    say("Starting the upstream stub, nginx, FastAPI and the service")
    nginx("stub", folder, stub, message=MESSAGE).wait_until(
        lambda: call(stub, "GET", "/api/status")[0] == 200
    )
    say("Start to ready")
    ready = start_time(folder, runtime, 3 if quick else 7)

    floor = nginx("proxy", folder, proxy, stub=stub, buffering="on")
    floor.wait_until(lambda: call(proxy, "POST", "/send_instruction", {"text": MESSAGE})[0] == 200)
    fastapi = Server(
        "fastapi",
        [PYTHON, "-m", "uvicorn", "--app-dir", HERE / "peers", "original:app"]
        + ["--host", "127.0.0.1", "--port", peer, "--no-access-log", "--log-level", "warning"],
        folder,
        {"DB_PATH": str(folder / "original.db"), "RUNTIME_API_URL": runtime},
    )
    fastapi.wait_until(lambda: call(peer, "GET", "/")[0] == 200)
    manager = started(service(folder, ours, RUNTIME_API_URL=runtime), ours)

    path = "/send_instruction"
    runs = [Run("nginx, bare reverse proxy", floor, proxy, path, BODIES[path])]
    for path in ("/communicate", "/send_instruction"):
        runs += [
            Run("FastAPI design", fastapi, peer, path, BODIES[path]),
            Run("Session Manager", manager, ours, path, BODIES[path]),
        ]
        check_answer("FastAPI", peer, path)
        check_answer("Session Manager", ours, path)
    for run in runs:
        if run.server is manager:
            load.warm_up_run(run, *((12, 60) if quick else (40, 100)))
        else:
            load.wrk(run, 2)

    rounds = load.in_turn(runs, *((3, 3) if quick else (5, 6)))
    for path in BODIES:
        check_answer("Session Manager", ours, path)
    medians = {key: load.medians(rows) for key, rows in rounds.items()}
    return report(medians, {run.name: run.server.rss() for run in runs}, ready)


def report(medians, rss, ready):
    floor = medians["nginx, bare reverse proxy", "/send_instruction"]["cpu"]
    table = ["| | request | CPU a request | of nginx | of FastAPI | requests/s | p50 | p99 | RSS |"]
    table.append("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for (name, path), f in medians.items():
        peer = medians["FastAPI design", path]["cpu"]
        table.append(
            f"| {name} | `{path}` | {f['cpu']:.1f} µs | {f['cpu'] / floor:.1f} × | 1/{peer / f['cpu']:.1f} "
            f"| {f['rate']:.0f} | {f['p50']:.2f} ms | {f['p99']:.2f} ms | {rss[name]:.0f} MiB |"
        )
    ours = {path: medians["Session Manager", path]["cpu"] for path in BODIES}
    fewer = medians["FastAPI design", "/communicate"]["cpu"] / ours["/communicate"]
    return Figures(
        "\n".join(table),
        [
            Bar("`/send_instruction`: CPU at most 6 times nginx's", ours["/send_instruction"] / floor, 6, "×"),
            Bar("`/communicate`: CPU at most 9 times nginx's", ours["/communicate"] / floor, 9, "×"),
            Bar("`/communicate`: CPU at least 15 times less than FastAPI's", fewer, 15, "times less", True),
            Bar("start to ready at most 3 s", ready, 3, "s"),
            Bar("RSS after the load at most 320 MiB", rss["Session Manager"], 320, "MiB"),
        ],
    )
