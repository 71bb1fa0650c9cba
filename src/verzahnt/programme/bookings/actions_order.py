"""Which place came before which is nobody's business: the order in which rows were written is taken out of them.

Somebody who takes two places takes them one right after the other. Nothing we write says so; but PostgreSQL numbers the
transactions and puts rows where there is room, and whoever reads the database itself can read both: in the places, and
in the counters they moved. So a run's rows are written anew in one go and in random order; afterwards all of them are
equally old. Every hour that happens where places were given lately. What is done with older places (a wish changed,
stamps kept, all of a card deleted) no row names a day of: so every night it happens wherever a list is open.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings.actions_seats import locking
from verzahnt.programme.bookings.models import DateSeats, Gone, Place
from verzahnt.programme.bookings.rules import LIST_OPEN_FOR
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.ledgers.roles import KEEPING, SEATS
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import RunState

LATELY = timedelta(days=1)


def forget_the_order(on: date) -> int:
    """Every hour: write the places given since yesterday anew, with what stands beside them. How many it was.

    Each run in a transaction of its own, so that nobody who books elsewhere has to wait.
    """
    lately = Q(given_on__gte=on - LATELY)
    with transaction.atomic(), acting_as(SEATS):
        runs = set(Place.objects.filter(lately).values_list("run_id", flat=True))
    return sum(_forget(run_id, lately) for run_id in sorted(runs))


def forget_every_order(on: date) -> int:
    """Every night: write all places anew wherever a list is open, with all counters. How many places it was."""
    with transaction.atomic(), acting_as(SEATS):
        open_lists = Run.objects.filter(ends_on__gte=on - LIST_OPEN_FOR).exclude(state=RunState.CLOSED)
        runs = set(open_lists.values_list("pk", flat=True))
    return sum(_forget(run_id, Q()) for run_id in sorted(runs))


@transaction.atomic
def _forget(run_id: int, which: Q) -> int:
    with acting_as(SEATS):
        row = locking().filter(pk=run_id).only("pk", "turns").order_by().first()
        if row is None:
            return 0
        row.save(update_fields=["turns"])
        places = list(Place.objects.filter(which, run_id=run_id).values_list("pk", flat=True))
        _rewrite("UPDATE bookings_place SET given_on = given_on WHERE id = %s", places)
        _rewrite("UPDATE bookings_dateseats SET taken = taken WHERE session_id = %s",
                 DateSeats.objects.filter(run_id=run_id).values_list("pk", flat=True))
        _rewrite("UPDATE bookings_gone SET booked = booked WHERE id = %s",
                 Gone.objects.filter(run_id=run_id).values_list("pk", flat=True))
    with acting_as(KEEPING):
        _rewrite("UPDATE bookings_particulars SET month = month WHERE place_id = %s", places)
        _rewrite("UPDATE ledgers_outboxitem SET due_on = due_on WHERE id = %s",
                 OutboxItem.objects.filter(place__in=places).values_list("pk", flat=True))
    return len(places)


def _rewrite(statement: str, rows: Iterable[UUID] | Iterable[int]) -> None:
    """Row by row, in random order: a statement for all of them would keep the order they lie in."""
    known: Sequence[UUID | int] = list(rows)
    if known:
        with connection.cursor() as cursor:
            cursor.executemany(statement, [[row] for row in secrets.SystemRandom().sample(known, len(known))])
