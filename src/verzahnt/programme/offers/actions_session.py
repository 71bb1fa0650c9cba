"""Deeds on dates of a run: move one, call one off, add one, call off the run; all of them elsewhere.

Run and seats are locked, so that nobody books meanwhile into dates that no longer are. Who has a place learns it from
the pages and under their card; the run's days follow its dates, and places never outlive them (`bookings`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from verzahnt.kit.months import first_of_month, months_after
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import SEATS as SEATS_ROLE
from verzahnt.programme.offers import refusals, rules
from verzahnt.programme.offers.models import Run, Seats, Session, Venue
from verzahnt.programme.offers.states import RunState


@transaction.atomic
def move_session(session: Session, *, starts_at: datetime, ends_at: datetime, actor: Actor, at: datetime) -> Run:
    """Another day or hour for one date. It remembers when it was first to begin."""
    run, seats = _own_run(session.run_id, actor, at)
    session = _still_ahead(session, at)
    if (starts_at, ends_at) == (session.starts_at, session.ends_at):
        raise refusals.SameTime
    _fits(run, seats, starts_at, ends_at, at, instead_of=session)
    session.moved_from = session.moved_from or session.starts_at
    session.starts_at, session.ends_at = starts_at, ends_at
    session.changes += 1
    session.save(update_fields=["moved_from", "starts_at", "ends_at", "changes"])
    _follow(run)
    journal.note("move_session", "run", run.pk, actor, at, site=run.site_id, note=f"Termin {session.pk}")
    return run


@transaction.atomic
def cancel_session(session: Session, *, actor: Actor, at: datetime) -> Run:
    """One date does not take place; it stays to be read as called off. With the last one the run is off."""
    run, _seats = _own_run(session.run_id, actor, at)
    session = _still_ahead(session, at)
    _call_off(run, [session])
    journal.note("cancel_session", "run", run.pk, actor, at, site=run.site_id, note=f"Termin {session.pk}")
    return run


@transaction.atomic
def add_session(run: Run, *, starts_at: datetime, ends_at: datetime, actor: Actor, at: datetime) -> Session:
    """One more date: for an open meeting, or for one that was called off."""
    run, seats = _own_run(run.pk, actor, at)
    _fits(run, seats, starts_at, ends_at, at)
    session = Session.objects.create(run=run, provider=run.provider_id, starts_at=starts_at, ends_at=ends_at)
    _follow(run)
    journal.note("add_session", "run", run.pk, actor, at, site=run.site_id, note=f"Termin {session.pk}")
    return session


@transaction.atomic
def cancel_run(run: Run, *, actor: Actor, at: datetime) -> Run:
    """What is still ahead of a run does not take place, and nobody can join any more."""
    run, _seats = _own_run(run.pk, actor, at)
    _call_off(run, list(run.sessions.filter(is_cancelled=False, starts_at__gt=at)))
    journal.note("cancel_run", "run", run.pk, actor, at, site=run.site_id)
    return run


@transaction.atomic
def change_place(run: Run, *, venue: Venue | None, online_how: str = "", actor: Actor, at: datetime) -> Run:
    """All dates of a run take place elsewhere from now on: at another own venue, or, without one, from home."""
    run, _seats = _own_run(run.pk, actor, at)
    if venue is None and not online_how.strip():
        raise refusals.SayWhere
    if venue is not None and venue.provider_id != run.provider_id:
        raise refusals.NotYourVenue
    if venue is not None and venue.pk == run.venue_id:
        raise refusals.SamePlace
    run.venue, run.online_how = venue, "" if venue else online_how.strip()
    run.save(update_fields=["venue", "online_how"])
    journal.note("change_place", "run", run.pk, actor, at, site=run.site_id)
    return run


def _own_run(number: int, actor: Actor, at: datetime) -> tuple[Run, Seats]:
    """The actor's own run that is still open, and its seats: both locked, the seats first, as every booking does."""
    with acting_as(SEATS_ROLE):
        seats = Seats.objects.select_for_update(of=("self",)).filter(pk=number).first()
    run = Run.objects.select_for_update(of=("self",)).filter(pk=number, provider__in=actor.organisations).first()
    if run is None or seats is None:
        raise refusals.NotYourRun
    if run.state != RunState.OPEN or run.ends_on < localdate(at):
        raise refusals.RunOver
    return run, seats


def _still_ahead(session: Session, at: datetime) -> Session:
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if session.is_cancelled:
        raise refusals.SessionIsOff
    if session.starts_at <= at:
        raise refusals.SessionOver
    return session


def _fits(run: Run, seats: Seats, starts_at: datetime, ends_at: datetime, at: datetime,
          instead_of: Session | None = None) -> None:
    """Whether a date can be at this time, beside the others of its run."""
    if starts_at <= at:
        raise refusals.InThePast
    others = run.sessions.exclude(pk=instead_of.pk) if instead_of else run.sessions.all()
    if others.filter(is_cancelled=True, starts_at=starts_at).exists():
        raise refusals.TimeOfACancelledOne
    kept = list(others.filter(is_cancelled=False).values_list("starts_at", "ends_at"))
    if not rules.sessions_in_order(sorted([*kept, (starts_at, ends_at)])):
        raise refusals.DatesOverlap
    last = months_after(first_of_month(run.ends_on), 1) - timedelta(days=1)
    if (seats.taken or seats.waiting) and localdate(starts_at) > last:
        raise refusals.AfterTheListCloses(last)


def _call_off(run: Run, sessions: list[Session]) -> None:
    """These dates do not take place; a run without any other is off."""
    for session in sessions:
        session.is_cancelled = True
        session.changes += 1
    Session.objects.bulk_update(sessions, ["is_cancelled", "changes"])
    if run.sessions.filter(is_cancelled=False).exists():
        _follow(run)  # what took place before is counted when its list closes
    else:
        run.state = RunState.CANCELLED
        run.save(update_fields=["state"])


def _follow(run: Run) -> None:
    """The run's first and last day are those of its dates that take place."""
    kept = run.sessions.filter(is_cancelled=False).order_by("starts_at")
    days = [localdate(start) for start in kept.values_list("starts_at", flat=True)]
    run.starts_on, run.ends_on = days[0], days[-1]
    run.save(update_fields=["starts_on", "ends_on"])
