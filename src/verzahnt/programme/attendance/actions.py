"""Deeds on attendance: look at a list, note who came, count a run once and close it.

Whoever acts is checked here besides row security; every look at a list stands in the journal.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count
from django.utils.timezone import localdate

from verzahnt.kit.months import first_of_month
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import rules
from verzahnt.programme.attendance.models import Guests, Mark
from verzahnt.programme.attendance.queries import OpenList, the_list
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.offers.states import RunState

MOST_GUESTS = 500


class NotYours(NotPossible):
    message = "Diese Liste gehört nicht zu Ihrer Organisation, oder sie ist schon geschlossen."


class NotYet(NotPossible):
    message = "Dieser Termin war noch nicht. Wer kommt, notieren Sie am Tag selbst."


class NotOnTheList(NotPossible):
    message = "Diesen Platz gibt es nicht mehr. Er wurde zurückgegeben; bitte laden Sie die Seite neu."


class NoSuchNumber(NotPossible):
    message = f"Bitte geben Sie eine Zahl von 0 bis {MOST_GUESTS} ein."


def open_list(run_id: int, *, actor: Actor, at: datetime) -> OpenList:
    """The list of an own run as long as it is open. The look is written into the journal first."""
    run = _own_run(run_id, actor, on=localdate(at))
    journal.note("open_list", "run", run.pk, actor, at, organisation=run.provider_id)
    return the_list(run)


def mark(session_id: int, place_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Note that the holder of a place was there. Twice does no harm."""
    session = _own_session(session_id, actor, on=localdate(at))
    place = Place.objects.filter(pk=place_id, run_id=session.run_id, state=PlaceState.TAKEN).only("closes_on").first()
    if place is None:
        raise NotOnTheList
    Mark.objects.bulk_create(
        [Mark(session_id=session.pk, place_id=place.pk, provider=session.provider, closes_on=place.closes_on)],
        ignore_conflicts=True,
    )


def unmark(session_id: int, place_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Take a note back that was a slip."""
    session = _own_session(session_id, actor, on=localdate(at))
    Mark.objects.filter(session_id=session.pk, place_id=place_id).delete()


def guests(session_id: int, number: int, *, actor: Actor, at: datetime) -> None:
    """How many came to a session without a place."""
    session = _own_session(session_id, actor, on=localdate(at))
    if not 0 <= number <= MOST_GUESTS:
        raise NoSuchNumber
    Guests.objects.update_or_create(
        session_id=session.pk,
        defaults={"number": number},
        create_defaults={"number": number, "provider": session.provider},
    )


@transaction.atomic
def close_run(run_id: int, on: date) -> bool:
    """Count a run into the tally, once and for good, and close it. False when that was done before or is not due."""
    with acting_as(KEEPING):
        run = Run.objects.select_for_update(of=("self",)).select_related(
            "offer", "venue", "seats", "site").get(pk=run_id)
        if run.state != RunState.OPEN or not rules.is_due(run.ends_on, on=on):
            return False
        visits = dict(
            Mark.objects.filter(session__run_id=run_id).values("place_id").annotate(n=Count("pk"))
            .values_list("place_id", "n")
        )
        taken = Place.objects.filter(run_id=run_id, state=PlaceState.TAKEN).count()
        counted = rules.count(
            seats=run.seats.seats,
            taken=taken,
            visits_by_place=visits,
            guests=list(Guests.objects.filter(session__run_id=run_id).values_list("number", flat=True)),
        )
        site_is_invented = run.site is None or run.site.is_invented
        if rules.enters_the_tally(run_is_invented=run.is_invented, site_is_invented=site_is_invented):
            for one in counted:
                _add_to_tally(run, one)
        Run.objects.filter(pk=run_id).update(state=RunState.CLOSED)
    return True


def close_due_runs(on: date) -> int:
    """Close every run whose list closes by this day, each in a transaction of its own. How many it was."""
    with transaction.atomic(), acting_as(KEEPING):
        waiting = Run.objects.filter(state=RunState.OPEN, ends_on__lt=on).order_by("pk").values_list("pk", "ends_on")
        due = [pk for pk, ends_on in waiting if rules.is_due(ends_on, on=on)]
    return sum(close_run(pk, on) for pk in due)


def _own_run(run_id: int, actor: Actor, *, on: date) -> Run:
    run = Run.objects.filter(pk=run_id, provider__in=actor.organisations).select_related("offer", "venue").first()
    if run is None or not actor.may("lists.see") or closes_on(run.ends_on) <= on:
        raise NotYours
    return run


def _own_session(session_id: int, actor: Actor, *, on: date) -> Session:
    session = Session.objects.filter(pk=session_id, provider__in=actor.organisations).select_related("run").first()
    if session is None or not actor.may("attendance.mark") or closes_on(session.run.ends_on) <= on:
        raise NotYours
    if not rules.may_mark(localdate(session.starts_at), run_ends_on=session.run.ends_on, on=on):
        raise NotYet
    return session


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


def _add_to_tally(run: Run, counted: rules.Counted) -> None:
    """A run counts once: in the month it ended, at its site, in its Kreis, under its offer's first topic."""
    with connection.cursor() as cursor:
        cursor.execute(ADD_TO_TALLY, [
            counted.kind, first_of_month(run.ends_on), run.site_id, run.venue.kreis if run.venue else "",
            (run.offer.topics or [""])[0], counted.total, counted.behind, run.provider_id,
        ])
