"""One offer: what it is, when, where, for whom, and the one best way to take part. And its dates for a calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language

from verzahnt.desks.parts import offer_words, words
from verzahnt.desks.parts.doors import public
from verzahnt.desks.portal import calendar
from verzahnt.kit.texts import text_for
from verzahnt.programme.offers import queries as offers
from verzahnt.programme.offers.choices import Choices, choices
from verzahnt.programme.offers.hits import Dates
from verzahnt.programme.offers.models import Offer, Run
from verzahnt.programme.offers.states import Access, OfferState, Registration


@public
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    found = offers.public(slug)
    if found is None:
        raise Http404
    language, at = get_language() or "de", now()
    lists = choices(language, on=localdate(at))
    said = offers.texts_of([found.pk], language).get(found.pk, [])
    runs = list(offers.runs_ahead(found, on=localdate(at))) if found.state == OfferState.PUBLISHED else []
    bookable = found.registration == Registration.CARD and not found.reports_to
    return render(request, "portal/offer.html", {
        "offer": found,
        "text": {field: text_for(getattr(found, field), said, language, field=field)
                 for field in ("title", "summary", "about", "what_to_bring", "cost_note")},
        "runs": [_run(run, at) for run in runs],
        "bookable": bookable,
        "topics": [lists.topics[key] for key in found.topics if key in lists.topics],
        "audiences": [lists.audiences[key].name for key in found.audiences if key in lists.audiences],
        "spoken": words.listed(lists.languages.get(code, code) for code in found.languages or ["de"]),
        "traits": _traits(found, lists),
        "town": next((run.venue.town for run in runs if run.venue), ""),
        "now": at,
    })


@public
def run_calendar(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """The dates of a run as a calendar file. Its entries name neither the offer nor anybody's office."""
    found = offers.public(slug)
    one = offers.runs_of(found).filter(pk=run).first() if found else None
    if one is None:
        raise Http404
    response = HttpResponse(calendar.of_run(one, at=now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="termine.ics"'
    return response


def _run(run: Run, at: datetime) -> dict[str, Any]:
    sessions = [session for session in run.sessions.all() if session.ends_at > at]
    kept = [session for session in sessions if not session.is_cancelled]
    rhythm = {(words.on_weekdays(one.starts_at), words.time_span(one.starts_at, one.ends_at)) for one in kept}
    dates = Dates(kept[0].starts_at, kept[0].ends_at, len(kept), len(rhythm) == 1 and len(kept) > 1) if kept else None
    seats, kind = offer_words.places(run.band, run.offer.registration)
    return {"run": run, "sessions": sessions, "when": offer_words.when(dates), "seats": seats, "seats_kind": kind,
            "access": _access(run)}


def _access(run: Run) -> list[tuple[str, str]]:
    """What is known about getting in. "Not checked" is not "no"."""
    if run.venue is None:
        return []
    return [(name, str(Access(getattr(run.venue, name)).label)) for name in ("step_free", "toilet", "parking")]


def _traits(found: Offer, lists: Choices) -> list[str]:
    return [lists.traits[key].name for key in found.traits if key in lists.traits]
