"""Deeds of the same name come one after the other, until the transaction ends; the database itself keeps the order."""

from __future__ import annotations

from django.db import connection


def one_at_a_time(name: str) -> None:
    """Wait until nobody else is at what bears this name; then be alone at it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
