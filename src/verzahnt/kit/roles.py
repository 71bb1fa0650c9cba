"""Acting as a database role for a while, inside a transaction, and always coming back."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

PREFIX = "verzahnt."


class NoTransaction(RuntimeError):
    """A role is only ever taken inside a transaction, so that its end takes it away."""


@contextmanager
def acting_as(role: str, *, using: str = DEFAULT_DB_ALIAS, **context: str) -> Iterator[None]:
    """Be `role` until the block ends, with `context` as `verzahnt.<name>` settings; then be who we were.

    Everything is set LOCAL: even if this process dies in between, the transaction's end undoes it.
    A role set inside a savepoint survives the savepoint's release, hence the explicit way back.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise NoTransaction(f"Taking the role {role} needs a transaction around it.")
    before = take(connection, role, context)
    try:
        yield
    finally:
        if not _broken(connection):
            take(connection, before.pop("role"), before)


def take(connection: BaseDatabaseWrapper, role: str, context: dict[str, str]) -> dict[str, str]:
    """Set role and context for the rest of the transaction in one round trip; return what stood there before."""
    names = [PREFIX + name for name in context]
    values = [part for name, value in zip(names, context.values(), strict=True) for part in (name, value)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(names)), [*names, role, *values])
        row = cursor.fetchone()
    assert row is not None
    return dict(zip(["role", *context], row, strict=False))


@cache
def _statement(names: int) -> str:
    read = ", ".join(["current_setting('role')"] + ["coalesce(current_setting(%s, true), '')"] * names)
    write = ", ".join(["set_config('role', %s, true)"] + ["set_config(%s, %s, true)"] * names)
    return f"WITH before AS MATERIALIZED (SELECT {read}) SELECT before.*, {write} FROM before"


def current_role(using: str = DEFAULT_DB_ALIAS) -> str:
    """The role queries act as right now."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def _broken(connection: BaseDatabaseWrapper) -> bool:
    """A failed transaction takes no more statements; rolling it back restores role and context by itself."""
    raw = connection.connection
    return raw is None or raw.closed or raw.info.transaction_status == TransactionStatus.INERROR
