"""Questions about places: what a card holds, where it stands on the waiting list, what its holder told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.kit.sealed import MonthKeys
from verzahnt.programme.bookings.lies import lies
from verzahnt.programme.bookings.models import DateSeats, Notice, Particulars, Place
from verzahnt.programme.bookings.rules import Single, Wishes, join_until, room, single_dates
from verzahnt.programme.bookings.sealing import month_keys, opened_text
from verzahnt.programme.bookings.states import IN_PLAY, PlaceState
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers.models import Run, Seats, Session
from verzahnt.programme.offers.queries import takes_cards
from verzahnt.programme.offers.states import OfferState, RunState

__all__ = ["Held", "OpenDate", "bookable", "dates_to_choose", "held_twice", "held_under", "holding", "how_many_under",
           "just_given", "lies", "may_join_all", "sessions_of", "state_under", "unsealed", "waiting_for",
           "wishes_in"]

SHOWN = ("starts_on", "ends_on", "state", "online_how", "offer__slug", "offer__title", "offer__kind", "offer__traits",
         "offer__is_invented", "venue__name", "venue__street", "venue__postal_code", "venue__town", "venue__stop",
         "venue__way")
"""What pages about a place say of its run; the rest of the wide rows is not asked for."""
SEALED = ("alias", "needs", "language", "contact", "contact_for", "call_me")


@contextmanager
def holding(keys: Sequence[str]) -> Iterator[None]:
    """Inside, the portal's row security opens what stands under these keys, and nothing else."""
    with acting_as("desk_portal", keys=",".join(keys)):
        yield


def bookable(slug: str, run_id: int, *, on: date) -> Run | None:
    """The run, with offer, venue and provider, if somebody with a card may ask for a place in it or in one date."""
    run = (
        Run.objects.filter(pk=run_id, offer__slug=slug, state=RunState.OPEN, ends_on__gte=on,
                           closed_to_new=False, offer__state=OfferState.PUBLISHED)
        .select_related("offer__provider", "venue")
        .only(*SHOWN, "offer__registration", "offer__reports_to", "offer__provider__kind")
        .first()
    )
    if run is None or not takes_cards(run.offer):
        return None
    if not (may_join_all(run, on=on) or single_dates(run.offer.kind, run.offer.traits) != Single.NO):
        return None
    return run


def may_join_all(run: Run, *, on: date) -> bool:
    """Whether one can still come in for all dates of a run that is open."""
    return join_until(run.offer.kind, starts_on=run.starts_on, ends_on=run.ends_on) >= on


def sessions_of(run_id: int) -> QuerySet[Session]:
    """The dates of a run, in order."""
    return Session.objects.filter(run_id=run_id).order_by("starts_at")


def waiting_for(run_id: int, session_id: int | None = None) -> int | None:
    """How many wait for a place in a full run, or a full date; None where places are free. Asked as role `seats`."""
    with acting_as(SEATS):
        seats = Seats.objects.filter(run_id=run_id).first()
        if seats is None:
            return None
        dates = _dates_beside(run_id) if seats.singles else {}
    taken = {number: date.taken for number, date in dates.items()}
    if room(seats=seats.seats, whole=seats.taken, singles=taken, date=session_id) > 0:
        return None
    if session_id is None:
        return seats.waiting
    return dates[session_id].waiting if session_id in dates else 0


@dataclass(frozen=True)
class OpenDate:
    """A single date somebody may ask for: whether there is a place, and how many wait where there is none.

    Never how many are free; not even whether they are few, so that nobody can watch single bookings.
    """

    session: Session
    is_full: bool
    ahead: int
    may_wait: bool


def dates_to_choose(run: Run, *, on: date) -> list[OpenDate]:
    """The dates ahead of an open meeting, or of a run of which one may try a date. Empty where all belong together."""
    single = single_dates(run.offer.kind, run.offer.traits)
    if single == Single.NO:
        return []
    with acting_as(SEATS):
        seats = Seats.objects.get(run_id=run.pk)
        dates = _dates_beside(run.pk) if seats.singles else {}
    taken = {number: date.taken for number, date in dates.items()}
    found = []
    for session in sessions_of(run.pk).filter(is_cancelled=False, starts_at__date__gte=on):
        waiting = dates[session.pk].waiting if session.pk in dates else 0
        free = room(seats=seats.seats, whole=seats.taken, singles=taken, date=session.pk) > 0
        if single == Single.TASTER:
            found.append(OpenDate(session, not free or seats.waiting > 0, 0, may_wait=False))
        else:
            found.append(OpenDate(session, not free, waiting, may_wait=waiting < seats.waiting_places))
    return found


@dataclass(frozen=True)
class Held:
    """One place under a card, as its holder sees it. `sessions` are its own dates: all, or the single one."""

    place: Place
    run: Run
    wishes: Wishes
    sessions: tuple[Session, ...]
    ahead: int
    """How many wait before; 0 for whoever has a place."""
    notices: tuple[Notice, ...] = ()
    """What the provider told all, for whom no letter reaches, too."""

    @property
    def waits(self) -> bool:
        return self.place.state == PlaceState.WAITING

    @property
    def is_offered(self) -> bool:
        """Somebody moved up and is asked for a yes until `place.answer_by`."""
        return self.place.state == PlaceState.OFFERED

    @property
    def is_lapsed(self) -> bool:
        """The yes did not come in time; nothing is held any more."""
        return self.place.state == PlaceState.LAPSED

    @property
    def is_called_off(self) -> bool:
        """The run, or this date, does not take place; the note is kept to read."""
        return self.place.state == PlaceState.CALLED_OFF

    @property
    def is_single(self) -> bool:
        return self.place.session_id is not None


def held_under(keys: Sequence[str]) -> list[Held]:
    """Everything a card holds, soonest first. Inside `holding(keys)`; the same number of questions for one and many."""
    places = list(
        Place.objects.filter(key__in=keys)
        .select_related("run__offer", "run__venue", "particulars")
        .only("state", "turn", "answer_by", "key", "run_id", "session_id", "visits", "closes_on", "stamp_key",
              *(f"run__{column}" for column in SHOWN), "particulars__month",
              *(f"particulars__{column}" for column in SEALED))
        .order_by("run__starts_on", "run_id")
    )
    if not places:
        return []
    runs = {place.run_id for place in places}
    dates: dict[int, list[Session]] = {}
    for session in Session.objects.filter(run_id__in=runs).order_by("starts_at"):
        dates.setdefault(session.run_id, []).append(session)
    notices: dict[int, list[Notice]] = {}
    for notice in Notice.objects.filter(run_id__in=runs):
        notices.setdefault(notice.run_id, []).append(notice)
    ahead = _ahead_of(places)
    held = [
        Held(place, place.run, unsealed(place.particulars), _dates_of(place, dates.get(place.run_id, ())),
             ahead.get(place.pk, 0),
             tuple(one for one in notices.get(place.run_id, ())
                   if one.session_id is None or place.session_id in (None, one.session_id)))
        for place in places
    ]
    return sorted(held, key=lambda one: (one.run.starts_on, one.run.pk,
                                         [session.starts_at for session in one.sessions][:1]))


def held_twice(held: Sequence[Held], *, on: date) -> list[Held]:
    """Single dates ahead that are among all dates of the same run: their holder waited for all, and moved up since."""
    whole = {one.run.pk for one in held if not one.is_single and one.place.state == PlaceState.TAKEN}
    return [one for one in held if one.is_single and one.run.pk in whole and one.place.state in IN_PLAY
            and not one.place.visits and localdate(one.sessions[0].starts_at) >= on]


def state_under(keys: Sequence[str], place: UUID) -> str | None:
    """How a place of the card stands; None where it has none with this number. Inside `holding(keys)`."""
    return Place.objects.filter(pk=place, key__in=keys).values_list("state", flat=True).order_by().first()


def how_many_under(keys: Sequence[str]) -> int:
    """How many places a card holds. Inside `holding(keys)`."""
    return Place.objects.filter(key__in=keys).count()


def just_given(place: Place, run: Run, wishes: Wishes) -> Held:
    """A place given in this very request, as its holder sees it, without asking for what is known."""
    return Held(place, run, wishes, _dates_of(place, list(sessions_of(run.pk))), _ahead_of([place]).get(place.pk, 0))


def unsealed(particulars: Particulars, keys: MonthKeys | None = None) -> Wishes:
    """What the holder told; only the columns that were loaded. When the month's key is gone, nothing."""
    not_loaded = particulars.get_deferred_fields()
    sealed = {column: getattr(particulars, column) for column in SEALED if column not in not_loaded}
    return wishes_in(sealed, particulars.place_id, particulars.month, keys or month_keys(for_one_look=True))


def wishes_in(sealed: Mapping[str, bytes], place: UUID, month: date, keys: MonthKeys) -> Wishes:
    """The same of sealed columns that are at hand without their row."""
    told = {column: opened_text(text, place, column, month, keys) for column, text in sealed.items()}
    lists = {name: tuple(one for one in told.get(name, "").split(",") if one) for name in ("needs", "contact_for")}
    return Wishes(told.get("alias", ""), lists["needs"], told.get("language", ""), told.get("contact", ""),
                  lists["contact_for"], told.get("call_me", ""))


def _dates_of(place: Place, sessions: Sequence[Session]) -> tuple[Session, ...]:
    return tuple(one for one in sessions if place.session_id in (None, one.pk))


def _dates_beside(run_id: int) -> dict[int, DateSeats]:
    """Dates ahead with places of their own."""
    return {one.pk: one for one in DateSeats.objects.filter(run_id=run_id, seats__isnull=False)}


def _ahead_of(places: Sequence[Place]) -> dict[UUID, int]:
    """How many wait before each waiting place for the same: counted as role `seats`, which sees turns, no person."""
    waiting = [place for place in places if place.state == PlaceState.WAITING]
    if not waiting:
        return {}
    with acting_as(SEATS):
        turns = Place.objects.filter(run_id__in=[place.run_id for place in waiting], state=PlaceState.WAITING)
        listed = list(turns.values_list("run_id", "session_id", "turn"))
    return {place.pk: sum((run, session) == (place.run_id, place.session_id) and turn < place.turn
                          for run, session, turn in listed) for place in waiting}
