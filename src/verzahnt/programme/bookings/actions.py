"""What somebody does with their card: take a place, change what they told, say yes, give back, delete everything.

Each deed is one action under the run's lock (`actions_seats`). Particulars are written in the role of the desk, which
is the only one that may: whoever acts at the portal stands inside `queries.holding(keys)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import refusals, rules
from verzahnt.programme.bookings.actions_seats import Counters, date_ahead, locked
from verzahnt.programme.bookings.models import Particulars, Place, Stamp
from verzahnt.programme.bookings.rules import Single, Wishes
from verzahnt.programme.bookings.sealing import sealed_wishes
from verzahnt.programme.bookings.states import IN_PLAY, SEATED, PlaceState
from verzahnt.programme.ledgers import outbox
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers.models import Session
from verzahnt.programme.offers.queries import takes_cards
from verzahnt.programme.offers.states import OfferState, RunState

UNDER_A_CARD = ("key", "run_id", "session_id", "state", "visits")


def book(run_id: int, *, keys: Sequence[str], wishes: Wishes, on: date, may_wait: bool = False,
         place_id: UUID | None = None, session_id: int | None = None) -> Place:
    """Give the card's holder a place in the whole run or in one date of it or, if they may wait, the next turn.

    All keys of the card are looked up, always; the place stands under the first that is empty. A card holds one place
    in a run, or single dates of it: whoever takes all dates gives back the single ones that are ahead.
    """
    with locked(run_id, on=on) as counters:
        single, session = may_be_joined(counters, session_id)
        if not takes_cards(counters.run.offer):
            raise refusals.NotWithACard
        held = list(Place.objects.filter(key__in=keys).only(*UNDER_A_CARD))
        here = [one for one in held if one.run_id == run_id]
        _refuse_a_second(here, session, single)
        singles = [] if session else [one for one in here if one.session_id and one.state in IN_PLAY
                                      and not one.visits and counters.is_ahead(one.session_id)]
        state = counters.state_for_one_more(
            session, may_wait=may_wait, may_queue=single != Single.TASTER or session is None,
            without={one.session_id for one in singles if one.session_id and one.state in SEATED})
        given_up = [one for one in here if one.state not in IN_PLAY and one.session_id == session_id]
        given_up += singles if state == PlaceState.TAKEN else []
        used = {one.key for one in held} - {one.key for one in given_up}
        if len(used) >= len(keys):
            raise refusals.CardFull
        if given_up:
            Place.objects.filter(pk__in=[one.pk for one in given_up]).delete()
            for one in given_up:
                counters.count(one.state, one.session_id, -1)
        place = counters.give(state, key=next(key for key in keys if key not in used), session=session,
                              place_id=place_id)
        place.others = len(used)
    write_down(place, wishes)
    if wishes.contact:
        outbox.post(outbox.PLACE_CONFIRMED, place=place.pk, due_on=on)
    return place


def change_wishes(place_id: UUID, *, keys: Sequence[str], wishes: Wishes) -> None:
    """Tell something else, or leave another way of contact. A place that is gone stays gone."""
    told = Particulars.objects.filter(place_id=place_id, key__in=keys).only("place_id", "month").first()
    if told is not None:
        Particulars.objects.filter(place_id=place_id).update(**sealed_wishes(wishes, told.place_id, told.month))


def accept(place_id: UUID, *, keys: Sequence[str], on: date) -> None:
    """Say yes to the place that was offered; as long as nobody else has it, it is not too late. Twice does no harm."""
    with acting_as(SEATS):
        run_id = Place.objects.filter(pk=place_id, key__in=keys).values_list("run_id", flat=True).first()
    if run_id is None:
        raise refusals.AnswerTooLate
    with locked(run_id, on=on):
        say_yes(place_id)


def say_yes(place_id: UUID) -> None:
    """Inside the run's lock: the offered place is taken for good."""
    state = Place.objects.filter(pk=place_id).values_list("state", flat=True).first()
    if state in (None, PlaceState.LAPSED):
        raise refusals.AnswerTooLate
    if state in (PlaceState.WAITING, PlaceState.CALLED_OFF):
        raise refusals.NothingToAnswer
    Place.objects.filter(pk=place_id).update(state=PlaceState.TAKEN, answer_by=None)


def withdraw(place_id: UUID, *, keys: Sequence[str], on: date) -> None:
    """Give a place or a turn back, without a reason and without a trace; who waited longest moves up.

    Twice does no harm.
    """
    with acting_as(SEATS):
        run_id = Place.objects.filter(pk=place_id, key__in=keys).values_list("run_id", flat=True).first()
    if run_id is not None:
        take_back(run_id, place_id, on=on)


def withdraw_all(*, keys: Sequence[str], on: date) -> int:
    """Delete everything held under a card, now: places, particulars, marks and stamps. How many places it was."""
    with acting_as(SEATS):
        held = list(Place.objects.filter(key__in=keys).order_by("run_id", "pk").values_list("run_id", "pk"))
    for run_id, place_id in held:  # by run: all take locks in one order
        take_back(run_id, place_id, on=on)
    return len(held)


def take_back(run_id: int, place_id: UUID, *, on: date) -> None:
    """The place goes, and whoever waited longest moves up in the same deed."""
    with locked(run_id, on=on) as counters:
        place = (Place.objects.select_for_update(of=("self",)).select_related("session").filter(pk=place_id)
                 .only("run_id", "session_id", "state", "visits", "session__starts_at").first())
        if place is None:
            return  # somebody's second click was quicker
        first = localdate(place.session.starts_at) if place.session else counters.run.starts_on
        counters.take_back(place, first_date=first)
        counters.promote()
        counters.save()


def keep_stamps(place_id: UUID, *, keys: Sequence[str], stamp_keys: Sequence[str], keep: bool = True) -> None:
    """Keep this place's stamps, or don't: under a key that nothing links to the card's others.

    Needs `queries.holding(stamp_keys)`, for the stamps kept before.
    """
    used = set(Stamp.objects.filter(key__in=stamp_keys).values_list("key", flat=True))
    with acting_as(SEATS):
        own = Place.objects.filter(pk=place_id, key__in=keys)
        if not keep:
            own.update(stamp_key=None)
            return
        wished = Place.objects.filter(stamp_key__in=stamp_keys).values_list("stamp_key", flat=True)
        used |= {key for key in wished if key}
        free = next((key for key in stamp_keys if key not in used), None)
        if free is not None:
            own.filter(stamp_key=None).update(stamp_key=free)


def forget_stamps(*, keys: Sequence[str]) -> None:
    """Delete the stamps kept under a card. Needs `queries.holding(stamp keys)`."""
    Stamp.objects.filter(key__in=keys).delete()


def may_be_joined(counters: Counters, session_id: int | None) -> tuple[Single, Session | None]:
    """How single dates of the run can be had, and the date that is asked for; or why nobody can join."""
    run = counters.run
    if run.state != RunState.OPEN or run.offer.state != OfferState.PUBLISHED or not counters.is_on:
        raise refusals.RunOver
    if run.closed_to_new:
        raise refusals.SignUpClosed
    single = rules.single_dates(run.offer.kind, run.offer.traits)
    if session_id is None:
        if rules.join_until(run.offer.kind, starts_on=run.starts_on, ends_on=run.ends_on) < counters.on:
            raise refusals.RunOver
        return single, None
    if single == Single.NO:
        raise refusals.NoSingleDates
    return single, date_ahead(run.pk, session_id, on=counters.on)


def write_down(place: Place, wishes: Wishes) -> None:
    """The particulars, sealed under the key of the month in which the place's last date is."""
    month = rules.month_of(place.closes_on - rules.LIST_OPEN_FOR)
    Particulars.objects.create(
        place_id=place.pk, run=place.run_id, provider=place.provider, key=place.key, closes_on=place.closes_on,
        month=month, **sealed_wishes(wishes, place.pk, month))


def _refuse_a_second(here: Sequence[Place], session: Session | None, single: Single) -> None:
    """A card holds one place in all dates of a run, or one in each of some dates; and it tries a course once."""
    in_play = [one for one in here if one.state in IN_PLAY]
    if any(one.session_id in (None, session.pk if session else None) for one in in_play):
        raise refusals.AlreadyIn
    if session and single == Single.TASTER and any(one.session_id for one in here):
        raise refusals.TriedAlready
