"""Saying yes or no to a handed-in offer: at the desk, or by a mailed link that works once.

Of a link only the hash is kept. The sending job makes it when it writes the letter (`link_for`), so that the token
never waits in the outbox; the page behind it asks `by_link` and does `answer_by_link`.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers import outbox
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.offers import refusals, rules
from verzahnt.programme.offers.actions import move
from verzahnt.programme.offers.models import Approval, Offer
from verzahnt.programme.offers.states import Answer, OfferState

OFFER_PUBLISHED = "offer_published"  # outbox: `subject` is the offer's number; for its provider
OFFER_SENT_BACK = "offer_sent_back"


@transaction.atomic
def say_yes(approval: Approval, *, actor: Actor, at: datetime, link: str = "") -> Offer:
    """Agree to an offer. When all who were asked have agreed, it is published in the same deed."""
    offer = _answered(approval, Answer.YES, actor, at)
    latest = Approval.objects.filter(offer=offer).aggregate(Max("asked_at"))["asked_at__max"]
    asked = Approval.objects.filter(offer=offer, asked_at=latest).values_list("answer", flat=True)
    if all(answer == Answer.YES for answer in asked):
        move(offer, OfferState.APPROVED, actor, at, link=link)
        move(offer, OfferState.PUBLISHED, actor, at, link=link)
        outbox.post(OFFER_PUBLISHED, subject=str(offer.pk), due_on=localdate(at))
    return offer


@transaction.atomic
def say_no(approval: Approval, *, note: str, actor: Actor, at: datetime, link: str = "") -> Offer:
    """Send an offer back to its provider, with a sentence that says what should be different."""
    if not note.strip():
        raise refusals.SayWhy
    offer = _answered(approval, Answer.NO, actor, at, note=note.strip()[:300])
    with acting_as(f"desk_{actor.desk}", sending_back=str(offer.pk), **actor.context()):
        move(offer, OfferState.IDEA, actor, at, link=link)
    outbox.post(OFFER_SENT_BACK, subject=str(offer.pk), due_on=localdate(at))
    return offer


def link_for(approval_id: int) -> str:
    """A fresh token for one answer; an earlier one stops working. For the sending job."""
    token = secrets.token_urlsafe(24)
    Approval.objects.filter(pk=approval_id, answer="").update(link_hash=_hash(token))
    return token


@transaction.atomic
def by_link(token: str, *, at: datetime) -> Approval:
    """The question a link asks, with its offer."""
    with acting_as("desk_funders", link=_hash(token)):
        found = Approval.objects.select_related("asked").filter(link_hash=_hash(token), answer="").first()
    if found is None or not rules.link_holds(found.asked_at, at=at):
        raise refusals.LinkOver
    with as_desk("funders", _through(found)):
        found.offer = Offer.objects.select_related("provider", "site").get(pk=found.offer_id)
    if found.offer.state != OfferState.CONCEPT:
        raise refusals.LinkOver
    return found


@transaction.atomic
def answer_by_link(token: str, *, yes: bool, at: datetime, note: str = "") -> Offer:
    """Say yes or no through a mailed link, without an account. It works once."""
    approval = by_link(token, at=at)
    actor, name = _through(approval), f"approval-{approval.pk}"
    with as_desk("funders", actor):
        if yes:
            return say_yes(approval, actor=actor, at=at, link=name)
        return say_no(approval, note=note, actor=actor, at=at, link=name)


def _through(approval: Approval) -> Actor:
    """Whoever holds the link acts for the organisation that was asked, and for nothing else."""
    return Actor(desk="funders", organisations=(approval.asked_id,))


def _answered(approval: Approval, answer: str, actor: Actor, at: datetime, *, note: str = "") -> Offer:
    """Write the answer down, under a lock on the offer: of two last yeses, one publishes."""
    offer = Offer.objects.select_for_update(of=("self",)).filter(pk=approval.offer_id).first()
    row = Approval.objects.filter(pk=approval.pk).first()
    if offer is None or row is None:
        raise refusals.NotYours
    is_asked = row.asked_id in actor.organisations if row.is_lead else row.site in actor.sites
    if not is_asked:
        raise refusals.NotYours
    if offer.state != OfferState.CONCEPT or row.answer:
        raise refusals.NotAsked
    row.answer, row.answered_at, row.account, row.note = answer, at, actor.account, note
    row.save(update_fields=["answer", "answered_at", "account", "note"])
    return offer


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
