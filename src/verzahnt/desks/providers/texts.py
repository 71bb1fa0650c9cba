"""An offer in other languages: an overview, and one page per language with the German beside every text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers.fields import OneOf
from verzahnt.desks.providers.own_offers import OwnOffer, own_offer
from verzahnt.desks.providers.texts_told import SIMPLE, FieldTold, how_far, told, translated
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.texts import TextState
from verzahnt.programme.offers import actions_texts, of_provider
from verzahnt.programme.offers.models import Offer, Venue
from verzahnt.programme.offers.states import OfferState
from verzahnt.programme.offers.translating import FIELDS, least_far

STATES = [(TextState.CHECKED, "Ein Mensch, der die Sprache gut kann, hat ihn geschrieben oder gelesen."),
          (TextState.MACHINE, "Eine Maschine hat ihn übersetzt, niemand hat ihn geprüft.")]
TESTED = (TextState.TESTED, "Menschen, die Leichte Sprache brauchen, haben ihn gelesen und verstanden.")


class StateForm(forms.Form):
    """How far the texts of a language have come, all together."""

    state = OneOf(label="Wie sicher ist dieser Text?")

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["state"]
        field.choices = [*STATES, TESTED] if language == SIMPLE else STATES


@needs("offers.describe")
def texts(request: Request, slug: str) -> HttpResponse:
    """Which languages there are, and which need a look."""
    own = _own(request, slug)
    return render(request, "providers/texts.html", {"own": own, "offer": own.offer, "in_languages": how_far(own.offer)})


@needs("offers.describe")
def language(request: Request, slug: str, code: str) -> HttpResponse:
    """All texts of an offer in one language, with the ways to its places."""
    own, chosen = _own(request, slug), next((one for one in translated() if one.code == code), None)
    if chosen is None:
        raise Http404
    offer, typed = own.offer, {key: str(value).replace("\0", "") for key, value in request.POST.items()}
    held = of_provider.texts_by_language(offer).get(code, [])
    form = StateForm(request.POST or None, language=code, initial={
        "state": least_far(held) or TextState.CHECKED})
    venues = of_provider.venues_now(offer, on=timezone.localdate())
    if request.htmx and request.POST.get("deed") == "look":
        return render(request, "providers/text_hints.html", {
            "fields": _fields(offer, venues, code, typed), "form": form})
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, offer, venues, code, typed, form.cleaned_data["state"])
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, f"Gespeichert: {chosen.own_name}.")
            return redirect("providers:texts", slug=slug) if "fits" not in typed else redirect(request.path)
    return render(request, "providers/text.html", {
        "own": own, "offer": offer, "language_told": chosen, "form": form, "is_simple": code == SIMPLE,
        "fields": _fields(offer, venues, code, typed)})


def _own(request: Request, slug: str) -> OwnOffer:
    found = own_offer(request.actor, slug, on=timezone.localdate())
    if found is None or found.offer.state in (OfferState.ENDED, OfferState.NAMED):
        raise Http404
    return found


def _fields(offer: Offer, venues: list[Venue], code: str, typed: dict[str, str]) -> list[FieldTold]:
    """Every German text there is, with its counterpart."""
    german = of_provider.german_of(offer)
    held = {text.field: text for text in of_provider.texts_by_language(offer).get(code, [])}
    ways = of_provider.ways_in(venues, code)
    found = [told(name, label, german[name], held.get(name), typed, code)
             for name, (label, _limit) in FIELDS.items() if german[name] or name in held]
    return found + [told(_way(venue), f"Der Weg: {venue.name}", venue.way, ways.get(venue.pk), typed, code)
                    for venue in venues if venue.way or venue.pk in ways]


@transaction.atomic
def _write(request: Request, offer: Offer, venues: list[Venue], code: str, typed: dict[str, str], state: str) -> None:
    """All or nothing; the one whose "Passt weiterhin" was pressed counts as compared with today's German."""
    actor, at, fits = request.actor, timezone.now(), typed.get("fits", "")
    bodies = {name: typed[name] for name in FIELDS if name in typed}
    actions_texts.write_texts(offer, language=code, bodies=bodies, state=state, actor=actor, at=at,
                              still_fits=frozenset({fits}))
    for venue in venues:
        if _way(venue) in typed:
            actions_texts.write_way(venue, language=code, body=typed[_way(venue)], state=state, actor=actor, at=at,
                                    still_fits=fits == _way(venue))


def _way(venue: Venue) -> str:
    return f"way_{venue.pk}"
