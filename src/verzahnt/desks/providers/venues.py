"""The own places: how one gets there, and what was checked."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.venue_form import VenueForm
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.offers import actions_run, of_provider
from verzahnt.programme.offers.models import Venue


@needs("runs.plan")
def venues(request: Request) -> HttpResponse:
    """All own places, each with what nobody has said or checked yet."""
    return render(request, "providers/venues.html", {"venues": of_provider.own_venues(request.actor)})


@needs("runs.plan")
def venue_new(request: Request) -> HttpResponse:
    """A place before there is a run at it."""
    return _asked(request, VenueForm(request.POST or None))


@needs("runs.plan")
def venue(request: Request, venue: int) -> HttpResponse:
    found = of_provider.own_venues(request.actor).filter(pk=venue).first()
    if found is None:
        raise Http404
    return _asked(request, VenueForm(request.POST or None, venue=found), found)


def _asked(request: Request, form: VenueForm, found: Venue | None = None) -> HttpResponse:
    actor, at = request.actor, timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            if found:
                actions_run.change_venue(found, **form.told(), actor=actor, at=at)
            else:
                actions_run.add_venue(**form.told(), actor=actor, at=at)
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Gespeichert. So steht der Weg ab jetzt bei allen Terminen dort.")
            return redirect("providers:venues")
    return render(request, "providers/venue.html", {"form": form, "venue": found})
