"""Deeds on texts in other languages: of an offer, and of the way to a venue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from verzahnt.kit.texts import GERMAN, TextState, german_hash
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import refusals
from verzahnt.programme.offers.actions import own
from verzahnt.programme.offers.models import Offer, OfferText, Venue, VenueText
from verzahnt.programme.offers.states import OfferState
from verzahnt.programme.offers.translating import FIELDS, WAY, WAY_LIMIT


@transaction.atomic
def write_texts(offer: Offer, *, language: str, bodies: Mapping[str, str], state: str, actor: Actor, at: datetime,
                still_fits: frozenset[str] = frozenset()) -> Offer:
    """The offer's texts in a language, all with one state. An empty one goes.

    A text whose words changed was made from today's German; so was one of which the provider says that it still fits.
    Any other keeps the German it came from, so that it is seen which ones are out of date.
    """
    offer = own(offer, actor)
    if offer.state in (OfferState.ENDED, OfferState.NAMED):
        raise refusals.AlreadyEnded
    _is_shown(language)
    held = {text.field: text for text in OfferText.objects.filter(offer=offer, language=language)}
    for field, body in bodies.items():
        name, limit = FIELDS[field]
        text = held.get(field) or OfferText.of(offer, language=language, field=field)
        _write(text, getattr(offer, field), body, name, limit, state, fits=field in still_fits)
    journal.note("write_texts", "offer", offer.pk, actor, at, site=offer.site_id, note=language)
    return offer


@transaction.atomic
def write_way(venue: Venue, *, language: str, body: str, state: str, actor: Actor, at: datetime,
              still_fits: bool = False) -> None:
    """The way to an own venue in a language."""
    if venue.provider_id not in actor.organisations:
        raise refusals.NotYourVenue
    _is_shown(language)
    text = VenueText.objects.filter(venue=venue, language=language, field=WAY).first() or VenueText(
        venue=venue, provider=venue.provider_id, language=language, field=WAY)
    _write(text, venue.way, body, f"Der Weg: {venue.name}", WAY_LIMIT, state, fits=still_fits)
    journal.note("write_way", "venue", venue.pk, actor, at, note=language)


def _is_shown(language: str) -> None:
    if language == GERMAN or language not in dict(settings.LANGUAGES):
        raise refusals.UnknownLanguage


def _write(text: OfferText | VenueText, german: str, body: str, name: str, limit: int, state: str, *,
           fits: bool) -> None:
    body = "\n".join(line.rstrip() for line in body.strip().splitlines())
    if len(body) > limit:
        raise refusals.TextTooLong(name, limit)
    if not body:
        if text.pk:
            text.delete()
        return
    if not german.strip():
        raise refusals.NoText
    if body != text.body or fits:
        text.body, text.german, text.german_hash = body, german, german_hash(german)
    text.state = TextState(state)
    text.save()
