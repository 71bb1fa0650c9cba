"""The whole programme, started as a newcomer starts it, twice, and ended."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="a PostgreSQL was given"),
]


@pytest.fixture
def state() -> Iterator[Path]:
    """A folder everybody may enter, so that PostgreSQL may, whoever runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="vz-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def start(state: Path) -> "tuple[subprocess.Popen[str], list[str]]":
    """`verzahnt run` on a free port, and what it has said when the first page is there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, "-m", "verzahnt.config.command", "run"],
        env={**os.environ, "PORT": str(port), "VERZAHNT_STATE": str(state),
             "DJANGO_SETTINGS_MODULE": "verzahnt.config.settings.home"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    said = []
    assert running.stdout
    for line in running.stdout:
        said.append(line.rstrip())
        if line.startswith("Beenden mit"):
            return running, said
    raise AssertionError("\n".join(said))


def end(running: "subprocess.Popen[str]", number: int) -> tuple[int, str]:
    """The exit code and the last line said."""
    running.send_signal(number)
    said, _ = running.communicate(timeout=30)
    return running.returncode, said.strip().splitlines()[-1]


def left_of(state: Path) -> list[str]:
    """Processes that work for this state folder: by their command line, or by what they were given."""
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if str(state).encode() in words and int(process.name) != os.getpid():
            left.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return left


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for what is left in /proc")
def test_it_starts_keeps_its_data_and_leaves_nothing_behind(state: Path) -> None:
    running, said = start(state)
    address = next(found[0] for line in said if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
    with urllib.request.urlopen(address) as page:
        assert page.status == 200
    assert end(running, signal.SIGTERM) == (143, "Verzahnt ist beendet.")
    assert left_of(state) == []

    begun = time.monotonic()
    running, said = start(state)
    seconds = time.monotonic() - begun
    steps = [line.split("  ")[1] for line in said if line.startswith("  ") and line.endswith(" s")]
    assert steps == ["Datenbank", "Rollen", "Tabellen", "Webserver"]
    assert seconds < 20

    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    until = time.monotonic() + 20
    while left_of(state) and time.monotonic() < until:
        time.sleep(0.2)
    assert left_of(state) == []
