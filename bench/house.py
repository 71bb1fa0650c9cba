"""What measurements share: a house of their own on loopback, many clients at once, and CPU over all processes."""

from __future__ import annotations

import contextlib
import html
import http.client
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "RESULTS.md"
TICK = os.sysconf("SC_CLK_TCK")
Cpu = Callable[[], float]


@dataclass
class Measured:
    """Answers in the order they were asked for, how long each took, and what all of them took."""

    answers: list[str]
    times: list[float]
    seconds: float
    cpu: float

    def at(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))] * 1000

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    @property
    def cpu_each(self) -> float:
        """Milliseconds of CPU for one request, application and database."""
        return 1000 * self.cpu / len(self.times)


def in_folder(folder: Path) -> None:
    """All commands from here on work in this state folder, on its embedded database."""
    os.environ.update(VERZAHNT_STATE=str(folder), DJANGO_SETTINGS_MODULE="verzahnt.config.settings.home",
                      PYTHONPATH=str(ROOT / "src"))
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT / "src"))


@contextlib.contextmanager
def database() -> Iterator[None]:
    """The embedded database of the state folder, stopped afterwards."""
    command("database", "start")
    try:
        yield
    finally:
        command("database", "stop")


@contextlib.contextmanager
def of_its_own() -> Iterator[Path]:
    """An empty house, ready to serve, in a state folder and on a database of its own; both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="verzahnt-bench-") as folder:
        in_folder(Path(folder))
        with database():
            command("migrate")
            command("manage", "collectstatic", "--no-input", "-v", "0")
            yield Path(folder)


@contextlib.contextmanager
def web_server() -> Iterator[tuple[int, Cpu]]:
    """Gunicorn as at home, and a clock of the CPU it and the database have used."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "verzahnt.config.command", "serve"],
                              env={**os.environ, "VERZAHNT_BIND": f"127.0.0.1:{port}"})
    try:
        until_it_answers(port, running=server)
        postmaster = _postmaster()
        yield port, lambda: _cpu(server.pid) + _cpu(postmaster)
    finally:
        server.terminate()
        server.wait(20)


def command(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "verzahnt.config.command", *arguments], check=True, stdout=subprocess.DEVNULL)


@dataclass(frozen=True)
class Asked:
    """One request: a page, or with `form` a form sent to it; with `cookie` as somebody who is known."""

    path: str
    form: str = ""
    cookie: str = field(default="", repr=False)
    accept: str = ""


def ask(connection: http.client.HTTPConnection, asked: Asked, **headers: str) -> http.client.HTTPResponse:
    if asked.form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if asked.cookie:
        headers["Cookie"] = asked.cookie
    if asked.accept:
        headers["Accept"] = asked.accept
    connection.request("POST" if asked.form else "GET", asked.path, asked.form or None, headers)
    return connection.getresponse()


def ask_all(port: int, requests: Sequence[Asked], clients: int, cpu: Cpu) -> Measured:
    """All requests, in their order, by so many clients at once, each on a connection it keeps."""
    waiting, held = list(enumerate(requests))[::-1], threading.Lock()
    answers, times = [""] * len(requests), [0.0] * len(requests)
    start = threading.Barrier(clients + 1)

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        start.wait()
        while True:
            with held:
                if not waiting:
                    return connection.close()
                number, asked = waiting.pop()
            begun = time.perf_counter()
            answer = ask(connection, asked)
            text = answer.read().decode()
            times[number] = time.perf_counter() - begun
            answers[number] = text if answer.status == 200 else f"status {answer.status}"

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    before = cpu()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return Measured(answers, times, time.perf_counter() - begun, cpu() - before)


def value(page: str, name: str) -> str:
    """What a page's form sends under this name when nobody changes it."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    if not found:
        raise SystemExit(f"no field {name} in: {page[:200]}")
    return html.unescape(found[1])


def administrator() -> Any:
    """A connection past every wall, closed afterwards."""
    from verzahnt.config import database

    return contextlib.closing(database.administrator(database.database_name()))


def rows(question: str, *values: object) -> list[Any]:
    """What the database holds, past every wall."""
    with administrator() as connection:
        return list(connection.execute(question, values).fetchall())


def said(measured: str, *, holds: bool) -> str:
    """A figure in a table, and whether it is over its bar."""
    return measured if holds else f"**{measured}: over the bar**"


def write_block(name: str, lines: Sequence[str]) -> None:
    """Put a measurement's block into `RESULTS.md`, in place of its last one."""
    text = RESULTS.read_text() if RESULTS.exists() else "# Results\n\n"
    kept = re.sub(rf"(?ms)^## {name}\n.*?(?=^## |\Z)", "", text).rstrip()
    RESULTS.write_text(kept + "\n\n" + "\n".join([f"## {name}", "", *lines, ""]))


def machine(load: float) -> str:
    return (f"{date.today()}, {os.cpu_count()} cores ({platform.machine()}), load before {load:.1f}; the clients "
            "run on the same cores.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_it_answers(port: int, *, running: subprocess.Popen[bytes], patience: int = 60) -> None:
    """Wait for the start page, as long as what should answer runs and patience (in seconds) lasts."""
    until = time.monotonic() + patience
    while running.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if ask(http.client.HTTPConnection("127.0.0.1", port, timeout=20), Asked("/")).status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the web server does not answer")


def _postmaster() -> int:
    from verzahnt.config import database as where

    where.server.cache_clear()  # several state folders may be measured in one go
    return int((where.server().home / "data" / "postmaster.pid").read_text().split()[0])


def _cpu(top: int) -> float:
    """CPU seconds of a process and all below it, those that ended included."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                values = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(values[1])
                seconds[int(entry.name)] = sum(map(int, values[11:15])) / TICK
    below, found = {top}, True
    while found:
        more = {pid for pid, parent in parents.items() if parent in below} - below
        found = bool(more)
        below |= more
    return sum(seconds.get(pid, 0) for pid in below)
