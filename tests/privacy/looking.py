"""Everywhere something told could have ended up, read as bytes, past every wall."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from django.db import connection, connections, transaction
from django.test import Client
from psycopg import sql

from tests.databases import administrator
from verzahnt.desks.portal import urls as portal
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.models import Offer

Word = TypeVar("Word", str, bytes)


def found_in(places: Iterable[bytes], words: Iterable[Word]) -> set[Word]:
    """Which of these words stand there: as they are, as PostgreSQL writes bytes, or as letters are encoded."""
    left, found = set(words), set()
    for text in places:
        for word in list(left):
            plain = word.encode() if isinstance(word, str) else word
            if any(form in text for form in (plain, plain.hex().encode(), b64encode(plain))):
                found.add(word)
                left.discard(word)
    return found


def files_of_the_database() -> Iterator[bytes]:
    """Every file of the server but other databases and the write-ahead log, after everything was written out."""
    with _past_every_wall() as here:
        here.execute("CHECKPOINT")
        row = here.execute("SELECT oid::text FROM pg_database WHERE datname = current_database()").fetchone()
        assert row
        yield from _files(here, f"base/{row[0]}")
        yield from _files(here, ".", but={"base", "pg_wal"})


def servers_log() -> Iterator[bytes]:
    """What the server has said; nothing where it says it somewhere else."""
    with _past_every_wall() as here:
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
    yield from files_in(house / "mail")


def files_in(folder: Path) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def public_pages() -> Iterator[bytes]:
    """What anybody can fetch: pages, maps, feeds; of offers, too."""
    with transaction.atomic(), as_desk("portal"):
        offers = [f"/angebote/{slug}/" for slug in Offer.objects.values_list("slug", flat=True)]
    pages = [f"/{one.pattern}" for one in portal.urlpatterns if not one.pattern.converters]
    for address in [*pages, "/programm/", *offers]:
        answer = Client().get(address, follow=True)
        assert answer.status_code in (200, 405), address
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


def _files(here: psycopg.Connection[tuple[Any, ...]], folder: str, but: Collection[str] = ()) -> Iterator[bytes]:
    for (name,) in here.execute("SELECT pg_ls_dir(%s, true, false)", [folder]).fetchall():
        row = here.execute("SELECT isdir FROM pg_stat_file(%s, true)", [f"{folder}/{name}"]).fetchone()
        if name in but or row is None or row[0] is None:  # gone meanwhile
            continue
        if row[0]:
            yield from _files(here, f"{folder}/{name}")
        else:
            yield _file(here, f"{folder}/{name}")


def _file(here: psycopg.Connection[tuple[Any, ...]], name: str) -> bytes:
    row = here.execute("SELECT pg_read_binary_file(%s, true)", [name], binary=True).fetchone()
    return bytes(row[0]) if row and row[0] is not None else b""


def asked(question: str) -> object:
    with _past_every_wall() as here:
        row = here.execute(question).fetchone()
        return row[0] if row else None
