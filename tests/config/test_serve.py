"""`verzahnt run` says in one line what stands in its way, and its children never outlive it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest

from verzahnt.config import serve
from verzahnt.config.embedded import _command_of as command_of

Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VERZAHNT_STATE", str(tmp_path))
    return tmp_path


def run(state: Path, port: str) -> tuple[int, str]:
    """Exit code and last line of `verzahnt run`."""
    done = subprocess.run(
        [sys.executable, "-m", "verzahnt.config.command", "run"],
        env={**os.environ, "PORT": port, "VERZAHNT_STATE": str(state)},
        capture_output=True,
        text=True,
        timeout=20,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def test_a_port_in_use_is_named_with_another_one(state: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run(state, str(port))

    assert answer == (1, f"verzahnt: Port {port} ist belegt. Ein anderer: make run PORT={port + 1}")


@pytest.mark.parametrize("port", ["http", "0", "99999", "-1"])
def test_a_port_that_is_none_is_named(state: Path, port: str) -> None:
    assert run(state, port) == (1, f"verzahnt: PORT={port} ist keine Zahl zwischen 1 und 65535.")


def test_too_little_space_is_named(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(10**12, 10**12 - 2 * 10**8, 2 * 10**8))

    with pytest.raises(serve.Trouble, match="200 MB frei, 500 MB werden gebraucht"):
        serve._look_before(8000)


def test_a_second_run_in_the_same_checkout_says_where_the_first_is(state: Path) -> None:
    with serve._only_one_here(8123):
        answer = run(state, "8124")

    assert answer == (1, "verzahnt: Verzahnt läuft hier schon: http://127.0.0.1:8123/")


def test_a_killed_run_leaves_no_lock(state: Path) -> None:
    (state / "run.lock").write_text("http://127.0.0.1:8123/\n")

    with serve._only_one_here(8124):
        assert (state / "run.lock").read_text() == "http://127.0.0.1:8124/\n"


def test_the_demo_logins_are_named_in_columns(state: Path) -> None:
    nobody = list(serve._demo_logins())
    (state / "demo-logins.txt").write_text("Anbieter\ta@example.org\tone\nKasse\tlonger@example.org\ttwo\n")

    assert (nobody, list(serve._demo_logins())) == (
        [],
        [
            "Anmelden zum Ausprobieren unter /konto/anmelden/:",
            "  Anbieter  a@example.org       one",
            "  Kasse     longer@example.org  two",
        ],
    )


PARENT = """
import time
from verzahnt.config import children
children.sys.executable = {stand_in!r}
child = children.Child("stay", environment={{}})
print(child.process.pid, flush=True)
time.sleep(60)
"""

STAND_IN = """#!{python}
import time
from verzahnt.config.children import end_with_the_parent
end_with_the_parent()
time.sleep(60)
"""


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    stand_in = tmp_path / "stand-in"
    stand_in.write_text(STAND_IN.format(python=sys.executable))
    stand_in.chmod(0o755)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(stand_in=str(stand_in))], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    lived = "stand-in" in command_of(child)

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until = time.monotonic() + 5
    while command_of(child) and time.monotonic() < until:
        time.sleep(0.05)

    assert (lived, command_of(child)) == (True, "")


@pytest.mark.parametrize("deed", [["serve"], ["manage", "check"]])
def test_settings_that_refuse_are_one_line(deed: list[str]) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "VERZAHNT_"))}
    done = subprocess.run(
        [sys.executable, "-m", "verzahnt.config.command", *deed],
        env={**bare, "DJANGO_SETTINGS_MODULE": "verzahnt.config.settings.production"},
        capture_output=True,
        text=True,
        timeout=20,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"verzahnt: DJANGO_SECRET_KEY is missing: [^\n]*\n", done.stderr)
