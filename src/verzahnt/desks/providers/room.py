"""More or fewer places, how long whoever moves up may take to answer, and whether anybody new may sign up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.deeds import said
from verzahnt.desks.providers.list_page import goes_on, own
from verzahnt.desks.providers.room_form import SeatsForm
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.bookings import actions_telephone as bookings
from verzahnt.programme.bookings.refusals import MorePlacesTaken, MoreWaiting, TooManyDays
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.models import Run


@never_cache
@needs("runs.plan")
def seats(request: Request, run: int) -> HttpResponse:
    """More or fewer places; never fewer than are taken: then one may wait for places that are given back."""
    found = own(request, run)
    if found.offer.reports_to or not goes_on(found, on=timezone.localdate()):
        return redirect("providers:run", run=run)
    form = SeatsForm(request.POST) if request.method == "POST" else SeatsForm.of(found)
    may_wait = False
    if request.method == "POST" and form.is_valid():
        try:
            moved_up = _change(found, form, actor=request.actor, at=timezone.now())
        except NotPossible as no:
            field = {MoreWaiting: "waiting_places", TooManyDays: "answer_days"}.get(type(no), "seats")
            form.add_error(field, str(no.message))
            may_wait = isinstance(no, MorePlacesTaken)
        else:
            if form.in_time:
                messages.success(request, "Gespeichert. Jeder Platz, der zurückgegeben wird, fällt weg, bis es "
                                          f"{form.cleaned_data['seats']} sind. Niemand verliert seinen Platz.")
                return redirect("providers:seats", run=found.pk)
            messages.success(request, _changed(len(moved_up), asks=bool(form.cleaned_data["answer_days"])))
            return redirect("providers:run", run=found.pk)
    return render(request, "providers/room.html",
                  {"run": found, "offer": found.offer, "form": form, "may_wait": may_wait})


@needs("runs.plan")
def sign_up(request: Request, run: int) -> HttpResponse:
    """Nobody new gets in; or one can sign up again."""
    if request.method == "POST":
        found, at = own(request, run), timezone.now()
        opens = request.POST.get("deed") == "open"
        said(request, "Die Anmeldung ist wieder offen." if opens else
             "Die Anmeldung ist geschlossen. Wer einen Platz hat, behält ihn; wer wartet, rückt weiter nach.",
             bookings.open_sign_up if opens else bookings.close_sign_up, found.pk, actor=request.actor, at=at,
             on=timezone.localdate(at))
    return redirect("providers:seats", run=run)


@transaction.atomic
def _change(run: Run, form: SeatsForm, *, actor: Actor, at: datetime) -> list[UUID]:
    """Days to answer first: whoever moves up by the new places is asked, or is not, as is wished now."""
    on, told = timezone.localdate(at), form.cleaned_data
    days = told["answer_days"]
    if days is not None and days != run.seats.answer_days:
        bookings.set_answer_days(run.pk, days, actor=actor, at=at, on=on)
    return bookings.change_seats(run.pk, told["seats"], actor=actor, at=at, on=on,
                                 waiting_places=told["waiting_places"], in_time=form.in_time)


def _changed(moved_up: int, *, asks: bool) -> str:
    if not moved_up:
        return "Gespeichert."
    who = "Eine Person ist" if moved_up == 1 else f"{moved_up} Personen sind"
    return f"Gespeichert. {who} von der Warteliste nachgerückt{' und um eine Antwort gebeten' if asks else ''}."
