"""Is an offer still right? When its provider is asked, how often, and when somebody has to call.

The times are pure functions; the questions below them read what is open.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import F, QuerySet

from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.fresh_models import Inquiry
from verzahnt.programme.offers.states import OfferState

FIRST_ASKED_AFTER = timedelta(days=180)
"""Half a year after somebody last looked."""
ASKED_AGAIN_AFTER = timedelta(days=14)
TIMES_ASKED = 3
"""On the first day, after two and after four weeks; then somebody calls."""
SENT_AGAIN_AFTER = timedelta(days=1)
"""An old link brings a new letter once a day at most, however often somebody presses."""


def is_due_again(times_asked: int, asked_on: date, *, on: date) -> bool:
    """Who does not answer is asked again after two and after four weeks, and then no more."""
    return times_asked < TIMES_ASKED and asked_on <= on - ASKED_AGAIN_AFTER


def needs_a_call(times_asked: int, asked_on: date, *, answer: str, has_mailbox: bool, on: date) -> bool:
    """Letters have not helped, cannot be sent, or brought the word that something changed and nothing since."""
    if not has_mailbox:
        return True
    gone_by = asked_on <= on - ASKED_AGAIN_AFTER
    return gone_by and (times_asked >= TIMES_ASKED or bool(answer))


def open_inquiries(*, providers: Collection[int] | None = None, sites: Collection[int] | None = None,
                   ) -> QuerySet[Inquiry]:
    """What is asked and not settled, of offers that are still on, the longest open first.

    Whoever looked at an offer since, wherever that was, has settled it.
    """
    found = Inquiry.objects.filter(closed_on=None, offer__state__in=(OfferState.PUBLISHED, OfferState.PAUSED))
    found = found.exclude(offer__checked_on__gte=F("opened_on"))
    if providers is not None:
        found = found.filter(provider__in=providers)
    if sites is not None:
        found = found.filter(site__in=sites)
    return found.select_related("offer__provider", "offer__site").order_by("opened_on", "offer__title", "id")


def asked_of(actor: Actor) -> QuerySet[Inquiry]:
    """What a provider is asked now."""
    return open_inquiries(providers=actor.organisations)
