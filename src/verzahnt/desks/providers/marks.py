"""Who came: one tap each, and guests. On a bad connection a page sends a tap again until it is done; it is done once.

Without scripts each tap is a form of its own. The answer to a tap holds no name, so it is no look at the list.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.list_page import Addresses, addresses, number_in, own, place_in
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.attendance import actions_taps as taps
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.models import Run, Session


@needs("attendance.mark")
def mark(request: Request, run: int) -> HttpResponse:
    """Note that somebody was there, or take it back."""
    if request.method != "POST":
        return redirect("providers:run", run=run)
    found = own(request, run)
    return mark_on(request, found, addresses(found), actor=request.actor)


@needs("attendance.mark")
def guest(request: Request, run: int) -> HttpResponse:
    """One guest without a place more, or one fewer."""
    if request.method != "POST":
        return redirect("providers:run", run=run)
    found = own(request, run)
    return guest_on(request, found, addresses(found), actor=request.actor)


def mark_on(request: Request, run: Run, where: Addresses, *, actor: Actor) -> HttpResponse:
    session, place = _session(request, run), place_in(request)
    told, no = _tapped(taps.tap, _nonce(request), session.pk, place, came=request.POST.get("came") == "yes",
                       actor=actor)
    return _answer(request, {"came": told}, no, back=where.of(session, f"platz-{place}"))


def guest_on(request: Request, run: Run, where: Addresses, *, actor: Actor) -> HttpResponse:
    session = _session(request, run)
    told, no = _tapped(taps.tap_guest, _nonce(request), session.pk, by=-1 if request.POST.get("by") == "-1" else 1,
                       actor=actor)
    return _answer(request, {"guests": told}, no, back=where.of(session, "gaeste"))


def _tapped(deed: Any, *args: Any, **kwargs: Any) -> tuple[Any, str]:
    try:
        with transaction.atomic():
            return deed(*args, **kwargs, at=timezone.now()), ""
    except NotPossible as no:
        return None, str(no.message)


def _answer(request: Request, told: dict[str, Any], no: str, *, back: str) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"no": no} if no else told, status=409 if no else 200)
    if no:
        messages.error(request, no)
    return redirect(back)


def _nonce(request: Request) -> UUID:
    """The tap's number, as its page gave it; a form without one is a tap of its own."""
    return number_in(request, "nonce") if "nonce" in request.POST else uuid4()


def _session(request: Request, run: Run) -> Session:
    number = request.POST.get("session", "")
    found = Session.objects.filter(run=run, pk=number).first() if number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise Http404
    return found
