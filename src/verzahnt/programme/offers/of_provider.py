"""Questions about a provider's own offers, runs and dates: numbers of places may be seen here, and here alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet

from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.models import Approval, Offer, Run, Session, Venue
from verzahnt.programme.offers.states import OfferState, RunState

LIST_STAYS_OPEN = timedelta(days=14)


def own_offers(actor: Actor, *, on: date) -> list[Offer]:
    """The offers of the actor's organisation, ended ones last. Each knows its `runs_now`, the next first."""
    now = Run.objects.filter(state=RunState.OPEN, ends_on__gte=on).select_related("venue", "seats")
    offers = (
        Offer.objects.filter(provider__in=actor.organisations)
        .select_related("provider", "site")
        .prefetch_related(Prefetch("runs", now.order_by("starts_on", "id"), to_attr="runs_now"))
        .order_by("title", "id")
    )
    return sorted(offers, key=lambda offer: offer.state in (OfferState.ENDED, OfferState.NAMED))


def approvals_by_offer(offers: Collection[Offer]) -> dict[int, list[Approval]]:
    """What was asked and answered, by offer: only the latest time each was handed in, the site before the lead."""
    found: dict[int, list[Approval]] = {}
    asked = Approval.objects.filter(offer__in=[offer.pk for offer in offers]).select_related("asked")
    for approval in asked.order_by("-asked_at", "is_lead"):
        latest = found.setdefault(approval.offer_id, [])
        if not latest or latest[0].asked_at == approval.asked_at:
            latest.append(approval)
    return found


def own_runs(actor: Actor, *, on: date) -> QuerySet[Run]:
    """The runs whose lists are still open, also those whose last date is just over; the one that ends first first."""
    return (
        Run.objects.filter(provider__in=actor.organisations, state=RunState.OPEN, ends_on__gte=on - LIST_STAYS_OPEN)
        .select_related("offer", "venue", "seats")
        .order_by("ends_on", "id")
    )


def own_run(actor: Actor, number: int) -> Run | None:
    """One run of the actor's organisation, whatever its state."""
    runs = Run.objects.filter(provider__in=actor.organisations, pk=number)
    return runs.select_related("offer", "venue", "seats").first()


def own_sessions(actor: Actor, *, since: datetime, until: datetime) -> QuerySet[Session]:
    """The dates that take place within these hours, in order, with run, offer, venue and seats."""
    return (
        Session.objects.filter(
            provider__in=actor.organisations, run__state=RunState.OPEN, is_cancelled=False,
            starts_at__gte=since, starts_at__lt=until,
        )
        .select_related("run__offer", "run__venue", "run__seats")
        .order_by("starts_at", "id")
    )


def own_venues(actor: Actor) -> QuerySet[Venue]:
    """Where the actor's organisation meets people."""
    return Venue.objects.filter(provider__in=actor.organisations).order_by("town", "name", "id")
