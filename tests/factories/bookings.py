"""Runs to book and cards to book them with. Call what makes rows through `plant`."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from itertools import count

from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import rules as card_rules
from verzahnt.programme.cards.rules import Card, Kind
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.models import Offer, Run, Seats, Session, Venue
from verzahnt.programme.offers.states import OfferKind, OfferState, Registration
from verzahnt.programme.partners.models import Organisation
from verzahnt.programme.partners.states import OrganisationKind

TODAY = date.today()  # the walls of lists read the database's own clock
NOON = datetime.combine(TODAY, time(12), BERLIN)
_numbers = count(1)


def a_provider(**changes: object) -> Organisation:
    n = next(_numbers)
    return Organisation.objects.create(**{
        "slug": f"bewegungsfreunde-{n}", "kind": OrganisationKind.SPORTS_CLUB, "is_invented": True,
        "name": f"Bewegungsfreunde {n} (Beispiel)", **changes})


def a_run(*, seats: int = 3, waiting_places: int = 2, starts_on: date = TODAY + timedelta(days=8), dates: int = 3,
          provider: Organisation | None = None, offer: dict[str, object] | None = None, **changes: object) -> Run:
    """An open run of a published offer: weekly, 10 to 11:30, bookable with a card."""
    n = next(_numbers)
    provider = provider or a_provider()
    made = Offer.objects.create(**{
        "slug": f"sanft-bewegen-{n}", "title": "Sanft bewegen", "provider": provider, "kind": OfferKind.COURSE,
        "summary": "Langsam anfangen, zusammen bewegen.", "topics": ["bewegung"], "audiences": ["all"],
        "languages": ["de"], "registration": Registration.CARD, "state": OfferState.PUBLISHED,
        "first_described_on": date(2026, 1, 5), "published_on": date(2026, 1, 12), "is_invented": True,
        **(offer or {})})
    venue = Venue.objects.create(provider=provider, name="Haus am Park", street="Parkweg 3", postal_code="99974",
                                 town="Mühlhausen", kreis="16064", lat=51.2, lon=10.45, is_invented=True)
    days = [starts_on + timedelta(weeks=week) for week in range(dates)]
    run = Run.objects.create(**{"offer": made, "provider": provider, "site": None, "venue": venue,
                                "starts_on": days[0], "ends_on": days[-1], "is_invented": True, **changes})
    for day in days:
        Session.objects.create(run=run, provider=provider.pk, starts_at=datetime.combine(day, time(10), BERLIN),
                               ends_at=datetime.combine(day, time(11, 30), BERLIN))
    Seats.objects.create(run=run, provider=provider.pk, seats=seats, waiting_places=waiting_places)
    return run


def keys_of_a_card(kind: Kind = Kind.OWN, own_number: str | None = None) -> tuple[str, ...]:
    """The twenty keys of a fresh card, the honest way."""
    return card_rules.keys_of(cards.root(cards.make(kind), own_number))


def some_keys() -> tuple[str, ...]:
    """Twenty keys like those of a card, without the stretching: where many cards are needed."""
    return card_rules.keys_of(secrets.token_bytes(32))


def a_handed_card() -> Card:
    return cards.make(Kind.HANDED)


def a_leader_of(run: Run, *permissions: str) -> Actor:
    """Staff of the run's provider."""
    may = permissions or ("lists.see", "attendance.mark", "runs.plan")
    return Actor("providers", account=1, name="Kursleitung", organisations=(run.provider_id,),
                 permissions=frozenset(may))
