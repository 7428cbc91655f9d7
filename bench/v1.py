"""POST /v1/chat/completions, not streamed, beside nginx's bare reverse proxy and an API gateway for models."""

import json
import shutil
import sqlite3
import subprocess

import load
from load import Run
from processes import Failed, Server, free_port
from stage import HERE, OUT, Bar, Figures, api_key, call, check_tools, nginx, say, service, started, tool_path

TITLE = "Chat completions"
PATH = "/v1/chat/completions"
ANSWER = "El PIB real mide la producción de un país a precios constantes: le quita al PIB nominal la inflación."
BODY = {
    "model": "stub",
    "messages": [
        {"role": "system", "content": "Respondes en una oración."},
        {"role": "user", "content": "¿Qué es el PIB real?"},
    ],
}
COMPLETION = {
    "id": "chatcmpl-0f6c1e0e6a534a6e9a0b0d6a1c2f8a01",
    "object": "chat.completion",
    "created": 1618037123,
    "model": "stub",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": ANSWER, "refusal": None},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 21, "completion_tokens": 27, "total_tokens": 48},
    "system_fingerprint": None,
}
PORTKEY = "Portkey's gateway"
NGINX = "nginx, bare reverse proxy"
OURS = "Session Manager"


def check():
    check_tools([("nginx", "nginx"), ("wrk", "wrk"), ("node", "nodejs"), ("npm", "npm")])


def install_portkey():
    """Once for each version of the lock file; returns the folder it is in."""
    pinned, folder = HERE / "peers" / "portkey", OUT / "portkey"
    lock = pinned / "package-lock.json"
    done = folder / "installed.json"
    if not done.exists() or done.read_bytes() != lock.read_bytes():
        say("Installing Portkey's gateway")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(pinned / name, folder)
        npm = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        if npm.returncode:
            raise Failed(f"npm could not install @portkey-ai/gateway:\n{npm.stderr.strip()}")
        shutil.copy(lock, done)
    return folder


def check_answer(run):
    """Figures of wrong answers are worth nothing."""
    status, answer = call(run.port, "POST", run.path, run.body, run.headers)
    right = (
        status == 200
        and answer["object"] == "chat.completion"
        and answer["model"] == "stub"
        and answer["choices"][0]["message"]["content"] == ANSWER
        and answer["choices"][0]["finish_reason"] == "stop"
        and answer["usage"] == COMPLETION["usage"]
    )
    if not right:
        raise Failed(f"{run.name} answers {run.path} wrongly: {status} {answer}")


def check_refusal(port):
    """That a key is asked for: a wrong one must not pass."""
    status, answer = call(port, "POST", PATH, BODY, {"Authorization": "Bearer sm-wrong"})
    if status != 401 or "error" not in answer:
        raise Failed(f"Session Manager takes a wrong API key: {status} {answer}")


def logged(folder):
    """Questions with their answers in the service's log."""
    with sqlite3.connect(f"file:{folder}/data/session_manager.db?mode=ro", uri=True) as log:
        return log.execute(
            "select count(*) from turns t join outcomes o on o.turn_id = t.id where t.channel = 'openai' and o.answer = ?",
            (ANSWER,),
        ).fetchone()[0]


def measure(folder, quick):
    portkey_files = install_portkey()
    stub, proxy, peer, ours = (free_port() for _ in range(4))
    model = f"http://127.0.0.1:{stub}/v1"

    say("Starting the model stub, nginx, Portkey's gateway and the service")
    nginx("stub", folder, stub, completion=json.dumps(COMPLETION, ensure_ascii=False)).wait_until(
        lambda: call(stub, "POST", PATH, BODY)[0] == 200
    )
    floor = nginx("proxy", folder, proxy, stub=stub, buffering="on")
    portkey = Server(
        "portkey",
        [tool_path("node"), portkey_files / "node_modules/@portkey-ai/gateway/build/start-server.js"]
        + [f"--port={peer}", "--headless"],
        folder,
        {"NODE_ENV": "production"},
    )
    manager = started(service(folder, ours, LLM_URL=model, MODEL_NAME="stub"), ours)
    address = {
        "x-portkey-provider": "openai",
        "x-portkey-custom-host": model,
        "Authorization": "Bearer none",
    }
    runs = [
        Run(NGINX, floor, proxy, PATH, BODY),
        Run(PORTKEY, portkey, peer, PATH, BODY, address),
        Run(OURS, manager, ours, PATH, BODY, api_key(ours)),
    ]
    for run in runs:
        run.server.wait_until(lambda: call(run.port, "POST", PATH, BODY, run.headers)[0] == 200)
        check_answer(run)
    check_refusal(ours)
    load.wrk(runs[0], 2)
    load.warm_up_run(runs[1], *((8, 8) if quick else (12, 24)))
    load.warm_up_run(runs[2], *((12, 60) if quick else (40, 100)))

    before = logged(folder)
    rounds = load.in_turn(runs, *((3, 3) if quick else (5, 6)))
    for run in runs:
        check_answer(run)
    asked, kept = sum(row["requests"] for row in rounds[OURS, PATH]), logged(folder) - before
    if kept < asked:
        raise Failed(f"Session Manager answered {asked} questions and has {kept} of them in its log")
    medians = {name: load.medians(rows) for (name, _), rows in rounds.items()}
    return report(medians, {run.name: run.server.rss() for run in runs})


def report(medians, rss):
    cpu = {name: f["cpu"] for name, f in medians.items()}
    table = ["| | CPU a request | of nginx | of Portkey | requests/s | p50 | p99 | RSS |"]
    table.append("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, f in medians.items():
        table.append(
            f"| {name} | {f['cpu']:.1f} µs | {f['cpu'] / cpu[NGINX]:.1f} × | 1/{cpu[PORTKEY] / f['cpu']:.1f} "
            f"| {f['rate']:.0f} | {f['p50']:.2f} ms | {f['p99']:.2f} ms | {rss[name]:.0f} MiB |"
        )
    fewer = cpu[PORTKEY] / cpu[OURS]
    return Figures(
        "\n".join(table),
        [
            Bar(f"`{PATH}`: CPU at most 10 times nginx's", cpu[OURS] / cpu[NGINX], 10, "×"),
            Bar(f"`{PATH}`: CPU at least 6 times less than Portkey's", fewer, 6, "times less", True),
        ],
    )
