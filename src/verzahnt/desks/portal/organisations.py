"""One organisation: what it is, what it takes part in, what it offers, and how to reach it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import get_language

from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.telling import Telling, named_once
from verzahnt.desks.portal.own_words import offer_words
from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.offers import of_sites as offers
from verzahnt.programme.partners import queries as partners


@public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    today = localdate()
    organisation = get_object_or_404(partners.organisations(), slug=slug)
    networks = list(partners.networks_of(organisation))
    mandates = agreements.mandates_held_by(organisation)
    published = offers.published_by(organisation, on=today)
    context = {
        "organisation": organisation,
        "telling": Telling(get_language() or "de", today),
        "units": organisation.units.all(),
        "carries": organisation.carries.all(),
        "offices": organisation.sites.select_related("land"),
        "contact_points": partners.contact_points(organisation),
        "agreed": agreements.agreed_by(organisation),
        "networks": networks,
        "mandates": mandates,
        "published": published,
        "words": offer_words(published, "title", "summary"),
        "named_offers": offers.named_by(organisation),
        "sources": named_once([organisation, *networks, *mandates]),
    }
    return render(request, "portal/organisation.html", context)
