"""An earlier offer as a pattern for a new one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from verzahnt.kit.texts import TextState
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.actions import Description, enter, own
from verzahnt.programme.offers.models import Offer, OfferText


@transaction.atomic
def copy(offer: Offer, *, actor: Actor, at: datetime) -> Offer:
    """A new idea, described as the offer is and with its texts: without its state, dates and confirmations.

    What readers have tested was the other offer's page: its copy counts as checked.
    """
    offer = own(offer, actor)
    new = enter(asdict(Description.of(offer)), actor, at)
    OfferText.objects.bulk_create(
        OfferText.of(new, language=text.language, field=text.field, body=text.body, german=text.german,
                     german_hash=text.german_hash,
                     state=TextState.CHECKED if text.state == TextState.TESTED else text.state)
        for text in OfferText.objects.filter(offer=offer).order_by("pk"))
    journal.note("copy_offer", "offer", new.pk, actor, at, site=new.site_id, note=f"nach {offer.slug}")
    return new
