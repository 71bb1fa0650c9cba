"""The one lock under which places move: a run's `Seats` row, taken before anything else, by every deed.

Inside `locked` we act as role `seats`, the only one that may move counters and places; letters asked for meanwhile are
posted afterwards, in the role of whoever acts. Counters move here alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import localdate

from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import refusals, rules
from verzahnt.programme.bookings.models import DateSeats, Place
from verzahnt.programme.bookings.states import IN_PLAY, PlaceState
from verzahnt.programme.ledgers import outbox
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers.models import Run, Seats, Session
from verzahnt.programme.offers.states import Band, RunState

NEEDED = ("provider", "seats", "waiting_places", "taken", "waiting", "turns", "singles", "answer_days", "fewer_to",
          "run__state", "run__band", "run__closed_to_new", "run__starts_on", "run__ends_on", "run__offer__state",
          "run__offer__kind", "run__offer__traits", "run__offer__registration", "run__offer__reports_to",
          "run__offer__provider__kind")
COUNTED = ("seats", "waiting_places", "taken", "waiting", "turns", "singles", "answer_days", "fewer_to")


@contextmanager
def locked(run_id: int, *, on: date) -> Iterator[Counters]:
    """The run's counters, locked, with its run and offer. Letters are asked for also where the deed ends in a no."""
    refused = None
    with acting_as(SEATS):
        row = locking().select_related("run__offer__provider").only(*NEEDED).filter(pk=run_id).order_by().first()
        if row is None:
            raise refusals.RunOver
        counters = Counters(row, on)
        try:
            yield counters
        except NotPossible as no:
            refused = no
    outbox.post_all(counters.letters, due_on=on)
    if refused is not None:
        raise refused


def locking() -> QuerySet[Seats]:
    """What makes deeds on one run come one after the other. Tests take it away to show that they would notice."""
    return Seats.objects.select_for_update(of=("self",))


class Counters:
    """What a run has, gives and takes back: in all its dates, and in single ones that are still ahead."""

    def __init__(self, row: Seats, on: date) -> None:
        self.row = row
        self.run: Run = row.run
        self.on = on
        self.letters: list[tuple[str, UUID, str]] = []
        self._dates: dict[int, DateSeats] | None = None
        self._before: dict[int, int] = {}

    @property
    def is_on(self) -> bool:
        """Whether something of the run is still to come."""
        return self.run.state == RunState.OPEN and self.run.ends_on >= self.on

    @property
    def dates(self) -> dict[int, DateSeats]:
        """Dates ahead in which somebody has, or waits for, a place of their own."""
        if self._dates is None:
            self._dates = self._dates_ahead() if self.row.singles else {}
        return self._dates

    def is_ahead(self, session_id: int) -> bool:
        """Whether the date is still to come; asked of dates in which somebody has or had a place of their own."""
        date = self.dates.get(session_id)
        return date is not None and date.seats is not None

    def room(self, session_id: int | None, *, without: Collection[int] = ()) -> int:
        """How many more fit into this date or into the whole run, once single places `without` dates are given up."""
        singles = {number: date.taken - (number in without) for number, date in self.dates.items()
                   if date.seats is not None}
        return rules.room(seats=self.row.seats, whole=self.row.taken, singles=singles, date=session_id)

    def waiting(self, session_id: int | None) -> int:
        """How many wait for a place in this date, or in the whole run."""
        if session_id is None:
            return self.row.waiting
        return self.dates[session_id].waiting if session_id in self.dates else 0

    def state_for_one_more(self, session: Session | None, *, may_wait: bool, may_queue: bool = True,
                           without: Collection[int] = ()) -> PlaceState:
        """A place or, where none is left, a turn on the waiting list; else the no that says why not."""
        number = session.pk if session else None
        if (self.row.waiting or self.row.fewer_to) and self.room(None) > 0:
            # a date that was full is over: first those who waited for it
            self.promote()
            self.save()
        if self.room(number, without=without) > 0 and (may_queue or not self.row.waiting):
            return PlaceState.TAKEN
        if not may_queue:
            raise refusals.NoSeatToTry
        if self.waiting(number) >= self.row.waiting_places:
            raise refusals.WaitingListFull
        if not may_wait:
            raise refusals.AllTaken(self.waiting(number))
        return PlaceState.WAITING

    def give(self, state: PlaceState, *, key: str | None, session: Session | None = None,
             place_id: UUID | None = None) -> Place:
        """A place, or a turn to wait; the counters are saved with it."""
        self.count(state, session.pk if session else None, 1)
        turn = 0
        if state == PlaceState.WAITING:
            self.row.turns += 1
            turn = self.row.turns
        self.save()
        last_day = localdate(session.starts_at) if session else self.run.ends_on
        return Place.objects.create(
            pk=place_id or uuid4(), run_id=self.row.pk, session_id=session.pk if session else None,
            provider=self.row.provider, key=key, state=state, turn=turn, given_on=self.on,
            closes_on=rules.closes_on(last_day))

    def take_back(self, place: Place, *, first_date: date) -> None:
        """The place is gone, with all that hangs on it; what it had been stays as numbers."""
        Place.objects.filter(pk=place.pk).delete()
        self.count(place.state, place.session_id, -1)
        counted = self.run.state != RunState.OPEN or (place.session_id and self.date(place.session_id).is_counted)
        has_been = rules.has_been(first_date=first_date, visits=place.visits, on=self.on)
        if place.state == PlaceState.TAKEN and has_been and not counted:
            self._remember(place)

    def count(self, state: str, session_id: int | None, by: int) -> None:
        """One place more or less in this state. What is only kept to read counts nowhere."""
        if state not in IN_PLAY:
            return
        column = "waiting" if state == PlaceState.WAITING else "taken"
        target: Seats | DateSeats = self.row if session_id is None else self.date(session_id)
        setattr(target, column, getattr(target, column) + by)
        if isinstance(target, DateSeats) and target.seats is not None:
            self.row.singles += by

    def date(self, session_id: int) -> DateSeats:
        """The counters of a date: those that are there, of one that is over, or new ones."""
        if session_id not in self.dates:
            found = DateSeats.objects.filter(pk=session_id).first() or DateSeats(
                session_id=session_id, run_id=self.row.pk, provider=self.row.provider, seats=self.row.seats,
                whole=self.row.taken, waiting_places=self.row.waiting_places)
            self._keep(found)
        return self.dates[session_id]

    def promote(self) -> list[UUID]:
        """Whoever asked first moves up, as far as there is room; who waits for all dates waits for the fullest.

        Where the provider wants an answer the place is offered, and held until a day.
        """
        if self.is_on:
            self._shrink()
        if not self.is_on or not (self.row.waiting or any(date.waiting for date in self.dates.values())):
            return []
        promoted: list[Place] = []
        waiting = Place.objects.filter(run_id=self.row.pk, state=PlaceState.WAITING).select_related("session")
        for place in waiting.only("session", "session__starts_at", "state").order_by("turn"):
            if (place.session_id is None or self.is_ahead(place.session_id)) and self.room(place.session_id) > 0:
                self.count(PlaceState.WAITING, place.session_id, -1)
                self.count(PlaceState.TAKEN, place.session_id, 1)
                promoted.append(place)
            elif place.session_id is None and not self.dates:
                break
        if self.row.answer_days:
            self._offer(promoted)
        elif promoted:
            Place.objects.filter(pk__in=[one.pk for one in promoted]).update(state=PlaceState.TAKEN, turn=0)
            self.letters += [(outbox.PLACE_PROMOTED, one.pk, "") for one in promoted]
        return [one.pk for one in promoted]

    def save(self) -> None:
        """Write the counters; dates that got room first, those that got fuller last: no moment is over the seats.

        Where a run is full, or no longer full, is said at once; the rest of the band waits for the night.
        """
        changed = list(self.dates.values())
        for one in (one for one in changed if not one._state.adding and one.taken < self._before[one.pk]):
            one.save(update_fields=["taken", "waiting"])
        self.row.save(update_fields=COUNTED)
        for one in changed:
            if one._state.adding:
                one.seats, one.whole, one.waiting_places = self.row.seats, self.row.taken, self.row.waiting_places
                one.save(force_insert=True)
            elif one.taken >= self._before[one.pk]:
                one.save(update_fields=["taken", "waiting"])
            self._before[one.pk] = one.taken
        full = self._is_full()
        if full != (self.run.band == Band.WAITING):
            self.run.band = Band.WAITING if full else Band.FEW
            Run.objects.filter(pk=self.row.pk).update(band=self.run.band)

    def _shrink(self) -> None:
        """Where there are to be fewer seats, those that became free go first."""
        if self.row.fewer_to is not None:
            self.row.seats = max(self.row.fewer_to, self.row.seats - max(0, self.room(None)))
            if self.row.seats == self.row.fewer_to:
                self.row.fewer_to = None

    def _is_full(self) -> bool:
        """Nobody who comes now gets a place: in the run, or, where one comes for a date, in any date ahead."""
        if self.row.taken >= self.row.seats or not self.dates:
            return self.row.taken >= self.row.seats
        if rules.single_dates(self.run.offer.kind, self.run.offer.traits) != rules.Single.ANY:
            return self.room(None) <= 0
        full = [number for number in self.dates if self.is_ahead(number) and self.room(number) <= 0]
        return bool(full) and not ahead([self.row.pk], on=self.on).exclude(pk__in=full).exists()

    def _offer(self, promoted: Sequence[Place]) -> None:
        for place in promoted:
            first = localdate(place.session.starts_at) if place.session else self.run.starts_on
            until = rules.answer_by(on=self.on, days=self.row.answer_days, first_date=first)
            Place.objects.filter(pk=place.pk).update(state=PlaceState.OFFERED, turn=0, answer_by=until)
            self.letters.append((outbox.PLACE_OFFERED, place.pk, ""))

    def _dates_ahead(self) -> dict[int, DateSeats]:
        """The counters of single dates; whatever is over by now is let go of."""
        found = {}
        for one in DateSeats.objects.filter(run_id=self.row.pk, seats__isnull=False).select_related("session"):
            if one.session.is_cancelled or localdate(one.session.starts_at) < self.on:
                self.row.singles -= one.taken + one.waiting
                DateSeats.objects.filter(pk=one.pk).update(seats=None, waiting_places=None)
                Seats.objects.filter(pk=self.row.pk).update(singles=self.row.singles)
            else:
                found[one.pk] = one
                self._before[one.pk] = one.taken
        return found

    def _keep(self, one: DateSeats) -> None:
        self._before[one.pk] = one.taken
        self.dates[one.pk] = one

    def _remember(self, place: Place) -> None:
        with connection.cursor() as cursor:
            cursor.execute(REMEMBER, [uuid4(), place.run_id, place.session_id, int(place.visits > 0), place.visits])


REMEMBER = """
    INSERT INTO bookings_gone AS g (id, run_id, session_id, booked, came, visits) VALUES (%s, %s, %s, 1, %s, %s)
    ON CONFLICT ON CONSTRAINT gone_once_per_run_and_date DO UPDATE SET
        booked = g.booked + 1, came = g.came + excluded.came, visits = g.visits + excluded.visits
"""


def ahead(runs: Collection[int] | QuerySet[Any, Any], *, on: date) -> QuerySet[Session]:
    """Dates of these runs that are still to come, today's among them."""
    return Session.objects.filter(run_id__in=runs, is_cancelled=False, starts_at__date__gte=on)


def date_ahead(run_id: int, session_id: int, *, on: date) -> Session:
    """One of these dates."""
    found = ahead([run_id], on=on).filter(pk=session_id).first()
    if found is None:
        raise refusals.DateOver
    return found
