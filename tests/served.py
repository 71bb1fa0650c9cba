"""The real web server, in processes of its own, on a database of the tests."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

HOUSE = "verzahnt.config.wsgi"


@contextlib.contextmanager
def served(database: str, *, workers: int = 1, application: str = HOUSE) -> Iterator[str]:
    """The address of a house that runs on this database."""
    port = _free_port()
    environment = os.environ | {
        "VERZAHNT_DATABASE": database, "PORT": str(port), "VERZAHNT_WORKERS": str(workers),
        "VERZAHNT_LOGIN": "verzahnt_home", "DJANGO_SETTINGS_MODULE": "verzahnt.config.settings.test",
    }
    serving = subprocess.Popen([sys.executable, "-m", "gunicorn", "-c", "python:verzahnt.config.web", application],
                               env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, serving)
        yield address
    finally:
        serving.terminate()
        serving.wait(timeout=20)


def _free_port() -> int:
    """A port below the range from which outgoing connections take theirs."""
    for port in range(20000 + os.getpid() % 8000, 32000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port")


def _wait_for(address: str, serving: subprocess.Popen[str]) -> None:
    for _ in range(200):
        if serving.poll() is not None:
            raise RuntimeError(serving.stdout.read() if serving.stdout else "the server ended")
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")
