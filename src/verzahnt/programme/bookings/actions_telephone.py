"""What a provider does for people who call, and the seats of its runs. All of it stands in the journal."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import refusals
from verzahnt.programme.bookings.actions import may_be_joined, say_yes, take_back, write_down
from verzahnt.programme.bookings.actions_seats import Counters, locked
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import Single, Wishes
from verzahnt.programme.bookings.sealing import sealed_wishes
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers.runs import LONGEST_ANSWER, Run


@transaction.atomic
def book_by_telephone(run_id: int, *, wishes: Wishes, actor: Actor, at: datetime, on: date, may_wait: bool = True,
                      session_id: int | None = None) -> Place:
    """Enter somebody who called: under an alias, without a card. Change and deletion go through the provider."""
    with locked(run_id, on=on) as counters:
        is_own(counters, actor)
        single, session = may_be_joined(counters, session_id)
        state = counters.state_for_one_more(session, may_wait=may_wait,
                                            may_queue=single != Single.TASTER or session is None)
        place = counters.give(state, key=None, session=session)
    write_down(place, wishes)
    journal.note("book_by_telephone", "run", run_id, actor, at)
    return place


@transaction.atomic
def change_wishes_by_telephone(place_id: UUID, *, wishes: Wishes, actor: Actor, at: datetime, on: date) -> None:
    """Somebody entered by telephone called again: another alias, other needs, another number to call."""
    place = _own_caller(place_id, actor, on=on)
    month = Particulars.objects.values_list("month", flat=True).get(place_id=place_id)
    told = sealed_wishes(wishes, place_id, month)
    del told["contact"]  # callers leave none, and the provider's desk could not write it
    Particulars.objects.filter(place_id=place_id).update(**told)
    journal.note("change_by_telephone", "run", place.run_id, actor, at)


@transaction.atomic
def accept_by_telephone(place_id: UUID, *, actor: Actor, at: datetime, on: date) -> None:
    """Note the yes of somebody the provider called, with or without a card."""
    run_id = Place.objects.filter(pk=place_id, provider__in=actor.organisations).values_list(
        "run_id", flat=True).first()
    if run_id is None:
        raise refusals.NotYours
    with locked(run_id, on=on):
        say_yes(place_id)
    journal.note("accept_by_telephone", "run", run_id, actor, at)


@transaction.atomic
def withdraw_by_telephone(place_id: UUID, *, actor: Actor, at: datetime, on: date) -> None:
    """Take out somebody who was entered by telephone and called again."""
    run_id = _own_caller(place_id, actor, on=on).run_id
    take_back(run_id, place_id, on=on)
    journal.note("withdraw_by_telephone", "run", run_id, actor, at)


@transaction.atomic
def change_seats(run_id: int, seats: int, *, actor: Actor, at: datetime, on: date,
                 waiting_places: int | None = None, in_time: bool = False) -> list[UUID]:
    """More or fewer seats. New ones go at once to those who wait; the answer names the places that moved up.

    Never fewer than are taken. With `in_time` there will be: a place that is given back goes, until it is so many.
    """
    with locked(run_id, on=on) as counters:
        row = counters.row
        is_own(counters, actor)
        if not counters.is_on:
            raise refusals.RunOver
        if seats < 1:
            raise refusals.AtLeastOneSeat
        least = row.seats - counters.room(None)
        if seats < least and not in_time:
            raise refusals.MorePlacesTaken(least)
        row.seats, row.fewer_to = max(seats, least), seats if seats < least else None
        promoted = counters.promote()
        counters.save()
        wanted = row.waiting_places if waiting_places is None else waiting_places
        longest = max([row.waiting, *(one.waiting for one in counters.dates.values())])
        if wanted < longest:
            raise refusals.MoreWaiting(longest)
        if wanted != row.waiting_places:
            row.waiting_places = wanted
            counters.save()
    journal.note("change_seats", "run", run_id, actor, at, note=f"{seats} Plätze")
    return promoted


@transaction.atomic
def close_sign_up(run_id: int, *, actor: Actor, at: datetime, on: date) -> None:
    """Nobody new gets in or on the waiting list. Who has a place keeps it, who waits still moves up."""
    _let_in(run_id, False, actor, at, on)


@transaction.atomic
def open_sign_up(run_id: int, *, actor: Actor, at: datetime, on: date) -> None:
    """One can sign up again."""
    _let_in(run_id, True, actor, at, on)


@transaction.atomic
def set_answer_days(run_id: int, days: int, *, actor: Actor, at: datetime, on: date) -> None:
    """Whether, and for how long, whoever moves up is asked for a yes. Places offered already keep their day."""
    with locked(run_id, on=on) as counters:
        is_own(counters, actor)
        if not 0 <= days <= LONGEST_ANSWER:
            raise refusals.TooManyDays
        counters.row.answer_days = days
        counters.save()
    journal.note("set_answer_days", "run", run_id, actor, at, note=f"{days} Tage")


def _let_in(run_id: int, lets_in: bool, actor: Actor, at: datetime, on: date) -> None:
    """Under the run's lock: whoever is let in now was asked before, or is refused afterwards. Twice does no harm."""
    with locked(run_id, on=on) as counters:
        is_own(counters, actor)
        if not counters.is_on:
            raise refusals.RunOver
        is_new = counters.run.closed_to_new == lets_in
    if is_new:
        Run.objects.filter(pk=run_id).update(closed_to_new=not lets_in)
        journal.note("open_sign_up" if lets_in else "close_sign_up", "run", run_id, actor, at)


def is_own(counters: Counters, actor: Actor) -> None:
    """Only its provider touches a run."""
    if counters.row.provider not in actor.organisations:
        raise refusals.NotYours


def _own_caller(place_id: UUID, actor: Actor, *, on: date) -> Place:
    with acting_as(SEATS):
        found = Place.objects.filter(pk=place_id, key=None, provider__in=actor.organisations, closes_on__gt=on).first()
    if found is None:
        raise refusals.NotYours
    return found
