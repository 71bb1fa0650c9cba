"""Databases for tests: a migrated template per state of the code, and copies of it, made in a blink.

Tests log in as `verzahnt_home`, which may read nothing by itself: whatever a test does, it does in a desk's role
(`as_desk`), and it plants rows as role `planting`, which exists on test servers alone.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from verzahnt.config import database, embedded, roles

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "verzahnt"
LOADED = {"base": ["load_reference"], "places": ["load_reference", "load_five_places"]}


def administrator() -> "psycopg.Connection[tuple[object, ...]]":
    """A superuser of the test server."""
    if database.given_url():
        return database.administrator()
    server = embedded.Server(database.state_folder() / "test-postgres", fast=True)
    return psycopg.connect(host=str(server.socket_folder), port=5432, user=embedded.ADMINISTRATOR, dbname="postgres",
                           autocommit=True)


def template(kind: str) -> str:
    """The name of a database with all tables and walls; "base" with reference data, "places" with the five places.

    Made once per state of the code; whoever comes meanwhile waits.
    """
    name = f"verzahnt_{kind}_{_fingerprint()}"
    lock = database.state_folder() / "templates.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held, contextlib.closing(administrator()) as connection:
        fcntl.flock(held, fcntl.LOCK_EX)
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        for old in _databases_like(connection, f"verzahnt_{kind}\\_%"):
            with contextlib.suppress(psycopg.errors.ObjectInUse):
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
        for statement in roles.create_statements(testing=True):
            connection.execute(statement)  # type: ignore[call-overload]
        draft = f"draft_of_{name}"
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(draft)))
        connection.execute(sql.SQL(database.CREATE_DATABASE).format(name=sql.Identifier(draft), owner=database.OWNER))
        for statement in database.database_statements(draft):
            connection.execute(statement)
        if database.given_url():
            database.give_the_schema_to_the_owner(draft)
        for command in ["migrate", *LOADED[kind]]:
            _as_owner(command, draft)
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (draft, name))))
    return name


@contextlib.contextmanager
def copy_of(kind: str, name: str) -> Iterator[str]:
    """A fresh database of this name, copied from the template; gone afterwards."""
    original = template(kind)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with contextlib.closing(administrator()) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(original), database.OWNER))
        for statement in database.database_statements(name):
            connection.execute(statement)
        try:
            yield name
        finally:
            connection.execute(drop)


def _as_owner(command: str, name: str) -> None:
    environment = os.environ | {"VERZAHNT_DATABASE": name, "VERZAHNT_LOGIN": roles.OWNER,
                                "DJANGO_SETTINGS_MODULE": "verzahnt.config.settings.test"}
    done = subprocess.run([sys.executable, "-m", "django", command, "-v", "0", "--skip-checks"],
                          env=environment, text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{command} on the template failed:\n{done.stdout}\n{done.stderr}")


def _databases_like(connection: "psycopg.Connection[tuple[object, ...]]", pattern: str) -> list[str]:
    rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern]).fetchall()
    return [str(name) for (name,) in rows]


def _fingerprint() -> str:
    """What tables, walls and content come from; templates of another state are not used."""
    seen = hashlib.sha256()
    for path in sorted(SOURCES.rglob("*")):
        named = path.name in ("walls.py", "roles.py", "models.py", "runs.py")
        relevant = named or {"migrations", "content"} & set(path.parts)
        if relevant and path.is_file() and "__pycache__" not in path.parts:
            seen.update(str(path.relative_to(SOURCES)).encode() + path.read_bytes())
    return seen.hexdigest()[:12]
