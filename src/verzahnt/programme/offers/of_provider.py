"""Questions about a provider's own offers, runs and dates: numbers of places may be seen here, and here alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet

from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import translating
from verzahnt.programme.offers.models import Approval, Offer, OfferMove, OfferText, Run, Session, Venue, VenueText
from verzahnt.programme.offers.quality import Place, Told
from verzahnt.programme.offers.states import AGREED, OfferState, RunState

LIST_STAYS_OPEN = timedelta(days=14)


def own_offers(actor: Actor, *, on: date, slug: str = "") -> list[Offer]:
    """The offers of the actor's organisation, or the one of this address, ended ones last.

    Each knows its `runs_now`, the next first.
    """
    now = Run.objects.filter(state=RunState.OPEN, ends_on__gte=on).select_related("venue", "seats")
    offers = (
        Offer.objects.filter(provider__in=actor.organisations, **({"slug": slug} if slug else {}))
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


SHOWN = ("offer_id", "provider_id", "site_id", "venue_id", "online_how", "state", "starts_on", "ends_on",
         "is_invented", "closed_to_new", "offer__slug", "offer__title", "offer__kind", "offer__traits",
         "offer__certificate", "offer__reports_to", "offer__state", "venue__name", "venue__street", "venue__town",
         "seats__seats", "seats__waiting_places", "seats__taken", "seats__waiting", "seats__answer_days",
         "seats__singles", "seats__fewer_to")
"""What the pages around a list say of its run; the rest of the wide rows is not asked for."""


def own_run(actor: Actor, number: int) -> Run | None:
    """One run of the actor's organisation, whatever its state."""
    runs = Run.objects.filter(provider__in=actor.organisations, pk=number)
    return runs.select_related("offer", "venue", "seats").only(*SHOWN).order_by().first()


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


def moves_of(offer: Offer) -> QuerySet[OfferMove]:
    """How the offer went from state to state, the first move first."""
    return OfferMove.objects.filter(offer=offer).select_related("by").order_by("at", "before")


def texts_by_language(offer: Offer) -> dict[str, list[OfferText]]:
    """All texts of an offer that are not German, by language."""
    found: dict[str, list[OfferText]] = {}
    for text in OfferText.objects.filter(offer=offer).order_by("language", "field"):
        found.setdefault(text.language, []).append(text)
    return found


def german_of(offer: Offer) -> dict[str, str]:
    """The German texts of an offer, by field."""
    return {field: getattr(offer, field) for field in translating.FIELDS}


def venues_now(offer: Offer, *, on: date) -> list[Venue]:
    """Where the offer takes place in runs that are not over."""
    runs = Run.objects.filter(offer=offer, state=RunState.OPEN, ends_on__gte=on)
    return list(Venue.objects.filter(pk__in=runs.values("venue")).order_by("town", "name", "id"))


def ways_in(venues: Collection[Venue], language: str) -> dict[int, VenueText]:
    """The way to these venues in a language, by venue."""
    texts = VenueText.objects.filter(venue__in=[venue.pk for venue in venues], language=language, field=translating.WAY)
    return {text.venue_id: text for text in texts}


def told(offer: Offer, *, on: date) -> Told:
    """The offer as its criteria see it."""
    german = german_of(offer)
    languages = {language: translating.progress(german, texts) for language, texts in texts_by_language(offer).items()}
    return Told(
        kind=offer.kind, registration=offer.registration, cost=offer.cost, led_by=offer.led_by,
        what_to_bring=offer.what_to_bring, telephone_hours=offer.telephone_hours, certificate=offer.certificate,
        traits=offer.traits, denied_traits=offer.denied_traits, checked_on=offer.checked_on,
        takes_place=offer.state in AGREED,
        has_dates=Run.objects.filter(offer=offer, state=RunState.OPEN, ends_on__gte=on).exists(),
        places=[Place(one.way, one.stop, (one.step_free, one.toilet, one.parking))
                for one in venues_now(offer, on=on)],
        texts={language: not one.outdated for language, one in languages.items() if one.is_there})


def own_run_with_dates(actor: Actor, number: int) -> Run | None:
    """One run of the actor's organisation with all its dates, also those called off."""
    runs = Run.objects.filter(provider__in=actor.organisations, pk=number)
    runs = runs.select_related("offer__site", "venue", "seats")
    return runs.prefetch_related(Prefetch("sessions", Session.objects.order_by("starts_at"))).first()
