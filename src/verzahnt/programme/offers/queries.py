"""Questions about offers and their runs. Finding fitting ones is in `search.py`, a site's own in `of_sites.py`.

visible_to(actor) · seen_by_an_office · takes_cards · published() · public(slug) · texts_of · runs_of · runs_ahead ·
runs_to_read · approvals_asked_of · last_no · days_to_publish · missing
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Max, Prefetch, Q, QuerySet

from verzahnt.kit.texts import GERMAN
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import rules
from verzahnt.programme.offers.models import Approval, Offer, OfferText, Run, Session
from verzahnt.programme.offers.states import Answer, OfferState, Registration, RunState
from verzahnt.programme.partners.states import LABOUR_ADMINISTRATION

THROWN_AWAY = Q(state=OfferState.ENDED, published_on=None)
"""An idea that ended before anybody else was to see it: it stays its provider's."""
PUBLIC = Q(state__in=[OfferState.PUBLISHED, OfferState.PAUSED, OfferState.ENDED, OfferState.NAMED]) & ~THROWN_AWAY


def visible_to(actor: Actor) -> QuerySet[Offer]:
    """The offers an actor works with: a provider's own, a site's once handed in, a lead's once handed in.

    Whoever works with none of them sees what everybody sees.
    """
    offers = Offer.objects.select_related("provider", "site")
    match actor.desk:
        case "providers":
            return offers.filter(provider__in=actor.organisations)
        case "coordination":
            return offers.exclude(Q(state=OfferState.IDEA) | THROWN_AWAY).filter(site__in=actor.sites)
        case "funders":
            return offers.exclude(Q(state=OfferState.IDEA) | THROWN_AWAY).filter(lead__in=actor.organisations)
        case _:
            return offers.filter(PUBLIC)


def seen_by_an_office(offer: Offer) -> bool:
    """Whether somebody learns who comes: it reports, or an office itself provides it."""
    return learns_who_comes(offer.reports_to, offer.provider.kind)


def learns_who_comes(reports_to: str, provider_kind: str) -> bool:
    """The same of an offer that is not at hand as a whole."""
    return bool(reports_to) or provider_kind in LABOUR_ADMINISTRATION


def takes_cards(offer: Offer) -> bool:
    """Whether one can take part with a card: only where nobody learns who comes."""
    return offer.registration == Registration.CARD and not seen_by_an_office(offer)


def published() -> QuerySet[Offer]:
    """What can be found now."""
    return Offer.objects.filter(state=OfferState.PUBLISHED).select_related("provider", "site", "source")


def public(slug: str) -> Offer | None:
    """The offer of this address, with what its page reads; also paused, ended and source-named ones."""
    offers = Offer.objects.filter(PUBLIC, slug=slug)
    return offers.select_related("provider", "site", "source").first()


def texts_of(offers: Iterable[int], language: str) -> dict[int, list[OfferText]]:
    """The translations of some offers into a language, by offer; none for German, which stands on the offer."""
    found: dict[int, list[OfferText]] = {}
    if language != GERMAN:
        for text in OfferText.objects.filter(offer__in=list(offers), language=language):
            found.setdefault(text.offer_id, []).append(text)
    return found


def runs_of(offer: Offer) -> QuerySet[Run]:
    """Every run of an offer with its venue and sessions, the earliest first."""
    return offer.runs.select_related("venue").prefetch_related(
        Prefetch("sessions", Session.objects.order_by("starts_at"))).order_by("starts_on", "id")


def runs_ahead(offer: Offer, *, on: date) -> QuerySet[Run]:
    """The open runs of an offer that are not over."""
    return runs_of(offer).filter(state=RunState.OPEN, ends_on__gte=on)


def runs_to_read(offer: Offer, *, on: date) -> QuerySet[Run]:
    """As `runs_ahead`, with those called off that would not be over yet: who meant to come shall read it."""
    return runs_of(offer).filter(state__in=[RunState.OPEN, RunState.CANCELLED], ends_on__gte=on)


def approvals_asked_of(actor: Actor) -> QuerySet[Approval]:
    """The yeses that are waited for from this actor: of a site's coordination or of a body that leads."""
    mine = Q(is_lead=True, asked__in=actor.organisations) | Q(is_lead=False, site__in=actor.sites)
    return (Approval.objects.filter(mine, answer="", offer__state=OfferState.CONCEPT)
            .select_related("offer__provider", "offer__site").order_by("asked_at", "pk"))


def approvals_of(offer: Offer) -> QuerySet[Approval]:
    """What the asked ones said to the offer as it was last handed in."""
    latest = Approval.objects.filter(offer=offer).aggregate(latest=Max("asked_at"))["latest"]
    return Approval.objects.filter(offer=offer, asked_at=latest).select_related("asked").order_by("is_lead")


def last_no(offer: Offer) -> Approval | None:
    """Why the offer came back, if it did."""
    return (Approval.objects.filter(offer=offer, answer=Answer.NO).select_related("asked")
            .order_by("-answered_at").first())


def days_to_publish(offers: Collection[Offer]) -> list[int]:
    """For each published one of these: the days from its first description to its page."""
    days = [rules.days_to_publish(offer.first_described_on, offer.published_on) for offer in offers]
    return sorted(one for one in days if one is not None)


def missing(offer: Offer, *, on: date) -> list[rules.Missing]:
    """What the offer still needs before it can be handed in."""
    return rules.missing(described(offer), on=on)


def described(offer: Offer) -> rules.Described:
    """The offer as the rules see it."""
    return rules.Described(
        title=offer.title, summary=offer.summary, topics=tuple(offer.topics), has_site=offer.site_id is not None,
        telephone=offer.telephone, website=offer.website, registration=offer.registration, cost=offer.cost,
        cost_note=offer.cost_note, is_seen=seen_by_an_office(offer), silence_confirmed_on=offer.silence_confirmed_on)
