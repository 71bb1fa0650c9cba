"""Which place came before which is nobody's business: the order in which rows were written is taken out of them.

Somebody who takes two places takes them one right after the other. Nothing we write says so; but PostgreSQL numbers the
transactions and puts rows where there is room, and whoever reads the database itself can read both. So what was given
lately is written anew, run by run and in random order; afterwards all places of a run are equally old.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings.actions_seats import locking
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.ledgers.roles import KEEPING, SEATS

LATELY = timedelta(days=1)


def forget_the_order(on: date) -> int:
    """Write the places given since yesterday anew, with what stands beside them. How many it was.

    Each run in a transaction of its own, so that nobody who books elsewhere has to wait.
    """
    with transaction.atomic(), acting_as(SEATS):
        runs = set(Place.objects.filter(given_on__gte=on - LATELY).values_list("run_id", flat=True))
    return sum(_forget(run_id, since=on - LATELY) for run_id in sorted(runs))


@transaction.atomic
def _forget(run_id: int, *, since: date) -> int:
    with acting_as(SEATS):
        row = locking().filter(pk=run_id).only("pk", "turns").order_by().first()
        if row is None:
            return 0
        row.save(update_fields=["turns"])
        places = list(Place.objects.filter(run_id=run_id, given_on__gte=since).values_list("pk", flat=True))
        _rewrite("UPDATE bookings_place SET given_on = given_on WHERE id = %s", places)
    with acting_as(KEEPING):
        _rewrite("UPDATE bookings_particulars SET month = month WHERE place_id = %s", places)
        letters = list(OutboxItem.objects.filter(place__in=places).values_list("pk", flat=True))
        _rewrite("UPDATE ledgers_outboxitem SET due_on = due_on WHERE id = %s", letters)
    return len(places)


def _rewrite(statement: str, rows: Sequence[UUID]) -> None:
    """Row by row, in random order: a statement for all of them would keep the order they lie in."""
    shuffled = secrets.SystemRandom().sample(rows, len(rows))
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[row] for row in shuffled])
