"""Deeds on places: each one action under one lock on the run's `Seats` row, done as role `seats`.

Counters (`taken`, `waiting`, `turns`) move here alone. Particulars are written in the role of the desk, which is
the only one that may: whoever books at the portal stands inside `queries.holding(keys)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import refusals, rules
from verzahnt.programme.bookings.models import Particulars, Place, Stamp
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.bookings.sealing import bound_to, month_keys
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.ledgers import journal, outbox
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import KEEPING, SEATS
from verzahnt.programme.offers.models import Run, Seats
from verzahnt.programme.offers.states import Band, OfferState, Registration, RunState

NEEDED = ("provider", "seats", "waiting_places", "taken", "waiting", "turns", "run__state", "run__band",
          "run__starts_on", "run__ends_on", "run__offer__state", "run__offer__kind", "run__offer__registration",
          "run__offer__reports_to")
REMINDED_BEFORE = (timedelta(days=7), timedelta(days=1))


def book(run_id: int, *, keys: Sequence[str], wishes: Wishes, on: date, may_wait: bool = False,
         place_id: UUID | None = None) -> Place:
    """Give the card's holder a place in every session of the run, or, if they may wait, the next turn.

    All keys of the card are looked up, always; the place stands under the first that is empty.
    """
    with _seats(run_id) as seats:
        _may_be_joined(seats.run, on=on)
        if seats.run.offer.registration != Registration.CARD or seats.run.offer.reports_to:
            raise refusals.NotWithACard
        held = dict(Place.objects.filter(key__in=keys).values_list("key", "run_id"))
        if run_id in held.values():
            raise refusals.AlreadyIn
        state = _state_for_one_more(seats, may_wait=may_wait)
        if len(held) >= len(keys):
            raise refusals.CardFull
        key = next(key for key in keys if key not in held)
        place = _give(seats, state, key=key, on=on, place_id=place_id)
    _write_down(place, seats.run, wishes)
    if wishes.contact:
        outbox.post(outbox.PLACE_CONFIRMED, place=place.pk, due_on=on)
        for before in REMINDED_BEFORE:
            if (due_on := seats.run.starts_on - before) > on:
                outbox.post(outbox.PLACE_REMINDER, place=place.pk, due_on=due_on)
    return place


def book_by_telephone(run_id: int, *, wishes: Wishes, actor: Actor, at: datetime, on: date,
                      may_wait: bool = True) -> Place:
    """Enter somebody who called: under an alias, without a card. Change and deletion go through the provider."""
    with _seats(run_id) as seats:
        _is_own(seats, actor)
        _may_be_joined(seats.run, on=on)
        place = _give(seats, _state_for_one_more(seats, may_wait=may_wait), key=None, on=on)
    _write_down(place, seats.run, wishes)
    journal.note("book_by_telephone", "run", run_id, actor, at)
    return place


def withdraw(place_id: UUID, *, keys: Sequence[str], on: date) -> None:
    """Give a place back, without a reason and without a trace; who waited longest moves up. Twice does no harm."""
    with acting_as(SEATS):
        run_id = Place.objects.filter(pk=place_id, key__in=keys).values_list("run_id", flat=True).first()
    if run_id is not None:
        _take_back(run_id, place_id, on=on)


def withdraw_all(*, keys: Sequence[str], on: date) -> int:
    """Delete everything held under a card, now: places, particulars, marks and stamps. How many places it was."""
    with acting_as(SEATS):
        held = list(Place.objects.filter(key__in=keys).order_by("run_id").values_list("run_id", "pk"))
    for run_id, place_id in held:  # by run: all take locks in one order
        _take_back(run_id, place_id, on=on)
    return len(held)


def withdraw_by_telephone(place_id: UUID, *, actor: Actor, at: datetime, on: date) -> None:
    """Take out somebody who was entered by telephone and called again."""
    with acting_as(SEATS):
        found = Place.objects.filter(pk=place_id, key=None, provider__in=actor.organisations, closes_on__gt=on).first()
    if found is None:
        raise refusals.NotYours
    _take_back(found.run_id, place_id, on=on)
    journal.note("withdraw_by_telephone", "run", found.run_id, actor, at)


def forget_stamps(*, keys: Sequence[str]) -> None:
    """Delete the stamps kept under a card. Needs `queries.holding(stamp keys)`."""
    Stamp.objects.filter(key__in=keys).delete()


def change_seats(run_id: int, seats: int, *, actor: Actor, at: datetime, on: date,
                 waiting_places: int | None = None) -> list[UUID]:
    """More or fewer seats. New ones go at once to those who wait; the answer names the places that moved up."""
    with _seats(run_id) as row:
        _is_own(row, actor)
        if row.run.state != RunState.OPEN or row.run.ends_on < on:
            raise refusals.RunOver
        wanted = row.waiting_places if waiting_places is None else waiting_places
        if seats < 1:
            raise refusals.AtLeastOneSeat
        if seats < row.taken:
            raise refusals.MorePlacesTaken(row.taken)
        if wanted < row.waiting - max(0, seats - row.taken):
            raise refusals.MoreWaiting(row.waiting)
        row.seats = seats
        promoted = _promote(row)
        row.waiting_places = wanted
        _save(row)
    _tell(promoted, on=on)
    journal.note("change_seats", "run", run_id, actor, at, note=f"{seats} Plätze")
    return promoted


@transaction.atomic
def refresh_bands(on: date) -> int:
    """Once a night, say anew of every open run whether places are free or few. How many changed."""
    changed = 0
    with acting_as(KEEPING):
        runs = Run.objects.filter(state=RunState.OPEN, ends_on__gte=on).select_related("seats")
        by_band: dict[str, list[int]] = {}
        for run in runs.only("band", "seats__seats", "seats__taken"):
            band = rules.band_of(seats=run.seats.seats, taken=run.seats.taken)
            if band != run.band:
                by_band.setdefault(band, []).append(run.pk)
        for band, numbers in by_band.items():
            changed += Run.objects.filter(pk__in=numbers).update(band=band)
    return changed


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete every place whose list has closed; particulars and marks go with it. How many places went.

    Without exception: also where nobody came round to counting.
    """
    with acting_as(KEEPING):
        gone, _each = Place.objects.filter(closes_on__lte=on).delete()
        Stamp.objects.filter(until_on__lt=on).delete()
    return gone


def destroy_month_keys(on: date) -> list[date]:
    """Destroy the keys of the months whose last list has closed: what copies hold of them can't be read any more."""
    keys = month_keys()
    over = [month for month in keys.months() if rules.all_lists_closed(month, on=on)]
    for month in over:
        keys.destroy(month)
    return over


@contextmanager
def _seats(run_id: int) -> Iterator[Seats]:
    """The run's counters, locked, with its run and offer; inside we act as the role that may change them."""
    with acting_as(SEATS):
        row = _locked().select_related("run__offer").only(*NEEDED).filter(pk=run_id).order_by().first()
        if row is None:
            raise refusals.RunOver
        yield row


def _locked() -> QuerySet[Seats]:
    """What makes deeds on one run come one after the other. Tests take it away to show that they would notice."""
    return Seats.objects.select_for_update(of=("self",))


def _may_be_joined(run: Run, *, on: date) -> None:
    last = rules.join_until(run.offer.kind, starts_on=run.starts_on, ends_on=run.ends_on)
    if run.state != RunState.OPEN or run.offer.state != OfferState.PUBLISHED or last < on:
        raise refusals.RunOver


def _is_own(seats: Seats, actor: Actor) -> None:
    if seats.provider not in actor.organisations:
        raise refusals.NotYours


def _state_for_one_more(seats: Seats, *, may_wait: bool) -> PlaceState:
    if seats.taken < seats.seats:
        return PlaceState.TAKEN
    if seats.waiting >= seats.waiting_places:
        raise refusals.WaitingListFull
    if not may_wait:
        raise refusals.AllTaken(seats.waiting)
    return PlaceState.WAITING


def _give(seats: Seats, state: PlaceState, *, key: str | None, on: date, place_id: UUID | None = None) -> Place:
    turn = 0
    if state == PlaceState.TAKEN:
        seats.taken += 1
    else:
        seats.waiting += 1
        seats.turns += 1
        turn = seats.turns
    _save(seats)
    return Place.objects.create(
        pk=place_id or uuid4(), run_id=seats.run_id, provider=seats.provider, key=key, state=state, turn=turn,
        given_on=on, closes_on=rules.closes_on(seats.run.ends_on),
    )


def _take_back(run_id: int, place_id: UUID, *, on: date) -> None:
    with _seats(run_id) as seats:
        place = Place.objects.filter(pk=place_id).only("state").first()
        if place is None:
            return  # somebody's second click was quicker
        Place.objects.filter(pk=place_id).delete()
        if place.state == PlaceState.TAKEN:
            seats.taken -= 1
        else:
            seats.waiting -= 1
        still_on = seats.run.state == RunState.OPEN and seats.run.ends_on >= on
        promoted = _promote(seats) if still_on else []
        _save(seats)
    _tell(promoted, on=on)


def _promote(seats: Seats) -> list[UUID]:
    """Whoever asked first moves up, as far as there are seats."""
    room = seats.seats - seats.taken
    if room <= 0 or not seats.waiting:
        return []
    next_ones = list(Place.objects.filter(run_id=seats.run_id, state=PlaceState.WAITING)
                     .order_by("turn").values_list("pk", flat=True)[:room])
    Place.objects.filter(pk__in=next_ones).update(state=PlaceState.TAKEN, turn=0)
    seats.taken += len(next_ones)
    seats.waiting -= len(next_ones)
    return next_ones


def _save(seats: Seats) -> None:
    """Write the counters, and say at once where a run is full or no longer full; the rest waits for the night."""
    seats.save(update_fields=["seats", "waiting_places", "taken", "waiting", "turns"])
    full = seats.taken >= seats.seats
    if full != (seats.run.band == Band.WAITING):
        seats.run.band = Band.WAITING if full else Band.FEW
        Run.objects.filter(pk=seats.run_id).update(band=seats.run.band)


def _tell(promoted: list[UUID], *, on: date) -> None:
    for place in promoted:
        outbox.post(outbox.PLACE_PROMOTED, place=place, due_on=on)


def _write_down(place: Place, run: Run, wishes: Wishes) -> None:
    """The particulars, sealed under the key of the month in which the run ends."""
    keys, month = month_keys(), rules.month_of(run.ends_on)
    told = {"alias": wishes.alias, "needs": ",".join(wishes.needs), "language": wishes.language,
            "contact": wishes.contact}
    Particulars.objects.create(
        place_id=place.pk, provider=place.provider, key=place.key, closes_on=place.closes_on, month=month,
        **{name: keys.seal(text, month, bound_to=bound_to(place.pk, name)) for name, text in told.items()},
    )


