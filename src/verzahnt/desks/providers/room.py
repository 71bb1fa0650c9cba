"""More or fewer places, and how long whoever moves up may take to answer."""

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
from verzahnt.desks.providers.list_page import goes_on, own
from verzahnt.desks.providers.room_form import SeatsForm
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.bookings import actions_telephone as bookings
from verzahnt.programme.bookings.refusals import MoreWaiting, TooManyDays
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
    if request.method == "POST" and form.is_valid():
        try:
            moved_up = _change(found, form, actor=request.actor, at=timezone.now())
        except NotPossible as no:
            field = {MoreWaiting: "waiting_places", TooManyDays: "answer_days"}.get(type(no), "seats")
            form.add_error(field, str(no.message))
        else:
            messages.success(request, _changed(len(moved_up), asks=bool(form.cleaned_data["answer_days"])))
            return redirect("providers:run", run=found.pk)
    return render(request, "providers/room.html", {"run": found, "offer": found.offer, "form": form})


@transaction.atomic
def _change(run: Run, form: SeatsForm, *, actor: Actor, at: datetime) -> list[UUID]:
    """Days to answer first: whoever moves up by the new places is asked, or is not, as is wished now."""
    on, told = timezone.localdate(at), form.cleaned_data
    days = told["answer_days"]
    if days is not None and days != run.seats.answer_days:
        bookings.set_answer_days(run.pk, days, actor=actor, at=at, on=on)
    return bookings.change_seats(run.pk, told["seats"], actor=actor, at=at, on=on,
                                 waiting_places=told["waiting_places"])


def _changed(moved_up: int, *, asks: bool) -> str:
    if not moved_up:
        return "Gespeichert."
    who = "Eine Person ist" if moved_up == 1 else f"{moved_up} Personen sind"
    return f"Gespeichert. {who} von der Warteliste nachgerückt{' und um eine Antwort gebeten' if asks else ''}."
