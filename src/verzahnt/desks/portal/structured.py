"""An offer as schema.org says it, for search engines: a course with its runs, or the dates of an open meeting.

It stands in the page as a block of data, which no browser runs. Nothing in it is not on the page as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from verzahnt.desks.portal.offer_told import TextsTold
from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.offers.models import Offer, Run, Session
from verzahnt.programme.offers.queries import takes_cards
from verzahnt.programme.offers.states import COME_ANY_TIME, Band, Cost, OfferKind

SINGLE_DATES = COME_ANY_TIME | {OfferKind.HEALTH_DAY, OfferKind.INFORMATION_EVENT, OfferKind.SERVICE_EVENT}
MOST_DATES = 10
# What would end the block, or a line in it, for a reader that is no JSON reader.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def of_offer(offer: Offer, texts: TextsTold, runs: Iterable[Run]) -> Markup:
    """The data as they may stand between `<script type="application/ld+json">` and its end."""
    runs = list(runs)
    told = _events(offer, texts, runs) if offer.kind in SINGLE_DATES else _course(offer, texts, runs)
    return Markup(json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES))


def _course(offer: Offer, texts: TextsTold, runs: list[Run]) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "Course", **_common(offer, texts),
            "provider": _provider(offer), "offers": _price(offer),
            "hasCourseInstance": [_instance(offer, run) for run in runs]}


def _instance(offer: Offer, run: Run) -> dict[str, Any]:
    """A run with its place, its first and last day and how often it takes place."""
    kept = [session for session in run.sessions.all() if not session.is_cancelled]
    return {"@type": "CourseInstance", "courseMode": "Onsite" if run.venue else "Online",
            "startDate": run.starts_on.isoformat(), "endDate": run.ends_on.isoformat(),
            "courseSchedule": {"@type": "Schedule", "repeatCount": len(kept), "startDate": run.starts_on.isoformat(),
                               "endDate": run.ends_on.isoformat(), "scheduleTimezone": "Europe/Berlin"},
            "inLanguage": offer.languages or ["de"], **_where(offer, run), "offers": _price(offer, run)}


def _events(offer: Offer, texts: TextsTold, runs: list[Run]) -> dict[str, Any]:
    dates = sorted(((session, run) for run in runs for session in run.sessions.all()),
                   key=lambda pair: pair[0].starts_at)[:MOST_DATES]
    return {"@context": "https://schema.org", "@graph": [
        {"@type": "Event", **_common(offer, texts), "organizer": _provider(offer), **_when(session),
         "eventAttendanceMode": f"https://schema.org/{'Offline' if run.venue else 'Online'}EventAttendanceMode",
         "isAccessibleForFree": offer.cost == Cost.FREE, "inLanguage": offer.languages or ["de"],
         **_where(offer, run), "offers": _price(offer, run)} for session, run in dates]}


def _when(session: Session) -> dict[str, str]:
    told = {"startDate": _instant(session.starts_at), "endDate": _instant(session.ends_at)}
    if session.is_cancelled:
        return told | {"eventStatus": "https://schema.org/EventCancelled"}
    if session.moved_from:
        return told | {"eventStatus": "https://schema.org/EventRescheduled",
                       "previousStartDate": _instant(session.moved_from)}
    return told | {"eventStatus": "https://schema.org/EventScheduled"}


def _instant(value: Any) -> str:
    return str(value.astimezone(BERLIN).isoformat())


def _common(offer: Offer, texts: TextsTold) -> dict[str, Any]:
    return {"name": texts.title.body, "description": texts.summary.body, "url": _address(offer)}


def _provider(offer: Offer) -> dict[str, str]:
    home = settings.VERZAHNT_ADDRESS.rstrip("/")
    return {"@type": "Organization", "name": offer.provider.name,
            "url": home + reverse("portal:organisation", args=[offer.provider.slug])}


def _where(offer: Offer, run: Run) -> dict[str, Any]:
    if run.venue is None:
        return {"location": {"@type": "VirtualLocation", "url": _address(offer)}}
    return {"location": {"@type": "Place", "name": run.venue.name, "address": {
        "@type": "PostalAddress", "streetAddress": run.venue.street, "postalCode": run.venue.postal_code,
        "addressLocality": run.venue.town, "addressCountry": "DE"}}}


def _price(offer: Offer, run: Run | None = None) -> dict[str, Any]:
    """What it costs is told only where it costs nothing; what else is to be paid, the page says in words."""
    told: dict[str, Any] = {"@type": "Offer", "category": "Free" if offer.cost == Cost.FREE else "Partially Free",
                            "url": _address(offer)}
    if offer.cost == Cost.FREE:
        told |= {"price": 0, "priceCurrency": "EUR"}
    if run is not None and takes_cards(offer):
        soon = {Band.FREE: "InStock", Band.FEW: "LimitedAvailability", Band.WAITING: "SoldOut"}
        band = Band.WAITING if run.closed_to_new else Band(run.band)
        told["availability"] = f"https://schema.org/{soon[band]}"
    return told


def _address(offer: Offer) -> str:
    return str(settings.VERZAHNT_ADDRESS).rstrip("/") + reverse("portal:offer", args=[offer.slug])
