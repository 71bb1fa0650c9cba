"""Rows of offers for tests: called through `plant`. Everything is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from verzahnt.kit.berlin import BERLIN
from verzahnt.kit.texts import german_hash
from verzahnt.programme.offers.models import Offer, OfferText, Run, Seats, Session, Venue
from verzahnt.programme.offers.states import OfferKind, OfferState
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.partners.states import OrganisationKind, SiteState

TODAY = date(2026, 3, 2)  # a Monday
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MUEHLHAUSEN = (51.2089, 10.4522)


def an_organisation(slug: str = "beispielverein", **changes: Any) -> Organisation:
    facts = {"name": f"Verein {slug}", "kind": OrganisationKind.SPORTS_CLUB, "is_invented": True} | changes
    return Organisation.objects.get_or_create(slug=slug, defaults=facts)[0]


def a_site(slug: str = "beispielort", *, kreis: str = "16064", **changes: Any) -> Site:
    """A site with one office, serving one Kreis."""
    facts = {"name": f"Standort {slug}", "land_id": kreis[:2], "state": SiteState.ACTIVE, "is_invented": True} | changes
    site, is_new = Site.objects.get_or_create(slug=slug, defaults=facts)
    if is_new:
        site.kreise.add(kreis)
        site.offices.add(an_organisation(f"jobcenter-{slug}", kind=OrganisationKind.JOBCENTER))
    return site


def an_offer(slug: str = "rueckenkurs", **changes: Any) -> Offer:
    """A published course that takes cards; its provider confirmed its silence."""
    facts: dict[str, Any] = {
        "title": "Rückenkurs am Vormittag", "kind": OfferKind.COURSE, "summary": "Leichte Übungen für den Rücken.",
        "topics": ["bewegung"], "audiences": ["alle"], "languages": ["de"], "state": OfferState.PUBLISHED,
        "telephone": "0361 5550123", "first_described_on": TODAY - timedelta(days=40),
        "published_on": TODAY - timedelta(days=30), "checked_on": TODAY - timedelta(days=30),
        "silence_confirmed_on": TODAY - timedelta(days=30), "is_invented": True,
    } | changes
    if "provider" not in facts and "provider_id" not in facts:
        facts["provider"] = an_organisation()
    return Offer.objects.create(slug=slug, **facts)


def a_venue(**changes: Any) -> Venue:
    """A hall in Mühlhausen, in the Unstrut-Hainich-Kreis."""
    facts: dict[str, Any] = {
        "name": "Halle am Park (Beispiel)", "street": "Beispielweg 1", "postal_code": "99974", "town": "Mühlhausen",
        "kreis": "16064", "lat": MUEHLHAUSEN[0], "lon": MUEHLHAUSEN[1], "is_invented": True} | changes
    if "provider" not in facts and "provider_id" not in facts:
        facts["provider"] = an_organisation()
    return Venue.objects.create(**facts)


def a_run(offer: Offer, *, starts_on: date = TODAY + timedelta(days=8), dates: int = 4, seats: int = 12,
          venue: Venue | None = None, **changes: Any) -> Run:
    """A weekly series from 10 to 11:30, Berlin's time in winter, with seats and sessions."""
    days = [starts_on + timedelta(weeks=number) for number in range(dates)]
    if "online_how" not in changes and venue is None:
        venue = a_venue(provider=offer.provider)
    run = Run.objects.create(offer=offer, provider=offer.provider, site=offer.site, venue=venue, starts_on=days[0],
                             ends_on=days[-1], is_invented=True, **changes)
    Seats.objects.create(run=run, provider=offer.provider_id, seats=seats)
    for day in days:
        start = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        Session.objects.create(run=run, provider=offer.provider_id, starts_at=start,
                               ends_at=start + timedelta(minutes=90))
    return run


def a_run_at(offer: Offer, *times: str, venue: Venue | None = None, **changes: Any) -> Run:
    """A run with these dates: "2026-03-10 10:00-11:30", Berlin's time."""
    spans = [(day, *hours.split("-")) for day, hours in (one.split() for one in times)]
    dates = [(datetime.fromisoformat(f"{day} {begin}").replace(tzinfo=BERLIN),
              datetime.fromisoformat(f"{day} {end}").replace(tzinfo=BERLIN)) for day, begin, end in spans]
    if "online_how" not in changes and venue is None:
        venue = a_venue(provider=offer.provider)
    run = Run.objects.create(offer=offer, provider=offer.provider, site=offer.site, venue=venue, is_invented=True,
                             starts_on=dates[0][0].date(), ends_on=dates[-1][0].date(), **changes)
    Seats.objects.create(run=run, provider=offer.provider_id, seats=12)
    Session.objects.bulk_create(Session(run=run, provider=offer.provider_id, starts_at=start, ends_at=end)
                                for start, end in dates)
    return run


def a_text(offer: Offer, field: str, language: str, body: str) -> OfferText:
    german = getattr(offer, field)
    text = OfferText.of(offer, field=field, language=language, body=body, state="checked", german=german,
                        german_hash=german_hash(german))
    text.save()
    return text
