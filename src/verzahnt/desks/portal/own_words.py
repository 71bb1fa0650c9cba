"""What an offer is called, in the language of the page."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import get_language

from verzahnt.kit.texts import Text, text_for
from verzahnt.programme.offers import queries
from verzahnt.programme.offers.models import Offer


def offer_words(offers: Collection[Offer], *fields: str) -> dict[int, dict[str, Text]]:
    """These fields of some offers by offer, in German where nobody has translated them yet; one query for all."""
    language = get_language() or "de"
    told = queries.texts_of([offer.pk for offer in offers], language) if offers else {}
    return {offer.pk: {field: text_for(getattr(offer, field), told.get(offer.pk, []), language, field=field)
                       for field in fields} for offer in offers}
