"""The own offers with everything their pages say of them: what was answered, what comes next, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from verzahnt.desks.providers.still_to_do import WHEN_NOTHING_IS_DUE, ToDo, still_to_do
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers import of_provider, queries
from verzahnt.programme.offers.models import Approval, Offer
from verzahnt.programme.offers.states import Answer, OfferState


@dataclass(frozen=True)
class OwnOffer:
    offer: Offer
    approvals: list[Approval]
    to_do: list[ToDo] = field(default_factory=list)

    @property
    def refused(self) -> list[Approval]:
        """The noes it came back with, as long as it has not been handed in anew."""
        return [one for one in self.approvals if one.answer == Answer.NO and self.offer.state == OfferState.IDEA]

    @property
    def waits_for(self) -> list[Approval]:
        """Whose answer is still to come."""
        return [one for one in self.approvals if not one.answer and self.offer.state == OfferState.CONCEPT]

    @property
    def next_step(self) -> str:
        """What comes next, as a sentence."""
        if self.waits_for:
            return f"Es antwortet noch: {', '.join(one.asked.called for one in self.waits_for)}."
        return self.to_do[0].sentence if self.to_do else WHEN_NOTHING_IS_DUE.get(OfferState(self.offer.state), "")

    @property
    def days(self) -> int | None:
        """From the idea to the page everyone can read."""
        if self.offer.published_on is None:
            return None
        return (self.offer.published_on - self.offer.first_described_on).days


def own_offers(actor: Actor, *, on: date, slug: str = "") -> list[OwnOffer]:
    """All of them, or the one of this address, in the same number of questions for one and for many."""
    offers = of_provider.own_offers(actor, on=on, slug=slug)
    approvals = of_provider.approvals_by_offer(offers)
    return [_told(offer, approvals.get(offer.pk, []), on) for offer in offers]


def own_offer(actor: Actor, slug: str, *, on: date) -> OwnOffer | None:
    """The one of this address, if it is the actor's organisation's."""
    return next(iter(own_offers(actor, on=on, slug=slug)), None)


def _told(offer: Offer, approvals: list[Approval], on: date) -> OwnOffer:
    missing = [str(one) for one in queries.missing(offer, on=on)]
    told = OwnOffer(offer, approvals)
    told.to_do.extend(still_to_do(
        state=offer.state, missing=missing, sent_back=told.refused[0].note if told.refused else "",
        has_run=bool(getattr(offer, "runs_now", ())), takes_cards=queries.takes_cards(offer),
        silence_confirmed_on=offer.silence_confirmed_on, checked_on=offer.checked_on, on=on))
    return told
