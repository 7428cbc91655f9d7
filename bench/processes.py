"""What bench/run starts, measures and stops."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A sentence for the person who runs the benchmark."""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def family(pid):
    """A process and all below it: workers of nginx, threads' helpers of uvicorn."""
    pids = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            pids += family(int(child))
    return pids


class Server:
    """A process in a group of its own, so that stopping it stops whatever it has started."""

    running = []

    def __init__(self, name, command, folder, env=None):
        self.name = name
        self.log = Path(folder) / f"{name}.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(c) for c in command],
                cwd=folder,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        Server.running.append(self)

    def cpu(self):
        """Seconds of CPU, user and system, used so far."""
        ticks = 0
        for pid in family(self.process.pid):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def rss(self):
        """MiB resident."""
        status = [Path(f"/proc/{pid}/status").read_text() for pid in family(self.process.pid)]
        return sum(int(re.search(r"VmRSS:\s+(\d+)", s)[1]) for s in status) / 1024

    def wait_until(self, ready, seconds=60):
        started = time.monotonic()
        while True:
            if self.process.poll() is not None:
                raise Failed(f"{self.name} ended at once:\n{self.tail()}")
            try:
                if ready():
                    return time.monotonic() - started
            except (OSError, ValueError):
                pass
            if time.monotonic() - started > seconds:
                raise Failed(f"{self.name} was not ready within {seconds} s:\n{self.tail()}")
            time.sleep(0.01)

    def tail(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def errors(self):
        """What it has logged as an error, with the lines behind each; "" where there is none."""
        lines = self.log.read_text(errors="replace").splitlines()
        found = [i for i, line in enumerate(lines) if " ERROR " in line][-3:]
        return "\n".join(line for i in found for line in lines[i : i + 12])

    def stop(self):
        if self in Server.running:
            Server.running.remove(self)
        for sign, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(patience)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self.process.poll()

    @staticmethod
    def stop_all():
        for server in list(Server.running):
            server.stop()
