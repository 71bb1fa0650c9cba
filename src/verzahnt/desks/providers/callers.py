"""People who call: entered under an alias, changed, taken out, their yes noted. Each at one tap from the list."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.callers_form import CallerForm, EnterForm
from verzahnt.desks.providers.deeds import refused, said
from verzahnt.desks.providers.list_page import back_to_list, goes_on, opened_list, own, place_in
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.attendance.queries import Row
from verzahnt.programme.bookings import actions_telephone as bookings
from verzahnt.programme.bookings.queries import sessions_of
from verzahnt.programme.bookings.refusals import RunOver, SignUpClosed
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.offers.models import Run

OVER = ("Für diesen Durchgang kann man niemanden mehr eintragen: Er hat schon begonnen oder ist vorbei, oder das "
        "Angebot ist gerade nicht veröffentlicht.")
CLOSED = "Die Anmeldung ist geschlossen. Soll noch jemand dazukommen? Dann öffnen Sie sie unter „Plätze“ wieder."


@never_cache
@needs("attendance.mark")
def enter(request: Request, run: int) -> HttpResponse:
    """Enter somebody who called."""
    found, at = own(request, run), timezone.now()
    on = timezone.localdate(at)
    if found.offer.reports_to or not goes_on(found, on=on):
        return redirect("providers:run", run=run)
    form = EnterForm(request.POST or None, run=found, on=on, sessions=list(sessions_of(found.pk)))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                place = bookings.book_by_telephone(found.pk, wishes=form.wishes, actor=request.actor, at=at, on=on,
                                                   session_id=form.session_id)
        except NotPossible as no:
            form.add_error(None, {RunOver: OVER, SignUpClosed: CLOSED}.get(type(no), str(no.message)))
        else:
            if place.state == PlaceState.WAITING:
                messages.info(request, "Alle Plätze sind vergeben. Die Person steht jetzt auf der Warteliste.")
            else:
                messages.success(request, "Eingetragen. Die Person hat einen Platz.")
            return back_to_list(found)
    return render(request, "providers/enter.html", {"run": found, "offer": found.offer, "form": form})


@never_cache
@needs("attendance.mark")
def change(request: Request, run: int, place: UUID) -> HttpResponse:
    """Another alias, other needs, another number to call: for somebody entered by telephone."""
    found, at = own(request, run), timezone.now()
    row = _caller(request, found, place)
    told = {"alias": row.wishes.alias, "needs": row.wishes.needs, "call_me": row.wishes.call_me}
    form = CallerForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        if no := refused(bookings.change_wishes_by_telephone, place, wishes=form.wishes, actor=request.actor, at=at,
                         on=timezone.localdate(at)):
            form.add_error(None, no)
        else:
            messages.success(request, "Geändert.")
            return back_to_list(found)
    return render(request, "providers/caller.html", {"run": found, "offer": found.offer, "row": row, "form": form})


@never_cache
@needs("attendance.mark")
def stamps(request: Request, run: int, place: UUID) -> HttpResponse:
    """The stamps of somebody entered by telephone, to print: dates alone, neither a name nor what it was."""
    found = own(request, run)
    row = _caller(request, found, place)
    dates = [one for one in sessions_of(found.pk) if one.pk in row.came]
    return render(request, "providers/stamps.html", {"run": found, "offer": found.offer, "dates": dates})


@needs("attendance.mark")
def take_out(request: Request, run: int) -> HttpResponse:
    """Take out somebody who was entered by telephone and called again."""
    return _pressed(request, run, bookings.withdraw_by_telephone,
                    "Ausgetragen. Wird so ein Platz frei, rückt nach, wer als Nächstes wartet.")


@needs("attendance.mark")
def accept(request: Request, run: int) -> HttpResponse:
    """Note the yes of somebody who moved up and was called."""
    return _pressed(request, run, bookings.accept_by_telephone, "Zugesagt. Der Platz ist vergeben.")


def _pressed(request: Request, run: int, deed: Callable[..., object], done: str) -> HttpResponse:
    """One button beside somebody on the list."""
    if request.method != "POST":
        return redirect("providers:run", run=run)
    found, at = own(request, run), timezone.now()
    said(request, done, deed, place_in(request), actor=request.actor, at=at, on=timezone.localdate(at))
    return back_to_list(found)


def _caller(request: Request, run: Run, place: UUID) -> Row:
    """Somebody on the list who was entered by telephone. Reading it is a look."""
    opened = opened_list(run, actor=request.actor, at=timezone.now())
    rows = (*opened.rows, *opened.waiting) if opened else ()
    row = next((one for one in rows if one.place == place and one.by_telephone), None)
    if row is None:
        raise Http404
    return row
