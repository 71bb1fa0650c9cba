"""Reminders asked for on the day they are due, from the dates as they then stand: what was moved reminds rightly.

So no row about a place waits in the outbox for weeks, and who deletes everything leaves none behind.
"""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import rules
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.sealing import opened
from verzahnt.programme.bookings.states import PlaceState, Purpose
from verzahnt.programme.ledgers import outbox
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.ledgers.roles import KEEPING, SENDING
from verzahnt.programme.offers.models import Session


@transaction.atomic
def remind_due(on: date) -> int:
    """Ask for a letter to everyone who wished to be reminded of a date tomorrow, or of their first in a week. How many.

    A letter's number follows from place, date and day: asked for twice, it is one letter.
    """
    with acting_as(SENDING):
        letters = [OutboxItem(pk=_number(place, session, on), kind=outbox.PLACE_REMINDER, place=place,
                              subject=str(session), due_on=on) for place, session in _to_remind(on)]
    with acting_as(KEEPING):
        OutboxItem.objects.bulk_create(letters, ignore_conflicts=True)
    return len(letters)


def _to_remind(on: date) -> list[tuple[UUID, int]]:
    soon = Session.objects.filter(is_cancelled=False, starts_at__date__gt=on, starts_at__date__lte=on + A_WEEK)
    runs = set(soon.values_list("run_id", flat=True))
    days: dict[int, dict[int, date]] = {}
    for number, run, starts_at in Session.objects.filter(run_id__in=runs, is_cancelled=False).values_list(
            "pk", "run_id", "starts_at"):
        days.setdefault(run, {})[number] = localdate(starts_at)
    places = {one.pk: one for one in Place.objects.filter(run_id__in=runs, state=PlaceState.TAKEN).only(
        "pk", "run_id", "session_id")}
    found = []
    for told in Particulars.objects.filter(place_id__in=places).only("place_id", "month", "contact_for"):
        place = places[told.place_id]
        own = {number: day for number, day in days[place.run_id].items() if place.session_id in (None, number)}
        due = rules.reminded_of(own.values(), on=on)
        if due and Purpose.REMINDER in opened(told, "contact_for").split(","):
            found += [(place.pk, number) for number, day in own.items() if day in due]
    return found


A_WEEK = timedelta(days=7)


def _number(place: UUID, session: int, on: date) -> UUID:
    return UUID(bytes=sha256(f"reminder|{place}|{session}|{on}".encode()).digest()[:16], version=4)
