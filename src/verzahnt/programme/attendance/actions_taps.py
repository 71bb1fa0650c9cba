"""Taps on a list from a phone with a bad connection: each is done once, however often and however late it arrives.

A page gives every tap a number. It is kept with the deed, in one transaction: what was refused may be tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions
from verzahnt.programme.attendance.models import Guests, Mark, Tap
from verzahnt.programme.attendance.refusals import NotYours
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.offers.models import Session


def tap(number: UUID, session_id: int, place_id: UUID, *, came: bool, actor: Actor, at: datetime) -> bool:
    """Somebody came, or that was a slip. The answer says how it stands now."""
    deed = actions.mark if came else actions.unmark
    _once(number, session_id, lambda: deed(session_id, place_id, actor=actor, at=at), on=localdate(at))
    return Mark.objects.filter(session_id=session_id, place_id=place_id).exists()


def tap_guest(number: UUID, session_id: int, *, by: int, actor: Actor, at: datetime) -> int:
    """One guest more who came without a place, or one fewer. The answer says how many there are now."""

    def count() -> None:
        run, provider = _run_of(session_id)
        Guests.objects.bulk_create([Guests(session_id=session_id, run=run, provider=provider)], ignore_conflicts=True)
        before = Guests.objects.select_for_update().values_list("number", flat=True).get(pk=session_id)
        actions.guests(session_id, max(0, before + by), actor=actor, at=at)

    _once(number, session_id, count, on=localdate(at))
    return Guests.objects.filter(pk=session_id).values_list("number", flat=True).first() or 0


@transaction.atomic
def forget_due(on: date) -> int:
    """Forget the numbers of taps no page will repeat any more. How many."""
    with acting_as(KEEPING):
        gone, _each = Tap.objects.filter(made_on__lt=Tap.keeping.gone_before(on)).delete()
    return gone


@transaction.atomic
def _once(number: UUID, session_id: int, deed: Callable[[], None], *, on: date) -> None:
    if Tap.objects.filter(pk=number).exists():
        return
    run, provider = _run_of(session_id)
    try:
        with transaction.atomic():
            deed()
            Tap(pk=number, run_id=run, provider=provider, made_on=on).save(force_insert=True)
    except IntegrityError:
        if not Tap.objects.filter(pk=number).exists():
            raise  # else the same tap came twice at once, and the other one was quicker


def _run_of(session_id: int) -> tuple[int, int]:
    found = Session.objects.filter(pk=session_id).values_list("run_id", "provider").first()
    if found is None:
        raise NotYours
    return found
