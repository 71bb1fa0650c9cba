"""Everywhere something told could have ended up, read as bytes, past every wall."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections
from django.test import Client
from psycopg import sql

from tests.databases import administrator


def found_in(places: Iterable[bytes], words: Iterable[str]) -> set[str]:
    """Which of these words stand there: as they are, as PostgreSQL writes bytes, or as letters are encoded."""
    left, found = set(words), set()
    for text in places:
        for word in list(left):
            if any(form in text for form in (word.encode(), word.encode().hex().encode(), b64encode(word.encode()))):
                found.add(word)
                left.discard(word)
    return found


def files_of_the_database() -> Iterator[bytes]:
    """Every file of this database, and what the server has said, after everything was written out."""
    with _past_every_wall() as here:
        here.execute("CHECKPOINT")
        row = here.execute("SELECT oid::text FROM pg_database WHERE datname = current_database()").fetchone()
        assert row
        for (name,) in here.execute("SELECT pg_ls_dir(%s)", [f"base/{row[0]}"]).fetchall():
            yield _file(here, f"base/{row[0]}/{name}")
        if here.execute("SELECT 1 FROM pg_stat_file('server.log', true) WHERE size IS NOT NULL").fetchone():
            yield _file(here, "server.log")


def written_ahead(since: str) -> Iterator[bytes]:
    """The write-ahead log from where it stood."""
    with _past_every_wall() as here:
        segments = here.execute("SELECT name FROM pg_ls_waldir() WHERE name BETWEEN pg_walfile_name(%s::pg_lsn) AND "
                                "pg_walfile_name(pg_current_wal_lsn()) ORDER BY name", [since]).fetchall()
        assert segments
        for (name,) in segments:
            yield _file(here, f"pg_wal/{name}")


def dump() -> Iterator[bytes]:
    """Every table as a backup copies it."""
    with _past_every_wall() as here:
        tables = here.execute("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = "
                              "'public'::regnamespace").fetchall()
        for (table,) in tables:
            with here.cursor().copy(f"COPY {table} TO STDOUT") as rows:
                yield b"".join(bytes(row) for row in rows)


def letters(house: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in (house / "mail").rglob("*") if path.is_file())


def public_pages() -> Iterator[bytes]:
    """What anybody can fetch: pages, feeds and the interface for machines."""
    for address in ("/", "/angebote/", "/karte/", "/standorte/", "/organisationen/", "/sitemap.xml", "/datenschutz/",
                    "/angebote/feed/", "/api/v1/offers", "/hsds/services", "/programm/"):
        answer = Client().get(address, follow=True)
        yield b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]


@contextmanager
def a_copy_of_the_database() -> Iterator[Callable[[], None]]:
    """A copy of every file of it, as it is now; inside, the function given leads into the copy."""
    original = connection.settings_dict["NAME"]
    copy = f"{original}_before"
    connections.close_all()
    names = sql.Identifier(copy), sql.Identifier(str(original))
    with administrator() as there:
        there.autocommit = True
        there.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(*names))

    def into_the_copy() -> None:
        connections.close_all()
        for one in connections.all():
            one.settings_dict["NAME"] = copy

    try:
        yield into_the_copy
    finally:
        connections.close_all()
        for one in connections.all():
            one.settings_dict["NAME"] = original
        with administrator() as there:
            there.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(copy)))


@contextmanager
def _past_every_wall() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    with administrator() as there, psycopg.connect(there.info.dsn, dbname=connection.settings_dict["NAME"],
                                                   autocommit=True) as here:
        yield here


def _file(here: psycopg.Connection[tuple[Any, ...]], name: str) -> bytes:
    row = here.execute("SELECT pg_read_binary_file(%s, true)", [name], binary=True).fetchone()
    return bytes(row[0]) if row and row[0] is not None else b""


def asked(question: str) -> object:
    with _past_every_wall() as here:
        row = here.execute(question).fetchone()
        return row[0] if row else None
