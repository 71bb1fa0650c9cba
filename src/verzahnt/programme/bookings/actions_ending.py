"""When places, lists and keys come to their end: deadlines that pass, lists that close. For the jobs."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction
from django.db.models import Q

from verzahnt.kit.months import first_of_month
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import rules
from verzahnt.programme.bookings.actions_seats import ahead, locked
from verzahnt.programme.bookings.models import DateSeats, Gone, Notice, Place, Stamp
from verzahnt.programme.bookings.sealing import month_keys
from verzahnt.programme.bookings.states import IN_PLAY, PlaceState
from verzahnt.programme.ledgers import outbox
from verzahnt.programme.ledgers.roles import KEEPING, SEATS
from verzahnt.programme.offers.models import Run, Seats
from verzahnt.programme.offers.states import RunState


def lapse_due(on: date) -> int:
    """Where no yes came in time the place goes to whoever is next; its note is kept to read. How many lapsed.

    Each run in a transaction of its own. Also lets those move up who waited for a date that is over, and lets go of
    seats that are to go.
    """
    with transaction.atomic(), acting_as(SEATS):
        late = Q(state=PlaceState.OFFERED, answer_by__lt=on)
        runs = set(Place.objects.filter(late).values_list("run_id", flat=True))
        waiting = Place.objects.filter(state=PlaceState.WAITING, run__seats__singles__gt=0, run__state=RunState.OPEN)
        runs |= set(waiting.values_list("run_id", flat=True))
        runs |= set(Seats.objects.filter(fewer_to__isnull=False, run__state=RunState.OPEN).values_list("pk", flat=True))
    return sum(_lapse(run_id, on) for run_id in sorted(runs))


@transaction.atomic
def _lapse(run_id: int, on: date) -> int:
    with acting_as(KEEPING), locked(run_id, on=on) as counters:
        late = list(Place.objects.filter(run_id=run_id, state=PlaceState.OFFERED, answer_by__lt=on))
        for place in late:
            counters.count(place.state, place.session_id, -1)
            counters.letters.append((outbox.PLACE_LAPSED, place.pk, ""))
        Place.objects.filter(pk__in=[one.pk for one in late]).update(state=PlaceState.LAPSED, answer_by=None)
        counters.promote()
        counters.save()
    return len(late)


@transaction.atomic
def refresh_bands(on: date) -> int:
    """Once a night, say anew of every open run whether places are free or few. How many changed."""
    changed = 0
    with acting_as(KEEPING):
        singles = _singles_ahead(on)
        runs = Run.objects.filter(state=RunState.OPEN, ends_on__gte=on).select_related("seats", "offer")
        by_band: dict[str, list[int]] = {}
        for run in runs.only("band", "offer__kind", "seats__seats", "seats__taken"):
            taken = run.seats.taken + rules.taken_beside(run.offer.kind, singles.get(run.pk, {}))
            band = rules.band_of(seats=run.seats.seats, taken=taken)
            if band != run.band:
                by_band.setdefault(band, []).append(run.pk)
        for band, numbers in by_band.items():
            changed += Run.objects.filter(pk__in=numbers).update(band=band)
    return changed


@transaction.atomic
def keep_stamps_due(on: date) -> int:
    """Before places go: write the stamps of those who wished it, in rows that say neither run nor place.

    All stamps of the months concerned are written anew in random order, so that neither the order of rows nor their
    versions say which came together.
    """
    with acting_as(KEEPING):
        due = Place.objects.filter(closes_on__lte=on, stamp_key__isnull=False, visits__gt=0)
        fresh = [Stamp(key=place.stamp_key or "", month=first_of_month(place.closes_on - rules.LIST_OPEN_FOR),
                       dates=place.visits, until_on=rules.stamps_until(place.closes_on - rules.LIST_OPEN_FOR))
                 for place in due]
        if not fresh:
            return 0
        before = Stamp.objects.filter(month__in={one.month for one in fresh})
        known = {one.key: one for one in before} | {one.key: one for one in fresh}
        before.delete()
        rows = list(known.values())
        secrets.SystemRandom().shuffle(rows)
        Stamp.objects.bulk_create(rows)
    return len(fresh)


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete every place whose list has closed; particulars and marks go with it. How many places went.

    Without exception: also where nobody came round to counting.
    """
    with acting_as(KEEPING):
        gone, _each = Place.objects.filter(closes_on__lte=on).delete()
        Stamp.objects.filter(until_on__lt=on).delete()
        closed = Q(run__ends_on__lt=Place.keeping.gone_before(on))
        Notice.objects.filter(closed).delete()
        Gone.objects.filter(closed).exclude(run__state=RunState.OPEN).delete()  # what was called off is never counted
    return gone


def destroy_month_keys(on: date) -> list[date]:
    """Destroy the keys of the months whose last list has closed: what copies hold of them can't be read any more."""
    over = month_keys_due(on)
    for month in over:
        month_keys().destroy(month)
    return over


def month_keys_due(on: date) -> list[date]:
    """The months whose last list has closed and whose keys are still there."""
    return [month for month in month_keys().months() if rules.all_lists_closed(month, on=on)]


@transaction.atomic
def end_with_the_run(run_id: int) -> int:
    """Places in all dates end with their run's list, sooner or later than was said; no other outlives it. How many."""
    with acting_as(SEATS):
        closes = rules.closes_on(Run.objects.values_list("ends_on", flat=True).get(pk=run_id))
        later = Q(session=None, state__in=IN_PLAY, closes_on__lt=closes)
        return Place.objects.filter(Q(closes_on__gt=closes) | later, run_id=run_id).update(closes_on=closes)


def _singles_ahead(on: date) -> dict[int, dict[int, int]]:
    """Of each run in which somebody has a single date: every date ahead, and how many places in it alone are taken."""
    singles = DateSeats.objects.filter(seats__isnull=False, taken__gt=0)
    taken = dict(singles.values_list("session_id", "taken"))
    found: dict[int, dict[int, int]] = {}
    for run_id, number in ahead(singles.values("run_id"), on=on).values_list("run_id", "pk"):
        found.setdefault(run_id, {})[number] = taken.get(number, 0)
    return found
