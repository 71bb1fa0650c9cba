"""What is on today and next, how full the own runs are, and what the own offers need."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.own_offers import own_offers
from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.offers import of_provider

AHEAD = timedelta(days=14)
MOST_NEXT = 8


@needs("lists.see")
def home(request: Request) -> HttpResponse:
    """Today at a glance. Who comes stands on the list alone: opening it is a look that is written down."""
    actor, today, now = request.actor, timezone.localdate(), timezone.now()
    midnight = datetime.combine(today, time(), BERLIN)
    tomorrow = midnight + timedelta(days=1)
    sessions = list(of_provider.own_sessions(actor, since=midnight, until=midnight + AHEAD))
    describes = actor.may("offers.describe")
    return render(request, "providers/today.html", {
        "today": today,
        # What is on or still to come stands first: from there it is one tap to who comes.
        "on_today": sorted((session for session in sessions if session.starts_at < tomorrow),
                           key=lambda session: session.ends_at <= now),
        "now": now,
        "next_ones": [session for session in sessions if session.starts_at >= tomorrow][:MOST_NEXT],
        "runs": list(of_provider.own_runs(actor, on=today)),
        "own": own_offers(actor, on=today) if describes else [],
        "describes": describes,
    })
