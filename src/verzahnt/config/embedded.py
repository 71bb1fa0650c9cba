"""The PostgreSQL that comes along: started, stopped and healed here. Knows nothing of Django.

It listens on a Unix socket in a folder only its owner may enter, never on TCP; its data outlives every restart.
Nothing here changes the mode of a folder it did not make itself.
"""

import atexit
import contextlib
import fcntl
import functools
import hashlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from verzahnt.config.postgres_programs import (
    DatabaseTrouble,
    Programs,
    ServerUser,
    as_user,
    find_programs,
    server_user,
)

ADMINISTRATOR = "postgres"
LONGEST_SOCKET_FOLDER = 85
SAFE_IN_A_SETTING = re.compile(r"[\w./+-]+", re.ASCII)
LARGEST_LOG = 5_000_000

HOME = {"max_connections": "80", "shared_buffers": "128MB", "jit": "off", "timezone": "UTC", "log_timezone": "UTC"}
FAST = HOME | {"max_connections": "300", "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Server:
    """One PostgreSQL with its data under ``state``. ``fast`` forgets safety against power failure, for tests."""

    def __init__(self, state: Path, *, fast: bool = False) -> None:
        self.state = Path(state).absolute()
        self.settings = FAST if fast else HOME

    def start(self) -> None:
        """Afterwards the server runs and answers, whatever an earlier, killed start has left behind."""
        with self._alone():
            self._start()

    def stop(self) -> None:
        """Afterwards no process of the server is left."""
        with self._alone():
            self._stop()

    def running(self) -> bool:
        """Whether the server is up and answers."""
        if self._pid() is None or self._pid_lines()[7:8] != ["ready"]:
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket_folder / ".s.PGSQL.5432")) == 0

    @contextlib.contextmanager
    def in_use(self) -> Iterator["Server"]:
        """The server runs while anybody uses it this way, in whatever process; the last one to leave stops it."""
        used, who = self._open_lock("users.lock"), os.getpid()
        try:
            with self._alone():
                self._start()
                fcntl.flock(used, fcntl.LOCK_SH)
            yield self
        finally:
            if os.getpid() == who:  # a forked child leaves this block too, and is not the user
                with self._alone():
                    if _locked(used, fcntl.LOCK_EX) and not (self.home / "kept").exists():
                        self._stop()
                    os.close(used)

    def keep(self) -> None:
        """Start it for good: it stays up when its users leave, until ``stop``."""
        with self._alone():
            self._start()
            (self.home / "kept").touch()

    # Where things are

    @functools.cached_property
    def user(self) -> ServerUser | None:
        return server_user(self.home / "data")

    @property
    def _owner(self) -> int:
        return self.user.uid if self.user else os.geteuid()

    @functools.cached_property
    def home(self) -> Path:
        """The state folder, or one under /var/lib when the account PostgreSQL runs as can't enter the state folder."""
        self.state.mkdir(mode=0o755, parents=True, exist_ok=True)
        if os.geteuid() != 0:
            return self.state
        user = server_user(self.state / "data")
        if user is None or user.can_enter(self.state):
            return self.state
        home = Path("/var/lib") / f"verzahnt-{_short_hash(str(self.state))}"
        home.mkdir(mode=0o755, exist_ok=True)
        return home

    @functools.cached_property
    def programs(self) -> Programs:
        programs = find_programs()
        if not programs.run_as(self.user):
            programs = programs.copied_to(self.home / "programs")
        if not programs.run_as(self.user):
            raise DatabaseTrouble(f"PostgreSQL in {programs.folder} lässt sich hier nicht starten.")
        return programs

    @functools.cached_property
    def socket_folder(self) -> Path:
        """Beside the data; in a folder with a short name where that path is too long for a socket."""
        folder = self.home / "run"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and SAFE_IN_A_SETTING.fullmatch(str(folder)):
            return folder
        short = f"verzahnt-{_short_hash(f'{self.home} {self._owner}')}"
        for parent in (Path(tempfile.gettempdir()), Path("/tmp")):
            folder = parent / short
            if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and (not self.user or self.user.can_enter(parent)):
                return folder
        raise DatabaseTrouble("Es gibt keinen Ordner mit kurzem Namen für den Zugang zur Datenbank (TMPDIR setzen).")

    # Starting and stopping; only under the lock

    def _start(self) -> None:
        self._make_private(self.socket_folder)
        if self.running():
            return
        data, log = self.home / "data", self.home / "data" / "server.log"
        if not data.exists():
            self._make_data(data)
        written_by = int((data / "PG_VERSION").read_text())
        if written_by != self.programs.version:
            raise DatabaseTrouble(
                f"Die Daten in {data} sind von PostgreSQL {written_by}, hier läuft {self.programs.version}. "
                "docs/operations.md sagt, wie sie umziehen."
            )
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            os.truncate(log, 0)
        settings = self.settings | {"listen_addresses": "", "unix_socket_directories": str(self.socket_folder)}
        settings |= {"port": "5432", "unix_socket_permissions": "0700"}
        given = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        trouble = ""
        for _ in range(10):  # processes of a killed server may hold its memory for a moment
            self._clear_what_a_killed_server_left()
            trouble = self._run("pg_ctl", "-D", data, "-w", "-t", "60", "-s", "-l", log, "-o", given, "start")
            if self.running():
                return
            time.sleep(0.5)
        last_line = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
        raise DatabaseTrouble(f"Die Datenbank startet nicht: {' '.join(last_line) or trouble} (mehr in {log})")

    def _stop(self) -> None:
        (self.home / "kept").unlink(missing_ok=True)
        if self._pid() is not None:
            for mode in ("fast", "immediate"):
                self._run("pg_ctl", "-D", self.home / "data", "-w", "-t", "20", "-s", "-m", mode, "stop")
                if self._pid() is None:
                    break
            else:
                raise DatabaseTrouble(f"Die Datenbank in {self.home} lässt sich nicht anhalten.")
        if self.socket_folder.parent != self.home:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _make_data(self, data: Path) -> None:
        """A data folder is there whole or not at all: an initdb that was killed leaves nothing that looks like one."""
        new = self.home / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        self._make_private(new)
        locale = ["--locale=C"]
        if self.programs.version >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        access = ["-U", ADMINISTRATOR, "-A", "trust"]
        trouble = self._run("initdb", "-D", new, *access, "-E", "UTF8", *locale, "--no-sync", "--no-instructions")
        if trouble or not (new / "PG_VERSION").exists():
            raise DatabaseTrouble(f"Die Datenbank lässt sich nicht anlegen: {trouble}")
        new.rename(data)

    def _make_private(self, folder: Path) -> None:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if self.user:
                os.chown(folder, self.user.uid, self.user.gid)
        if folder.is_symlink() or folder.stat().st_uid != self._owner:
            raise DatabaseTrouble(f"Der Ordner {folder} gehört einem anderen Benutzer dieses Rechners.")

    def _clear_what_a_killed_server_left(self) -> None:
        """The files that say "in use" of a server that is gone, also when its number now belongs to another program."""
        if self._pid() is None:
            (self.home / "data" / "postmaster.pid").unlink(missing_ok=True)
            for left in self.socket_folder.glob(".s.PGSQL.*"):
                left.unlink(missing_ok=True)

    def _pid_lines(self) -> list[str]:
        try:
            return [line.strip() for line in (self.home / "data" / "postmaster.pid").read_text().splitlines()]
        except OSError:
            return []

    def _pid(self) -> int | None:
        """The number of the server's process, if there is one and it is this server."""
        lines = self._pid_lines()
        if lines and lines[0].isdigit() and str(self.home / "data") in _command_of(int(lines[0])):
            return int(lines[0])
        return None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else starts or stops this server meanwhile."""
        lock = self._open_lock("start.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _open_lock(self, name: str) -> int:
        try:
            return os.open(self.home / name, os.O_RDONLY | os.O_CREAT, 0o644)
        except PermissionError:
            raise DatabaseTrouble(f"Der Ordner {self.home} gehört einem anderen Benutzer dieses Rechners.") from None

    def _run(self, program: str, *arguments: str | Path) -> str:
        """Run one of PostgreSQL's programs; the last line it complained with, or nothing."""
        with tempfile.TemporaryFile("w+") as said:  # a pipe would stay open in the server it starts
            command = [str(self.programs.folder / program), *map(str, arguments)]
            done = subprocess.run(command, stdout=said, stderr=said, **as_user(self.user))
            said.seek(0)
            words = said.read().strip().splitlines() or [f"{program} sagt nicht, warum"]
            return "" if done.returncode == 0 else words[-1]


def test_server(state: Path) -> Server:
    """A running server for tests, shared by all test processes on it; the last process to end stops it."""
    server = Server(state, fast=True)
    using = contextlib.ExitStack()
    using.enter_context(server.in_use())
    atexit.register(using.close)
    return server


def _command_of(pid: int) -> str:
    """The command line of a living process; nothing for one that is gone or only waits to be buried."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    said = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)
    return said.stdout.strip()


def _locked(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
