"""Everything that stands between an empty database and the first page; a second start does only what has changed."""

import hashlib
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import django_htmx
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from verzahnt.config.progress import DEMO_LOGINS, step
from verzahnt.content.demo import demo_logins
from verzahnt.kit.berlin import BERLIN

PACKAGE = Path(__file__).resolve().parents[1]


def prepare() -> None:
    """Tables, reference data, the five places and static files are there and up to date."""
    with step("Tabellen"):
        call_command("migrate", interactive=False, verbosity=0)
    content = _fingerprint(PACKAGE / "content", PACKAGE / "programme")
    today = datetime.now(BERLIN).date().isoformat()  # the examples' dates always lie ahead of today
    for words, command, state in (
        ("Grunddaten", "load_reference", _fingerprint(PACKAGE / "content")),
        ("Fünf Standorte", "load_five_places", f"{content} {today}"),
    ):
        if _noted(command) != state:
            with step(words):
                call_command(command, verbosity=0)
                _note(command, state)
    _collect_static_files()
    note = settings.STATE / DEMO_LOGINS  # for `run`, which names them when the first page is there
    note.write_text("".join("\t".join(login) + "\n" for login in demo_logins()))


def _collect_static_files() -> None:
    target = Path(settings.STATIC_ROOT)
    stamp, state = target.with_name("static.stamp"), _fingerprint(PACKAGE / "desks", only="static", of_contents=False)
    state += str(os.path.getmtime(django_htmx.__file__))
    if target.exists() and stamp.exists() and stamp.read_text() == state:
        return
    with step("Schrift, Farben, Bilder"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def _fingerprint(*folders: Path, only: str = "", of_contents: bool = True) -> str:
    """Changes whenever a file below these folders does."""
    fingerprint = hashlib.sha256()
    for path in _files(folders, only):
        seen = path.stat()
        fingerprint.update(f"{path.relative_to(PACKAGE)} {seen.st_size}".encode())
        fingerprint.update(path.read_bytes() if of_contents else str(seen.st_mtime_ns).encode())
    return fingerprint.hexdigest()[:16]


def _files(folders: Iterable[Path], only: str) -> list[Path]:
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if "__pycache__" not in path.parts and (not only or only in path.parts))


# What was loaded is noted on a table of the database itself, so that the note goes when the database goes.


def _noted(command: str) -> str:
    return _notes().get(command, "")


def _note(command: str, state: str) -> None:
    notes = _notes() | {command: state}
    text = "\n".join(f"{name}={value}" for name, value in notes.items())
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('COMMENT ON TABLE django_migrations IS %%L', %s::text)", [text])
        cursor.execute(cursor.fetchone()[0])


def _notes() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('django_migrations'::regclass, 'pg_class')")
        text = cursor.fetchone()[0] or ""
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
