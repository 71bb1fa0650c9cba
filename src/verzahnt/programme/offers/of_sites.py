"""Questions about the offers of a site or a provider: what is on there, and what sources name."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Prefetch, QuerySet

from verzahnt.programme.offers.models import Offer, Run
from verzahnt.programme.offers.states import OfferState, RunState
from verzahnt.programme.partners.models import Organisation, Site


def published_at(site: Site, *, on: date) -> list[Offer]:
    """What is on at a site: what begins next first, then what has no date yet. Each knows its `next_runs`."""
    return _next_first(Offer.objects.filter(site=site), on)


def published_by(provider: Organisation, *, on: date) -> list[Offer]:
    """What a provider has on, ordered likewise."""
    return _next_first(Offer.objects.filter(provider=provider), on)


def named_at(site: Site) -> list[Offer]:
    """What sources name at a site, without our knowing whether it is still on."""
    return list(Offer.objects.filter(site=site, state=OfferState.NAMED).select_related("provider", "source"))


def named_by(provider: Organisation) -> list[Offer]:
    """What sources name of a provider."""
    return list(Offer.objects.filter(provider=provider, state=OfferState.NAMED).select_related("site", "source"))


def published_slugs() -> QuerySet[Offer, str]:
    """The addresses of all that is published."""
    return Offer.objects.filter(state=OfferState.PUBLISHED).order_by("slug").values_list("slug", flat=True)


def running_by_site(sites: Iterable[int]) -> dict[int, int]:
    """How many offers are on at each of these sites, in one question."""
    found = Offer.objects.filter(site__in=list(sites), state=OfferState.PUBLISHED).order_by()
    return dict(found.values_list("site").annotate(number=Count("pk")))


def published_by_topic(site: int) -> dict[str, int]:
    """How many offers are on at a site for each topic; topics without any are left out."""
    topics = Offer.objects.filter(site=site, state=OfferState.PUBLISHED).values_list("topics", flat=True)
    return dict(Counter(topic for several in topics for topic in several))


def _next_first(offers: QuerySet[Offer], on: date) -> list[Offer]:
    still_on = Run.objects.filter(state=RunState.OPEN, ends_on__gte=on)
    ahead = still_on.select_related("venue").order_by("starts_on", "id")
    found = (
        offers.filter(state=OfferState.PUBLISHED)
        .select_related("provider", "source")
        .prefetch_related(Prefetch("runs", ahead, to_attr="next_runs"))
    )

    def next_start(offer: Offer) -> tuple[date, str]:
        runs: list[Run] = getattr(offer, "next_runs", [])
        return (runs[0].starts_on if runs else date.max, offer.title)

    return sorted(found, key=next_start)
