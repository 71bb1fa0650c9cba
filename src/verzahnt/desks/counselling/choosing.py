"""Which of the chosen offers go on the hand-out, at which of their dates, and why one does not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from verzahnt.desks.counselling.asked import MOST_OFFERS, Asked
from verzahnt.kit.distance import Point, km_between
from verzahnt.programme.offers import queries
from verzahnt.programme.offers.hits import Hit, hits_of
from verzahnt.programme.offers.models import Listing, Offer, Run
from verzahnt.programme.offers.question import Question
from verzahnt.programme.reference.queries import Spot


@dataclass(frozen=True)
class Chosen:
    """An offer for the hand-out, at the run that is nearest and soonest."""

    offer: Offer
    run: Run | None
    hit: Hit


@dataclass(frozen=True)
class Choice:
    """What can stand on the hand-out, and a sentence about each that cannot."""

    chosen: tuple[Chosen, ...] = ()
    sentences: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()
    """What stays chosen."""


def choose(asked: Asked, spot: Spot | None, *, today: date) -> Choice:
    """At most three of the chosen offers, in the order of choosing, with their texts in the hand-out's language."""
    offers = {one.slug: one for one in queries.published().filter(slug__in=asked.chosen)}
    places = _nearest(offers.values(), spot, today)
    taken: list[Offer] = []
    sentences: list[str] = []
    for slug in asked.chosen:
        offer = offers.get(slug)
        if offer is None:
            sentences.append(f"Das Angebot „{slug}“ gibt es nicht oder nicht mehr. Es steht nicht auf dem Handzettel.")
        elif queries.seen_by_an_office(offer):
            sentences.append(f"„{offer.title}“ kommt nicht auf den Handzettel: Hier erfährt das Jobcenter oder eine "
                             "andere Stelle, wer teilnimmt.")
        elif offer.pk not in places:
            sentences.append(f"Bei „{offer.title}“ kann man zurzeit nicht einsteigen. Es steht nicht auf dem "
                             "Handzettel.")
        elif len(taken) == MOST_OFFERS:
            sentences.append(f"Auf den Handzettel passen drei Angebote. Nehmen Sie zuerst eines herunter, dann ist "
                             f"Platz für „{offer.title}“.")
        else:
            taken.append(offer)
    rows = [places[offer.pk] for offer in taken]
    hits = {hit.offer: hit for hit in hits_of(rows, Question(reads=asked.language), today=today)}
    runs = {run.pk: run for run in Run.objects.filter(pk__in=[hit.run for hit in hits.values() if hit.run])
            .select_related("venue")}
    return Choice(tuple(Chosen(offer, runs.get(hits[offer.pk].run or 0), hits[offer.pk]) for offer in taken),
                  tuple(sentences), tuple(offer.slug for offer in taken))


def _nearest(offers: Collection[Offer], spot: Spot | None, today: date) -> dict[int, tuple[int, float | None]]:
    """For each offer the listing row that is nearest, then soonest, with its distance; as the search picks it."""
    rows = Listing.objects.filter(offer__in=[one.pk for one in offers], join_until__gte=today).values_list(
        "pk", "offer_id", "latitude", "longitude", "is_online", "starts_on")
    found: dict[int, list[tuple[float, date, int, float | None]]] = {}
    for pk, offer, latitude, longitude, is_online, starts_on in rows:
        there = Point(latitude, longitude) if latitude is not None and longitude is not None else None
        km = km_between(spot.point, there) if spot and there and not is_online else None
        said = None if spot and spot.name == spot.kreis_name else km  # the middle of a Kreis is nobody's home
        found.setdefault(offer, []).append((km or 0.0, max(starts_on or today, today), pk, said))
    return {offer: min(ways)[2:] for offer, ways in found.items()}
