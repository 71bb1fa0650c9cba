"""Failed tries: counted over a connection of their own, so that a request that is rolled back still counts.
And what may be done once only for a while (`first_of`), noted with the deed itself.

Nobody is locked out: after some failed tries the next one is only answered later, and later again, up to a longest
wait; what was counted is forgotten after a while. Clients are held as salted hashes, for a day at most.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from verzahnt.kit.roles import acting_as
from verzahnt.kit.turns import one_at_a_time
from verzahnt.programme.ledgers.models import FailedTry
from verzahnt.programme.ledgers.roles import KEEPING, LIMITS

KEPT = timedelta(hours=22)  # forgotten every hour, so none outlasts a day


@dataclass(frozen=True)
class Limit:
    """How many failed tries are free, and how the wait grows from then on: doubled each time, up to the longest."""

    what: str
    free: int
    first_wait: timedelta
    longest_wait: timedelta
    remembered: timedelta
    everyone: int = 0
    """So many failed tries in all look like an attack from many places: whoever failed at all then waits longest."""

    def wait_after(self, failures: int) -> timedelta:
        """How long after its last failed try a client waits for the next answer."""
        if failures < self.free:
            return timedelta(0)
        doublings = min(failures - self.free, 20)
        return min(self.first_wait * 2**doublings, self.longest_wait)


def wait(limit: Limit, client: str, *, at: datetime) -> timedelta:
    """How long this client still waits; nothing if its next try may be answered now."""
    with acting_as(LIMITS):
        tries = list(
            FailedTry.objects.filter(what=limit.what, client=salted(client), at__gt=at - limit.remembered)
            .order_by("-at")
            .values_list("at", flat=True)[: limit.free + 20]
        )
    if not tries:
        return timedelta(0)
    return max(tries[0] + limit.wait_after(len(tries)) - at, timedelta(0))


def turn(limit: Limit, client: str, *, at: datetime) -> timedelta:
    """As `wait`; and until this transaction ends, nobody else is answered for the same client.

    So tries sent at the same moment come one after the other, and each knows of those before it.
    """
    with acting_as(LIMITS):
        one_at_a_time(f"{limit.what} {salted(client)}")
    return wait(limit, client, at=at)


def delay(limit: Limit, client: str, *, at: datetime) -> timedelta:
    """How long the answer to this client should take, for what is never refused, only answered later and later."""
    with acting_as(LIMITS):
        recent = FailedTry.objects.filter(what=limit.what, at__gt=at - limit.remembered)
        own = recent.filter(client=salted(client)).count()
        if own and limit.everyone and recent.count() >= limit.everyone:
            return limit.longest_wait
    return limit.wait_after(own)


def count(*failed: tuple[Limit, str], at: datetime) -> None:
    """Note a failed try of these clients, whatever becomes of the request; forget what is older than a day."""
    parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
    with psycopg.connect(**parameters) as apart, apart.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {LIMITS}")
        cursor.execute("DELETE FROM ledgers_failedtry WHERE at < %s", [at - KEPT])
        cursor.executemany("INSERT INTO ledgers_failedtry (client, what, at) VALUES (%s, %s, %s)",
                           [(salted(client), limit.what, at) for limit, client in failed])


def first_of(limit: Limit, client: str, *, at: datetime) -> bool:
    """Whether the client does this for the first time as long as tries are remembered; noted with the deed it is for.

    Two at the same moment wait for each other: only one of them is the first.
    """
    whose = salted(client)
    with acting_as(LIMITS):
        one_at_a_time(f"{limit.what} {whose}")
        known = FailedTry.objects.filter(what=limit.what, client=whose, at__gt=at - limit.remembered)
        if known.exists():
            return False
        FailedTry.objects.bulk_create([FailedTry(what=limit.what, client=whose, at=at)])
    return True


def forget(limit: Limit, client: str) -> None:
    """The client succeeded: what it failed before no longer counts."""
    with acting_as(LIMITS):
        FailedTry.objects.filter(what=limit.what, client=salted(client)).delete()


def salted(client: str) -> str:
    return hmac.new(b"failed tries" + settings.SECRET_KEY.encode(), client.encode(), sha256).hexdigest()


@transaction.atomic
def forget_old(*, at: datetime) -> int:
    """Forget the tries of a day ago, whether or not somebody fails again. For the keeping job; how many they were."""
    with acting_as(KEEPING):
        gone, _each = FailedTry.objects.filter(at__lte=at - KEPT).only("pk").delete()
    return gone
