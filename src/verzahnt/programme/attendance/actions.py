"""Deeds on attendance: look at a list, note who came.

Whoever acts is checked here besides row security; every look at a list stands in the journal. A leader with a link
acts with `actor.runs` in place of an organisation, and stands in the journal under the link's name.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import rules
from verzahnt.programme.attendance.models import Guests, Mark
from verzahnt.programme.attendance.queries import OpenList, the_list
from verzahnt.programme.attendance.refusals import NoSuchNumber, NotOnTheList, NotYet, NotYours
from verzahnt.programme.attendance.rules import MOST_GUESTS
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.bookings.states import SEATED
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers.models import Run, Session

__all__ = ["MOST_GUESTS", "NoSuchNumber", "NotOnTheList", "NotYet", "NotYours", "guests", "mark", "open_list", "unmark"]


def open_list(wanted: int | Run, *, actor: Actor, at: datetime) -> OpenList:
    """The list of an own run as long as it is open. The look is written into the journal first."""
    run = own_run(wanted, actor, on=localdate(at))
    journal.note("open_list", "run", run.pk, actor, at, organisation=run.provider_id, link=actor.link)
    return the_list(run)


@transaction.atomic
def mark(session_id: int, place_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Note that the holder of a place was there. Twice does no harm."""
    session = _own_session(session_id, actor, on=localdate(at))
    place = (
        Place.objects.filter(Q(session=None) | Q(session=session.pk), pk=place_id, run_id=session.run_id,
                             state__in=SEATED)
        .only("run_id", "provider", "closes_on").first()
    )
    if place is None:
        raise NotOnTheList
    with acting_as(SEATS):  # who marks must not see which card it is; locked, so that it is not gone meanwhile
        key = list(Place.objects.select_for_update().filter(pk=place_id).values_list("key", flat=True))
    if not key:
        raise NotOnTheList
    if Mark.objects.filter(session_id=session.pk, place_id=place_id).exists():
        return
    Mark.objects.create(session_id=session.pk, place_id=place_id, run=place.run_id, provider=place.provider,
                        key=key[0], closes_on=place.closes_on)
    _count_visit(place_id, 1)


@transaction.atomic
def unmark(session_id: int, place_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Take a note back that was a slip."""
    session = _own_session(session_id, actor, on=localdate(at))
    with acting_as(SEATS):
        list(Place.objects.select_for_update().filter(pk=place_id).values_list("pk", flat=True))
    gone, _each = Mark.objects.filter(session_id=session.pk, place_id=place_id).delete()
    if gone:
        _count_visit(place_id, -1)


@transaction.atomic
def guests(session_id: int, number: int, *, actor: Actor, at: datetime) -> None:
    """How many came to a session without a place."""
    session = _own_session(session_id, actor, on=localdate(at))
    if not 0 <= number <= MOST_GUESTS:
        raise NoSuchNumber
    Guests.objects.update_or_create(
        session_id=session.pk,
        defaults={"number": number},
        create_defaults={"number": number, "run": session.run_id, "provider": session.provider},
    )


def own_run(wanted: int | Run, actor: Actor, *, on: date) -> Run:
    """A run whose open list the actor may see: of the own organisation, or the one a link opens.

    Whoever has found it already hands it in with its venue; a number is looked up.
    """
    run = wanted if isinstance(wanted, Run) else Run.objects.filter(pk=wanted).select_related("venue").first()
    if run is None or not (run.provider_id in actor.organisations or run.pk in actor.runs):
        raise NotYours
    if not actor.may("lists.see") or closes_on(run.ends_on) <= on:
        raise NotYours
    return run


def _own_session(session_id: int, actor: Actor, *, on: date) -> Session:
    whose = Q(pk=session_id) & (Q(provider__in=actor.organisations) | Q(run_id__in=actor.runs))
    session = Session.objects.filter(whose).select_related("run").first()
    if session is None or not actor.may("attendance.mark") or closes_on(session.run.ends_on) <= on:
        raise NotYours
    if not rules.may_mark(localdate(session.starts_at), run_ends_on=session.run.ends_on, on=on):
        raise NotYet
    return session


def _count_visit(place_id: UUID, by: int) -> None:
    with acting_as(SEATS):
        Place.objects.filter(pk=place_id).update(visits=F("visits") + by)
