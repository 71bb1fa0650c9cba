"""What a new offer of an organisation most likely says: so that it need not be typed again."""

from __future__ import annotations

from typing import Any

from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.states import Cost, OfferKind, Origin, Reach, Registration
from verzahnt.programme.partners.models import ContactPoint, Organisation
from verzahnt.programme.partners.states import INSURANCE
from verzahnt.programme.reference.models import Audience


def defaults(actor: Actor, sites: list[str]) -> dict[str, Any]:
    """German, for all, free, with the card; the organisation's telephone and page; the site it last offered at."""
    last = Offer.objects.filter(provider__in=actor.organisations, site__isnull=False).order_by("-pk").first()
    contact = ContactPoint.objects.filter(organisation__in=actor.organisations).exclude(telephone="").order_by("pk")
    reached = contact.first()
    own = Organisation.objects.filter(pk__in=actor.organisations).first()
    site = str(last.site_id) if last and str(last.site_id) in sites else (sites[0] if len(sites) == 1 else "")
    return {
        "kind": OfferKind.COURSE, "audiences": [Audience.FOR_ALL], "languages": ["de"], "cost": Cost.FREE,
        "registration": Registration.CARD, "reach": Reach.EVERYWHERE, "reports": "nobody", "site": site,
        "origin": Origin.INSURER if own and own.kind in INSURANCE else Origin.LOCAL_PARTNER,
        "telephone": reached.telephone if reached else last.telephone if last else "",
        "telephone_hours": reached.hours if reached else last.telephone_hours if last else "",
        "website": own.website if own else "",
    }
