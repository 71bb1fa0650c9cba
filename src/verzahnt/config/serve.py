"""`verzahnt run`: everything at once on one's own machine, and nothing left of it afterwards."""

import contextlib
import errno
import fcntl
import http.client
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from types import FrameType

from verzahnt.config import database, roles
from verzahnt.config.children import Child
from verzahnt.config.postgres_programs import DatabaseTrouble
from verzahnt.config.progress import DEMO_LOGINS, step

LEAST_SPACE = 500_000_000
PATIENCE = 60.0


class Trouble(DatabaseTrouble):
    """Why the programme can't run, in one sentence."""


class Ending:
    """Whether somebody asked us to end: remembered, and acted on only where it leaves nothing half done."""

    def __init__(self) -> None:
        self.signal = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._remember)

    def _remember(self, number: int, frame: FrameType | None) -> None:
        self.signal = self.signal or number

    @property
    def exit_code(self) -> int:
        return 0 if self.signal in (0, signal.SIGINT) else 128 + self.signal


def run() -> int:
    """Start everything, say where it is, and stay until asked to end. The exit code says who asked."""
    ending, port = Ending(), _port()
    with _only_one_here(port):
        _look_before(port)
        print("Verzahnt startet.", flush=True)
        with contextlib.ExitStack() as left_to_end:
            with step("Datenbank"):
                left_to_end.enter_context(database.available())
            with step("Rollen"):
                database.create_roles_and_database()
            if not ending.signal:
                _prepare(ending)
            if not ending.signal:
                _serve(port, ending)
    print("\nVerzahnt ist beendet.", flush=True)
    return ending.exit_code


def _prepare(ending: Ending) -> None:
    child = Child("prepare", environment={"VERZAHNT_LOGIN": roles.OWNER})
    try:
        _wait(lambda: child.ended() is not None, ending)
        if not ending.signal and child.ended():
            raise Trouble("Die Vorbereitung ist nicht gelungen; der Grund steht darüber.")
    finally:
        child.end(within=10)


def _serve(port: int, ending: Ending) -> None:
    children: list[Child] = []
    try:
        with step("Webserver"):
            children.append(Child("serve", environment={"VERZAHNT_BIND": f"127.0.0.1:{port}"}))
            children.append(Child("work", environment={"VERZAHNT_LOGIN": "verzahnt_jobs"}))
            _wait(lambda: _first_page(port) or _any_ended(children), ending, patience=PATIENCE)
        if not ending.signal and not _any_ended(children):
            _greet(port)
        _wait(lambda: _any_ended(children), ending)
        if not ending.signal:
            gone = next(child for child in children if child.ended() is not None)
            raise Trouble(f"„verzahnt {gone.name}“ hat sich beendet (Code {gone.ended()}); der Grund steht darüber.")
    finally:
        for child in children:
            child.ask_to_end()
        for child in children:
            child.end(within=10)


def _greet(port: int) -> None:
    print(f"\nVerzahnt ist da: http://127.0.0.1:{port}/", flush=True)
    print(*_demo_logins(), "Beenden mit Strg-C.", sep="\n", flush=True)


def _demo_logins() -> Iterator[str]:
    """As `prepare` noted them, who knows the accounts."""
    note = database.state_folder() / DEMO_LOGINS
    logins = [line.split("\t") for line in note.read_text().splitlines()] if note.exists() else []
    if logins:
        yield "Anmelden zum Ausprobieren unter /konto/anmelden/:"
    columns = [max(map(len, column)) for column in zip(*logins, strict=True)]
    for login in logins:
        yield "  " + "  ".join(word.ljust(width) for word, width in zip(login, columns, strict=True)).rstrip()


def _first_page(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    if status != 200:
        raise Trouble(f"Die Startseite antwortet mit {status}; der Grund steht darüber.")
    return True


def _any_ended(children: list[Child]) -> bool:
    return any(child.ended() is not None for child in children)


def _wait(until: Callable[[], bool], ending: Ending, *, patience: float | None = None) -> None:
    begun = time.monotonic()
    while not ending.signal and not until():
        if patience and time.monotonic() - begun > patience:
            raise Trouble(f"Nach {patience:.0f} Sekunden antwortet noch keine Seite.")
        time.sleep(0.1)


# Before anything is started


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text} ist keine Zahl zwischen 1 und 65535.")
    return int(text)


def _look_before(port: int) -> None:
    free = shutil.disk_usage(database.state_folder()).free
    if free < LEAST_SPACE:
        raise Trouble(f"Zu wenig Platz auf der Platte: {free // 1_000_000} MB frei, 500 MB werden gebraucht.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Trouble(f"Port {port} darf dieser Benutzer nicht öffnen. Anders: make run PORT=8001") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise Trouble(f"Port {port} ist belegt. Ein anderer: make run PORT={port + 1}") from None


@contextlib.contextmanager
def _only_one_here(port: int) -> Iterator[None]:
    """One `run` for each checkout; the lock goes with the process, however that one ends."""
    folder = database.state_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError:
        raise Trouble(f"Der Ordner {folder} gehört einem anderen Benutzer dieses Rechners.") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = os.read(lock, 100).decode().strip()
            raise Trouble(f"Verzahnt läuft hier schon: {where}") from None
        os.truncate(lock, 0)
        os.write(lock, f"http://127.0.0.1:{port}/\n".encode())
        yield
    finally:
        os.close(lock)
