"""Questions about places: what a card holds, where it stands on the waiting list, what its holder told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from verzahnt.kit.roles import acting_as
from verzahnt.kit.sealed import KeyGone, NotGenuine
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import Wishes, join_until
from verzahnt.programme.bookings.sealing import bound_to, month_keys
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers.models import Run, Seats, Session
from verzahnt.programme.offers.states import OfferState, Registration, RunState

SHOWN = ("starts_on", "ends_on", "state", "online_how", "offer__slug", "offer__title", "offer__kind",
         "offer__is_invented", "venue__name", "venue__street", "venue__postal_code", "venue__town", "venue__stop",
         "venue__way")
"""What pages about a place say of its run; the rest of the wide rows is not asked for."""
SEALED = ("alias", "needs", "language", "contact")


@contextmanager
def holding(keys: Sequence[str]) -> Iterator[None]:
    """Inside, the portal's row security opens what stands under these keys, and nothing else."""
    with acting_as("desk_portal", keys=",".join(keys)):
        yield


def bookable(slug: str, run_id: int, *, on: date) -> Run | None:
    """The run, with offer, venue and provider, if somebody with a card may ask for a place in it."""
    run = (
        Run.objects.filter(
            pk=run_id, offer__slug=slug, state=RunState.OPEN, ends_on__gte=on,
            offer__state=OfferState.PUBLISHED, offer__registration=Registration.CARD, offer__reports_to="",
        )
        .select_related("offer", "venue")
        .only(*SHOWN)
        .first()
    )
    if run is None or join_until(run.offer.kind, starts_on=run.starts_on, ends_on=run.ends_on) < on:
        return None
    return run


def sessions_of(run_id: int) -> QuerySet[Session]:
    """The dates of a run, in order."""
    return Session.objects.filter(run_id=run_id).order_by("starts_at")


def waiting_for(run_id: int) -> int | None:
    """How many wait for a place in a full run; None where places are free. Asked as role `seats`."""
    with acting_as(SEATS):
        seats = Seats.objects.filter(run_id=run_id).first()
    return seats.waiting if seats and seats.taken >= seats.seats else None


@dataclass(frozen=True)
class Held:
    """One place under a card, as its holder sees it."""

    place: Place
    run: Run
    wishes: Wishes
    sessions: tuple[Session, ...]
    ahead: int
    """How many wait before; 0 for whoever has a place."""

    @property
    def waits(self) -> bool:
        return self.place.state == PlaceState.WAITING


def held_under(keys: Sequence[str]) -> list[Held]:
    """Everything a card holds, soonest first. Inside `holding(keys)`; the same number of questions for one and many."""
    places = list(
        Place.objects.filter(key__in=keys)
        .select_related("run__offer", "run__venue", "particulars")
        .only("state", "turn", "key", "run_id", *(f"run__{column}" for column in SHOWN), "particulars__month",
              *(f"particulars__{column}" for column in SEALED))
        .order_by("run__starts_on", "run_id")
    )
    if not places:
        return []
    dates: dict[int, list[Session]] = {}
    for session in Session.objects.filter(run_id__in=[place.run_id for place in places]).order_by("starts_at"):
        dates.setdefault(session.run_id, []).append(session)
    ahead = _ahead_of(places)
    return [
        Held(place, place.run, unsealed(place.particulars), tuple(dates.get(place.run_id, ())), ahead.get(place.pk, 0))
        for place in places
    ]


def how_many_under(keys: Sequence[str]) -> int:
    """How many places a card holds. Inside `holding(keys)`."""
    return Place.objects.filter(key__in=keys).count()


def just_given(place: Place, run: Run, wishes: Wishes) -> Held:
    """A place given in this very request, as its holder sees it, without asking for what is known."""
    return Held(place, run, wishes, tuple(sessions_of(run.pk)), _ahead_of([place]).get(place.pk, 0))


def unsealed(particulars: Particulars) -> Wishes:
    """What the holder told; only the columns that were loaded. When the month's key is gone, nothing."""
    loaded = {column: opened(particulars, column) for column in SEALED
              if column not in particulars.get_deferred_fields()}
    needs = tuple(need for need in loaded.get("needs", "").split(",") if need)
    return Wishes(loaded.get("alias", ""), needs, loaded.get("language", ""), loaded.get("contact", ""))


def opened(particulars: Particulars, column: str) -> str:
    """One sealed column in the clear; empty when its key is gone or it was changed."""
    try:
        return month_keys().open(getattr(particulars, column), particulars.month,
                                 bound_to=bound_to(particulars.place_id, column))
    except (KeyGone, NotGenuine):
        return ""


def _ahead_of(places: Sequence[Place]) -> dict[UUID, int]:
    """How many wait before each waiting place: counted as role `seats`, which sees turns and no person."""
    waiting = [place for place in places if place.state == PlaceState.WAITING]
    if not waiting:
        return {}
    with acting_as(SEATS):
        turns = Place.objects.filter(run_id__in=[place.run_id for place in waiting], state=PlaceState.WAITING)
        listed = list(turns.values_list("run_id", "turn"))
    return {place.pk: sum(run == place.run_id and turn < place.turn for run, turn in listed) for place in waiting}
