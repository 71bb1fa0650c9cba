"""The three parts of a house that are killed without warning and started again: database, web workers, job worker."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import house

PARTS = ("database", "web", "jobs")
JOB = ("INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args) "
       "VALUES ('default', 'send_letters', 'send_letters', '{\"timestamp\": 0}') ON CONFLICT DO NOTHING")


class Storm:
    """Keeps the parts running, whatever kills them, and kills them."""

    def __init__(self, folder: Path, *, random: random.Random) -> None:
        self.port, self.random = house.free_port(), random
        self.kills: Counter[str] = Counter()
        self.started: Counter[str] = Counter()
        self.is_over = False
        self._log = (folder / "said.log").open("ab")
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._keepers = [threading.Thread(target=self._keep, args=[name], daemon=True)
                         for name in ("database", "web", "jobs", "send")]

    @contextlib.contextmanager
    def raging(self) -> Iterator[None]:
        """All parts run meanwhile; afterwards none is left but the database."""
        for name in ("web", "jobs"):
            self._start(name)
        house.until_it_answers(self.port, running=self._running["web"])
        for keeper in self._keepers:
            keeper.start()
        try:
            yield
        finally:
            self.is_over = True
            for keeper in self._keepers:
                keeper.join(60)
            for process in self._running.values():
                process.terminate()
            for process in self._running.values():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(20)
                _kill(-process.pid)

    def strike(self, name: str) -> None:
        """Kill a part that runs: one of the processes of database or web server, at times all of them at once."""
        whole = self.random.random() < 1 / 3
        if name == "database":
            top = int((server().home / "data" / "postmaster.pid").read_text().split()[0])
            _kill(top if whole else self.random.choice(_children(top) or [top]))
        else:
            top = self._running[name].pid
            workers = _children(top) if name == "web" and not whole else []
            _kill(self.random.choice(workers) if workers else -top)
        self.kills[name] += 1

    def is_up(self, name: str) -> bool:
        if name == "database":
            return server().running()
        return self._running[name].poll() is None

    def _keep(self, name: str) -> None:
        while not self.is_over:
            with contextlib.suppress(Exception):  # what is down stays down a little longer
                if name == "database" and not server().running():
                    server().start()
                    self.started[name] += 1
                elif name in self._running and self._running[name].poll() is not None:
                    _kill(-self._running[name].pid)
                    self._start(name)
                    self.started[name] += 1
                elif name == "send":
                    with house.administrator() as connection:
                        connection.execute(JOB)
            time.sleep(0.3)

    def _start(self, name: str) -> None:
        command, login = {"web": ("serve", "verzahnt_home"), "jobs": ("work", "verzahnt_jobs")}[name]
        self._running[name] = subprocess.Popen(
            [sys.executable, "-m", "verzahnt.config.command", command], start_new_session=True,
            stdout=self._log, stderr=self._log,
            env={**os.environ, "VERZAHNT_BIND": f"127.0.0.1:{self.port}", "VERZAHNT_LOGIN": login})


def server() -> Any:
    """The embedded database of the state folder."""
    from verzahnt.config import database

    return database.server()


def _kill(process: int) -> None:
    """A process, or with a minus its whole group, gone at once."""
    with contextlib.suppress(ProcessLookupError):
        if process < 0:
            os.killpg(-process, signal.SIGKILL)
        else:
            os.kill(process, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    found.append(int(entry.name))
    return found
