"""So much a day and no more: counted in the same unlogged table as failed tries, as salted hashes, for a day at most.

Counted over a connection of its own and under a lock, so that two who ask at once do not both get the last of it.
"""

from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.limits import KEPT, salted
from verzahnt.programme.ledgers.models import FailedTry
from verzahnt.programme.ledgers.roles import LIMITS


@dataclass(frozen=True)
class Allowance:
    """What is limited, and how many of it one may have within a day."""

    what: str
    most: int


def take(allowance: Allowance, whose: str, amount: int, *, at: datetime) -> bool:
    """Take so many, if as many are left; else nothing is taken."""
    parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
    with psycopg.connect(**parameters) as apart, apart.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {LIMITS}")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [allowance.what])
        cursor.execute("DELETE FROM ledgers_failedtry WHERE at < %s", [at - KEPT])
        cursor.execute(
            "INSERT INTO ledgers_failedtry (client, what, at) SELECT %(client)s::text, %(what)s::text, %(at)s "
            "FROM generate_series(1, %(amount)s) WHERE %(amount)s + (SELECT count(*) FROM ledgers_failedtry "
            "WHERE client = %(client)s::text AND what = %(what)s::text AND at > %(since)s) <= %(most)s",
            {"client": salted(whose), "what": allowance.what, "at": at, "amount": amount, "since": at - KEPT,
             "most": allowance.most})
        return cursor.rowcount == amount


def left(allowance: Allowance, whose: str, *, at: datetime) -> int:
    """How many may still be taken."""
    with acting_as(LIMITS):
        taken = FailedTry.objects.filter(client=salted(whose), what=allowance.what, at__gt=at - KEPT).count()
    return max(allowance.most - taken, 0)
