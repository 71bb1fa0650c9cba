"""The own offers: described in one page, handed in, kept right, taken as a pattern."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.offer_history import history
from verzahnt.desks.parts.request import Request
from verzahnt.desks.providers import unsaved
from verzahnt.desks.providers.deeds import said
from verzahnt.desks.providers.describing import OfferForm
from verzahnt.desks.providers.own_offers import OwnOffer, own_offer, own_offers
from verzahnt.desks.providers.still_to_do import silence_due
from verzahnt.desks.providers.texts_told import how_far
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.offers import actions, actions_copy, of_provider
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.queries import runs_of, takes_cards
from verzahnt.programme.offers.refusals import StillMissing
from verzahnt.programme.offers.rules import SILENCE_HOLDS
from verzahnt.programme.offers.states import OfferState
from verzahnt.programme.people.colleagues import names_of_colleagues
from verzahnt.programme.reference import queries as reference

FIXED = (OfferState.CONCEPT, OfferState.ENDED, OfferState.NAMED)

DEEDS: dict[str, tuple[Callable[..., object], str]] = {
    "hand_in": (actions.hand_in, "Eingereicht. Jetzt liest der Standort Ihr Angebot."),
    "take_back": (actions.take_back, "Zurückgezogen. Sie können es jetzt ändern."),
    "confirm_silence": (actions.confirm_silence, "Danke. Das gilt für ein Jahr."),
    "confirm_still_right": (actions.confirm_still_right, "Danke. Wir fragen in einem halben Jahr wieder."),
    "pause": (actions.pause, "Pausiert. In der Suche ist es jetzt nicht zu finden; wer einen Platz hat, behält ihn."),
    "resume": (actions.resume, "Wieder da. Man findet es jetzt in der Suche."),
    "end": (actions.end, "Beendet. Die Seite des Angebots bleibt lesbar."),
}


@needs("offers.describe")
def offers(request: Request) -> HttpResponse:
    """All own offers, each with its state and what it needs next."""
    today = timezone.localdate()
    return render(request, "providers/offers.html", {"own": own_offers(request.actor, on=today), "today": today})


@needs("offers.describe")
def describe(request: Request) -> HttpResponse:
    """Describe a new offer."""
    form = OfferForm(request.POST or None, actor=request.actor)
    if request.method == "POST":
        if _only_looks(request):
            return _what_is_missing(request, form, None)
        if form.is_valid():
            return _save(request, form)
    return _describing(request, form)


@needs("offers.describe")
def offer(request: Request, slug: str) -> HttpResponse:
    """One offer: where it stands, what comes next, its runs, its description."""
    own = _own(request, slug)
    if request.method != "POST":
        changes = own.offer.state not in FIXED
        return _page(request, own, OfferForm(actor=request.actor, offer=own.offer) if changes else None)
    deed = request.POST.get("deed", "save")
    if deed == "copy":
        return _copy(request, own.offer)
    if deed in DEEDS and "title" not in request.POST:
        return _do(request, own.offer, deed)
    if own.offer.state in FIXED:
        messages.error(request, "So wie das Angebot steht, lässt es sich gerade nicht ändern.")
        return redirect("providers:offer", slug=slug)
    form = OfferForm(request.POST, actor=request.actor, offer=own.offer)
    if _only_looks(request):
        return _what_is_missing(request, form, own.offer)
    return _save(request, form) if form.is_valid() else _page(request, own, form)


@needs("offers.describe")
def preview(request: Request, slug: str) -> HttpResponse:
    """The offer as it will be read."""
    own = _own(request, slug)
    every_name = {
        "topics": {topic.slug: topic.plain_name for topic in reference.topics()},
        "audiences": {audience.slug: audience.name for audience in reference.audiences()},
        "traits": {trait.slug: trait.name for trait in reference.traits()},
        "languages": {language.code: language.name for language in reference.languages(own.offer.languages)},
    }
    named = {what: [words[key] for key in getattr(own.offer, what) if key in words]
             for what, words in every_name.items()}
    return render(request, "providers/preview.html", {"offer": own.offer, "named": named})


def _own(request: Request, slug: str) -> OwnOffer:
    found = own_offer(request.actor, slug, on=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _describing(request: Request, form: OfferForm) -> HttpResponse:
    return render(request, "providers/describe.html", {"form": form, "offer": None, **_told_beside(form, None)})


def _told_beside(form: OfferForm | None, offer: Offer | None) -> dict[str, object]:
    """What stands beside the questions: what is missing, and the quality by its names."""
    today = timezone.localdate()
    return {"missing": unsaved.missing(form, offer, on=today) if form else [],
            "criteria": unsaved.criteria(form, offer, on=today)}


def _page(request: Request, own: OwnOffer, form: OfferForm | None) -> HttpResponse:
    offer, today = own.offer, timezone.localdate()
    by_card = takes_cards(offer)
    lead = agreements.lead_of(offer.site, today) if offer.site and offer.uses_programme_money else None
    return render(request, "providers/offer.html", {
        "own": own, "offer": offer, "form": form, "today": today, "lead": lead, **_told_beside(form, offer),
        "history": history(offer, of_provider.moves_of(offer), next_step=own.next_step,
                           colleagues=names_of_colleagues(request.actor)),
        "in_languages": how_far(offer),
        "runs": list(runs_of(offer).select_related("seats")),
        "silence_until": _a_year_after(offer) if by_card else None,
        "silence_due": silence_due(offer.silence_confirmed_on, on=today),
        "days_since_idea": (today - offer.first_described_on).days,
    })


def _a_year_after(offer: Offer) -> date | None:
    return offer.silence_confirmed_on + SILENCE_HOLDS if offer.silence_confirmed_on else None


def _do(request: Request, offer: Offer, name: str) -> HttpResponse:
    """One deed at the press of a button; its known no is said on the page one comes back to."""
    deed, done = DEEDS[name]
    said(request, done, deed, offer, actor=request.actor, at=timezone.now())
    if request.POST.get("back") == "home":
        return redirect("providers:home")
    return redirect("providers:offer", slug=offer.slug)


def _save(request: Request, form: OfferForm) -> HttpResponse:
    """Keep what was written, and hand it in where that was asked for; what is missing never costs a word."""
    at, actor = timezone.now(), request.actor
    try:
        with transaction.atomic():
            saved = actions.describe(form.description(), actor=actor, at=at, offer=form.offer,
                                     silence_confirmed=form.cleaned_data["silence"])
    except NotPossible as no:
        form.add_error(None, str(no.message))
        if form.offer:
            return _page(request, _own(request, form.offer.slug), form)
        return _describing(request, form)
    if request.POST.get("deed") == "preview":
        return redirect("providers:preview", slug=saved.slug)
    if request.POST.get("deed") != "hand_in":
        words = "Gespeichert." if form.offer else "Gespeichert als Idee. Noch sieht sie niemand außer Ihnen."
        messages.success(request, words)
        return redirect("providers:offer", slug=saved.slug)
    try:
        with transaction.atomic():
            actions.hand_in(saved, actor=actor, at=at)
    except StillMissing:
        messages.warning(request, "Gespeichert. Zum Einreichen fehlt noch etwas; es steht neben dem Angebot.")
    except NotPossible as no:
        messages.warning(request, f"Gespeichert, aber noch nicht eingereicht. {no.message}")
    else:
        messages.success(request, DEEDS["hand_in"][1])
    return redirect("providers:offer", slug=saved.slug)


def _only_looks(request: Request) -> bool:
    return bool(request.htmx) and request.POST.get("deed") == "look"


def _what_is_missing(request: Request, form: OfferForm, offer: Offer | None) -> HttpResponse:
    return render(request, "providers/missing.html", {"offer": offer, **_told_beside(form, offer)})


def _copy(request: Request, offer: Offer) -> HttpResponse:
    new = actions_copy.copy(offer, actor=request.actor, at=timezone.now())
    messages.success(request, "Das ist die neue Idee, beschrieben wie die Vorlage. Ändern Sie, was anders ist.")
    return redirect("providers:offer", slug=new.slug)
