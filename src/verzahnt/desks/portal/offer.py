"""One offer: what it is, when, where, for whom, and the one best way to take part. And its dates for a calendar."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from verzahnt.desks.parts import words
from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.request import Request
from verzahnt.desks.portal import calendar, structured
from verzahnt.desks.portal.offer_told import facts_of, texts_told
from verzahnt.desks.portal.offer_venues import venues_of
from verzahnt.programme.offers import queries as offers
from verzahnt.programme.offers.choices import choices
from verzahnt.programme.offers.models import Offer, Run
from verzahnt.programme.offers.states import OfferState, RunState
from verzahnt.programme.reference.queries import locate


@public
def offer(request: Request, slug: str) -> HttpResponse:
    """With `?ort=…`, as the results link it, the venue nearest to there stands first."""
    found = _public(slug)
    at, language = now(), request.LANGUAGE_CODE
    lists = choices(language, on=localdate(at))
    to_read = list(offers.runs_to_read(found, on=localdate(at))) if found.state == OfferState.PUBLISHED else []
    runs = [run for run in to_read if run.state == RunState.OPEN]
    place = request.GET.get("ort", "")[:80]
    located = locate(place) if place else None
    texts = texts_told(found, offers.texts_of([found.pk], language).get(found.pk, []), language)
    venues = venues_of(runs, at=at, language=language, near=located.spots[0].point if located else None)
    return render(request, "portal/offer.html", {
        "offer": found,
        "text": texts,
        "venues": venues,
        "called_off": [run for run in to_read if run.state == RunState.CANCELLED],
        "now": at,
        "bookable": offers.takes_cards(found),
        "seen": offers.seen_by_an_office(found),
        "facts": facts_of(found, lists),
        "audiences": [lists.audiences[key].name for key in found.audiences if key in lists.audiences],
        "spoken": words.listed(lists.languages.get(code, code) for code in found.languages or ["de"]),
        "town": next((one.venue.town for one in venues if one.venue), ""),
        "structured": structured.of_offer(found, texts, runs) if found.state == OfferState.PUBLISHED else "",
    })


@public
def run_calendar(request: Request, slug: str, run: int) -> HttpResponse:
    """The dates of a run as a calendar file. Its entries name neither the offer nor anybody's office."""
    return _dates(_run(slug, run))


@public
def session_calendar(request: Request, slug: str, run: int, session: int) -> HttpResponse:
    """A single date, for who comes now and then."""
    return _dates(_run(slug, run), pk=session)


def _dates(run: Run, **only: Any) -> HttpResponse:
    sessions = list(run.sessions.filter(**only).select_related("run__venue"))
    if only and not sessions:
        raise Http404
    return calendar.as_file(calendar.of_sessions(sessions, at=now()))


def _run(slug: str, run: int) -> Run:
    found = offers.runs_of(_public(slug)).filter(pk=run).first()
    if found is None:
        raise Http404
    return found


def _public(slug: str) -> Offer:
    found = offers.public(slug)
    if found is None:
        raise Http404
    return found
