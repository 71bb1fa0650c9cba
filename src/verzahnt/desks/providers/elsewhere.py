"""All dates of a run at another place: at another venue, at the telephone, online. Said first: whom it reaches."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.deeds import refused
from verzahnt.desks.providers.fields import OneOf, Words
from verzahnt.desks.providers.list_page import goes_on, opened_list
from verzahnt.desks.providers.reach import reach
from verzahnt.desks.providers.run_dates import costs_of
from verzahnt.programme.bookings import actions_dates as bookings
from verzahnt.programme.bookings.states import NoticeKind
from verzahnt.programme.offers import of_provider
from verzahnt.programme.offers.models import Run, Venue

HOME = {NoticeKind.TELEPHONE.value: "am Telefon", NoticeKind.ONLINE.value: "online"}


class ElsewhereForm(forms.Form):
    """Where, and, from home, how one takes part."""

    where = OneOf(label="Wo finden die Termine statt, die noch kommen?")
    words = Words(bookings.LONGEST_WORDS, label="Welche Nummer, oder welcher Zugang?", required=False,
                  help_text="Nur für Telefon und online. Das lesen nur die, die einen Platz haben.")

    def __init__(self, *args: Any, run: Run, venues: list[Venue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.venues = {str(venue.pk): venue for venue in venues if venue.pk != run.venue_id}
        where: Any = self.fields["where"]
        where.choices = [*HOME.items(), *((number, f"{one.name}, {one.street}, {one.town}")
                                          for number, one in self.venues.items())]

    def clean(self) -> None:
        told = self.cleaned_data
        if told.get("where") in HOME and not told.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", "Bitte schreiben Sie, welche Nummer man wählt oder wie man hineinkommt.")

    @property
    def venue(self) -> Venue | None:
        return self.venues.get(self.cleaned_data["where"])


@never_cache
@needs("runs.plan")
def elsewhere(request: Request, run: int) -> HttpResponse:
    found, at = of_provider.own_run_with_dates(request.actor, run), timezone.now()
    if found is None or found.offer.reports_to:
        raise Http404
    if not goes_on(found, on=timezone.localdate(at)):
        return redirect("providers:run_dates", run=run)
    form = ElsewhereForm(request.POST or None, run=found, venues=list(of_provider.own_venues(request.actor)))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        move = (partial(bookings.change_venue, venue=form.venue) if form.venue
                else partial(bookings.take_home, kind=told["where"], words=told["words"]))
        no = refused(move, found.pk, actor=request.actor, at=at)
        if not no:
            messages.success(request, "Alle Termine, die noch kommen, finden jetzt dort statt. Wer davon hören wollte, "
                                      "bekommt eine Nachricht.")
            return redirect("providers:run_dates", run=found.pk)
        form.add_error(None, no)
    opened = opened_list(found, actor=request.actor, at=at)
    return render(request, "providers/elsewhere.html", {
        "run": found, "offer": found.offer, "form": form, "costs": costs_of(found, places=False),
        "reach": reach((*opened.rows, *opened.waiting)) if opened else None})
