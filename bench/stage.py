"""What every part of bench/run stands on: its tools, how its servers are started and asked, and what it hands back."""

import http.client
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from processes import Failed, Server

HERE = Path(__file__).resolve().parent
OUT = HERE / "out"
CACHE = OUT / "cache"
LAUNCHER = HERE.parent / "bin" / "session-manager"
PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's packages

# One user here writes as much as thousands of them elsewhere: the limits stay on, and are wide enough to let that pass.
# No model but a part's own is connected, even where an Ollama runs.
SETTINGS = {
    "RATE_MAX_MESSAGES": "10000000",
    "PER_USER_MAX": "64",
    "ADMISSION_PERUSERQUEUEMAX": "1000",
    "OLLAMA_URL": "",
    "ECOBOT_SOCKET_PORT": "0",
    "WS_PORT": "0",
}


class Bar(NamedTuple):
    """What must hold; at most the bound, or where least is set at least."""

    sentence: str
    value: float
    bound: float
    unit: str
    least: bool = False

    def held(self):
        return self.value >= self.bound if self.least else self.value <= self.bound


class Figures(NamedTuple):
    table: str
    bars: list


def say(text):
    print(text, flush=True)


def tool_path(tool):
    return shutil.which(tool, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def check_tools(tools, modules=()):
    """Both by the Debian packages that hold them: (command or module, package)."""
    missing = [package for tool, package in tools if not tool_path(tool)]
    for module, package in modules:
        if subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode:
            missing.append(package)
    if missing:
        names = " ".join(dict.fromkeys(missing))
        raise Failed(f"MISSING DEBIAN PACKAGES: {names}\n  install them with: apt-get install {names}")


def prepare_cache():
    say("Preparing the service's start-up cache")
    prepared = subprocess.run(
        [LAUNCHER, "--prepare"],
        env={**os.environ, "SESSION_MANAGER_CACHE": str(CACHE), "RUNTIME_API_URL": "http://localhost"},
    )
    if prepared.returncode:
        raise Failed("bin/session-manager cannot start; see above")


def call(port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        payload = json.dumps(body, ensure_ascii=False).encode() if body else None
        connection.request(method, path, payload, {"Content-Type": "application/json", **(headers or {})})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def api_key(port):
    """A new key of the service's first user, as the header that carries it."""
    status, answer = call(port, "POST", "/login", {"username": "user_1", "password": "1234"})
    if status == 200:
        token = {"Authorization": f"Bearer {answer['data']['session']['token']}"}
        status, answer = call(port, "POST", "/keys", {"name": "bench"}, token)
    if status != 200:
        raise Failed(f"Session Manager made no API key: {status} {answer}")
    return {"Authorization": f"Bearer {answer['data']['key']['key']}"}


def nginx(name, folder, port, **values):
    """Starts nginx as peers/name.conf says, with each @VALUE@ filled in."""
    text = (HERE / "peers" / f"{name}.conf").read_text().replace("@PORT@", str(port))
    for key, value in values.items():
        text = text.replace(f"@{key.upper()}@", str(value))
    (folder / f"{name}.conf").write_text(text)
    return Server(name, [tool_path("nginx"), "-p", folder, "-c", folder / f"{name}.conf"], folder)


def service(folder, port, **settings):
    """Starts the service with its default settings, except for those of every part and of this one."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "JAVA_HOME", "LANG") if key in os.environ}
    env = {
        **kept,
        **SETTINGS,
        "PORT": str(port),
        "WS_PORT": "0",
        "DATA_DIR": str(folder / "data"),
        "SESSION_MANAGER_CACHE": str(CACHE),
        **settings,
    }
    return Server("session-manager", ["env", "-i", *(f"{k}={v}" for k, v in env.items()), LAUNCHER], folder)


def started(server, port):
    """The service, once it answers."""
    server.wait_until(lambda: call(port, "GET", "/")[0] == 200)
    return server
