"""Planning a run: a pattern, its dates to look at, then the deed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.free_days import FreeDays
from verzahnt.desks.providers.own_offers import own_offer
from verzahnt.desks.providers.run_form import NEW, ONLINE, RunForm, as_before
from verzahnt.desks.providers.series import MOST_WEEKS, Series
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import actions_run, of_provider
from verzahnt.programme.offers.models import Offer, Run
from verzahnt.programme.offers.refusals import NotYetAgreed
from verzahnt.programme.offers.states import AGREED


@needs("runs.plan")
def run_new(request: Request, slug: str) -> HttpResponse:
    """First the pattern, then its dates to look at, and only then is the run there."""
    actor, today = request.actor, timezone.localdate()
    own = own_offer(actor, slug, on=today)
    if own is None:
        raise Http404
    if own.offer.state not in AGREED:
        messages.warning(request, str(NotYetAgreed()))
        return redirect("providers:offer", slug=slug)
    form = RunForm(request.POST or None, venues=list(of_provider.own_venues(actor)),
                   initial=_as_before(request, own.offer, today))
    shown: dict[str, Any] = {"own": own, "offer": own.offer, "form": form, "found": None, "changed": False}
    if request.method == "POST" and form.is_valid():
        laender, left_out = form.laender(own.offer), _days(request, "left_out")
        found, free = form.dates(laender, left_out=left_out, added=_days(request, "added"))
        seen = ",".join(day.isoformat() for day in found.days)
        saves = request.POST.get("deed") == "save"
        if saves and request.POST.get("seen") == seen:
            try:
                runs = _plan(own.offer, form, found, actor, timezone.now())
            except NotPossible as no:
                form.add_error(None, str(no.message))
            else:
                return _planned(request, own.offer, runs)
        shown |= {"found": found, "seen": seen, "laender": laender, "left_out": left_out, "free": free.days,
                  "changed": saves and request.POST.get("seen") != seen,
                  "unknown_after": _unknown_after(form, found, free)}
    if request.htmx and request.POST.get("deed") == "look":
        return render(request, "providers/dates.html", shown)
    return render(request, "providers/run_new.html", shown)


def _as_before(request: Request, offer: Offer, today: date) -> dict[str, Any]:
    """The pattern of the run named in the address, where it is one of this offer's."""
    number = request.GET.get("wie", "")
    is_number = number.isdecimal() and len(number) < 19
    run = of_provider.own_run_with_dates(request.actor, int(number)) if is_number else None
    return as_before(run, today=today) if run is not None and run.offer_id == offer.pk else {}


def _days(request: Request, name: str) -> list[date]:
    """Days ticked in the list; what is no day is nobody's."""
    found = []
    for text in request.POST.getlist(name)[:MOST_WEEKS]:
        try:
            found.append(date.fromisoformat(text))
        except ValueError:
            continue
    return [day for day in found if day >= timezone.localdate()]


def _unknown_after(form: RunForm, found: Series, free: FreeDays) -> date | None:
    """From when on we do not know the school holidays, if a date lies beyond."""
    if not form.cleaned_data["no_school_holidays"] or not found.days:
        return None
    return free.known_until if free.known_until and found.days[-1] > free.known_until else None


@transaction.atomic
def _plan(offer: Offer, form: RunForm, found: Series, actor: Actor, at: datetime) -> list[Run]:
    """The venue, where it is new, and a run at each place: all or none."""
    told, runs = form.cleaned_data, []
    for where in told["where"]:
        venue = form.venues.get(where)
        if where == NEW:
            venue = actions_run.add_venue(**form.told(), actor=actor, at=at)
        runs.append(actions_run.add_run(
            offer, venue=venue, online_how=told["online_how"] if where == ONLINE else "",
            times=form.times_on(found.days), seats=told["seats"], waiting_places=told["waiting_places"], actor=actor,
            at=at))
    return runs


def _planned(request: Request, offer: Offer, runs: list[Run]) -> HttpResponse:
    if len(runs) > 1:
        messages.success(request, f"{len(runs)} Durchgänge sind angelegt, an jedem Ort einer.")
        return redirect("providers:offer", slug=offer.slug)
    messages.success(request, "Der Durchgang ist angelegt. Ab jetzt kann man sich anmelden.")
    return redirect("providers:run", run=runs[0].pk)
