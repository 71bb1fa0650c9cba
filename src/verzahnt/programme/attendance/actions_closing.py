"""A run is counted once, when its list closes: into the tally, for good. A single date likewise, when its own does.

What was deleted before stands as numbers in `bookings.Gone` and is counted with the rest. Then nobody is in it.
"""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate

from verzahnt.kit.months import first_of_month
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import rules
from verzahnt.programme.attendance.models import Guests, Mark
from verzahnt.programme.bookings.actions_seats import locking
from verzahnt.programme.bookings.models import DateSeats, Gone, Place
from verzahnt.programme.bookings.rules import OPEN_TO_COME_IN
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.ledgers.roles import KEEPING, SEATS
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import RunState

ITS_FACTS = ("offer", "venue", "seats", "site")


@transaction.atomic
def close_run(run_id: int, on: date) -> bool:
    """Count a run into the tally, once and for good, and close it. False when that was done before or is not due."""
    _lock(run_id)
    with acting_as(KEEPING):
        run = Run.objects.select_for_update(of=("self",)).select_related(*ITS_FACTS).get(pk=run_id)
        if run.state != RunState.OPEN or not rules.is_due(run.ends_on, on=on):
            return False
        guests = list(Guests.objects.filter(session__run_id=run_id).values_list("number", flat=True))
        _count(run, Q(run=run_id, session=None), month=run.ends_on, seats=run.seats.seats, guests=guests)
        Run.objects.filter(pk=run_id).update(state=RunState.CLOSED)
    return True


@transaction.atomic
def close_date(session_id: int, on: date) -> bool:
    """Count the single places of a date, once. False when that was done before or is not due."""
    with acting_as(KEEPING):
        _lock(DateSeats.objects.values_list("run_id", flat=True).get(pk=session_id))
        date_seats = DateSeats.objects.select_related("session").get(pk=session_id)
        day = localdate(date_seats.session.starts_at)
        if date_seats.is_counted or not rules.is_due(day, on=on):
            return False
        run = Run.objects.select_related(*ITS_FACTS).get(pk=date_seats.run_id)
        by_date = run.offer.kind in OPEN_TO_COME_IN and not date_seats.session.is_cancelled
        seats = max(0, run.seats.seats - date_seats.whole) if by_date else 0
        _count(run, Q(run=run.pk, session=session_id), month=day, seats=seats, guests=[])
        DateSeats.objects.filter(pk=session_id).update(is_counted=True)
    return True


def close_due_runs(on: date) -> int:
    """Close every run whose list closes by this day, each in a transaction of its own. How many it was."""
    with transaction.atomic(), acting_as(KEEPING):
        waiting = Run.objects.filter(state=RunState.OPEN, ends_on__lt=on).order_by("pk").values_list("pk", "ends_on")
        due = [pk for pk, ends_on in waiting if rules.is_due(ends_on, on=on)]
    return sum(close_run(pk, on) for pk in due)


def close_due_dates(on: date) -> int:
    """Count every single date whose list closes by this day, each in a transaction of its own. How many it was."""
    with transaction.atomic(), acting_as(KEEPING):
        waiting = DateSeats.objects.filter(is_counted=False, session__starts_at__date__lt=on).order_by("pk")
        due = [pk for pk, starts_at in waiting.values_list("pk", "session__starts_at")
               if rules.is_due(localdate(starts_at), on=on)]
    return sum(close_date(pk, on) for pk in due)


def _lock(run_id: int) -> None:
    """The lock of every deed on places: nobody leaves between the count of places and that of what is gone."""
    with acting_as(SEATS):
        list(locking().filter(pk=run_id).values_list("pk", flat=True))


def _count(run: Run, which: Q, *, month: date, seats: int, guests: list[int]) -> None:
    """Count these places and what is gone of them; the numbers of what is gone are needed no more."""
    taken = Place.objects.filter(which, state=PlaceState.TAKEN)
    gone = Gone.objects.filter(which)
    before = gone.first()
    counted = rules.count(
        seats=seats,
        taken=taken.count(),
        visits_by_place=dict(Mark.objects.filter(place__in=taken.values("pk")).values("place_id")
                             .annotate(n=Count("pk")).values_list("place_id", "n")),
        guests=guests,
        gone=rules.Before(before.booked, before.came, before.visits) if before else rules.Before(),
    )
    gone.delete()
    site_is_invented = run.site is None or run.site.is_invented
    if rules.enters_the_tally(run_is_invented=run.is_invented, site_is_invented=site_is_invented):
        for one in counted:
            _add_to_tally(run, one, month)


ADD_TO_TALLY = """
    INSERT INTO ledgers_tally AS t (id, kind, month, site, kreis, topic, total, units, largest_unit, providers)
    VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, 1, %s, ARRAY[%s]::bigint[])
    ON CONFLICT ON CONSTRAINT tally_one_row_per_cell DO UPDATE SET
        total = t.total + excluded.total,
        units = t.units + 1,
        largest_unit = greatest(t.largest_unit, excluded.largest_unit),
        providers = CASE WHEN t.providers @> excluded.providers THEN t.providers
                         ELSE t.providers || excluded.providers END
"""


def _add_to_tally(run: Run, counted: rules.Counted, month: date) -> None:
    """A run counts once: in the month it ended, at its site, in its Kreis, under its offer's first topic."""
    with connection.cursor() as cursor:
        cursor.execute(ADD_TO_TALLY, [
            counted.kind, first_of_month(month), run.site_id, run.venue.kreis if run.venue else "",
            (run.offer.topics or [""])[0], counted.total, counted.behind, run.provider_id,
        ])
