"""Deeds of asking whether an offer is still right, and of answering: by a mailed link, at the desk, or on the phone.

Of a link only the hash is kept; the sending job makes it when it writes the letter. One letter lists all offers of a
provider that are asked about. An old link opens nothing, and can have a new letter sent to the address on file alone.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers import journal, outbox
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.offers import actions, fresh, rules
from verzahnt.programme.offers.fresh_models import Inquiry, InquiryLink, StillRight
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.states import OfferState

OFFERS_TO_CHECK = "offers_to_check"  # outbox: `subject` is the provider's number


class LinkUnknown(NotPossible):
    message = ("Diesen Link kennen wir nicht. Vielleicht fehlt beim Kopieren das Ende. Öffnen Sie ihn bitte aus der "
               "E-Mail.")


class LinkTooOld(NotPossible):
    message = "Dieser Link gilt nicht mehr: Er ist älter als 30 Tage."


class NotAskedAbout(NotPossible):
    message = "Nach diesem Angebot ist gerade nicht gefragt. Vielleicht hat schon jemand geantwortet."


class AskedToday(NotPossible):
    message = "Heute ging schon ein Brief an diesen Anbieter. Bitte warten Sie bis morgen, oder rufen Sie an."


# Asking


@transaction.atomic
def ask_due(on: date) -> int:
    """Ask about offers nobody has looked at for half a year, again after two and four weeks. For the keeping job.

    What was settled meanwhile is closed first. How many letters were asked for: one for each provider.
    """
    with acting_as(KEEPING):
        _close_settled(on)
        old = Offer.objects.filter(state=OfferState.PUBLISHED).exclude(checked_on__gt=on - fresh.FIRST_ASKED_AFTER)
        asked = set(Inquiry.objects.filter(closed_on=None).values_list("offer_id", flat=True))
        due = [offer for offer in old.only("pk", "provider", "site").order_by("pk") if offer.pk not in asked]
        Inquiry.objects.bulk_create(
            Inquiry(offer=offer, provider=offer.provider_id, site=offer.site_id, opened_on=on, asked_on=on)
            for offer in due)
        again = [one for one in fresh.open_inquiries() if fresh.is_due_again(one.times_asked, one.asked_on, on=on)]
        Inquiry.objects.filter(pk__in=[one.pk for one in again]).update(
            asked_on=on, times_asked=F("times_asked") + 1)
        providers = sorted({offer.provider_id for offer in due} | {one.provider for one in again})
        for provider in providers:
            outbox.post(OFFERS_TO_CHECK, subject=str(provider), due_on=on)
    return len(providers)


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete questions two years after they were settled, and links a year after they were mailed. How many."""
    with acting_as(KEEPING):
        settled, _ = Inquiry.objects.filter(closed_on__lt=Inquiry.keeping.gone_before(on)).delete()
        mailed, _ = InquiryLink.objects.filter(made_at__date__lt=InquiryLink.keeping.gone_before(on)).delete()
    return settled + mailed


def _close_settled(on: date) -> None:
    """Whoever described an offer anew, or ended it, has answered, wherever that was."""
    still_open = Inquiry.objects.filter(closed_on=None)
    still_open.filter(offer__checked_on__gte=F("opened_on")).update(closed_on=on)
    still_open.filter(offer__state=OfferState.ENDED).update(closed_on=on)


@transaction.atomic
def ask_again(inquiry: Inquiry, *, actor: Actor, at: datetime) -> None:
    """Coordination has another letter sent to the provider, at most one a day."""
    inquiry, on = _asked(inquiry, actor), localdate(at)
    if inquiry.asked_on >= on:
        raise AskedToday
    fresh.open_inquiries(providers=[inquiry.provider], sites=actor.sites).update(
        asked_on=on, times_asked=F("times_asked") + 1)
    outbox.post(OFFERS_TO_CHECK, subject=str(inquiry.provider), due_on=on)
    journal.note("ask_again", "offer", inquiry.offer_id, actor, at, site=inquiry.site)


# The link


def link_for(provider: int, *, at: datetime) -> str:
    """A fresh token for a provider's open questions. For the sending job."""
    token = secrets.token_urlsafe(24)
    InquiryLink.objects.create(provider_id=provider, link_hash=_hash(token), made_at=at)
    return token


@transaction.atomic
def by_link(token: str, *, at: datetime) -> Actor:
    """Whoever holds a link acts for the provider it was mailed to, and answers what is asked; nothing else."""
    link = _link(token)
    if not rules.link_holds(link.made_at, at=at):
        raise LinkTooOld
    return Actor("providers", organisations=(link.provider_id,))


@transaction.atomic
def send_again(token: str, *, at: datetime) -> None:
    """Have a new letter sent to the address on file, whichever that is: at most one a day, and never told here."""
    link, on = _link(token), localdate(at)
    actor = Actor("providers", organisations=(link.provider_id,))
    with acting_as("desk_providers", **actor.context()):
        waiting = fresh.open_inquiries(providers=actor.organisations)
        if not waiting.exists() or waiting.filter(asked_on__gt=on - fresh.SENT_AGAIN_AFTER).exists():
            return
        waiting.update(asked_on=on)
        outbox.post(OFFERS_TO_CHECK, subject=str(link.provider_id), due_on=on)


def _link(token: str) -> InquiryLink:
    with acting_as("desk_providers", link=_hash(token)):
        found = InquiryLink.objects.filter(link_hash=_hash(token)).first()
    if found is None:
        raise LinkUnknown
    return found


# Answering


@transaction.atomic
def still_right(inquiry: Inquiry, *, actor: Actor, at: datetime, called: bool = False, link: str = "") -> None:
    """The provider says that all is as it stands there, by link or on the phone: looked at today."""
    inquiry = _asked(inquiry, actor)
    actions.confirm_still_right(inquiry.offer, actor=actor, at=at)
    _answer(inquiry, StillRight.RIGHT, at)
    if called or link:
        journal.note("called_still_right" if called else "answered_by_link", "offer", inquiry.offer_id, actor, at,
                     site=inquiry.site, link=link)


@transaction.atomic
def has_changed(inquiry: Inquiry, *, note: str, actor: Actor, at: datetime, link: str = "") -> None:
    """Something is different: the question stays open until the offer is described anew."""
    inquiry = _asked(inquiry, actor)
    inquiry.answer, inquiry.note, inquiry.answered_on = StillRight.CHANGED, note.strip()[:300], localdate(at)
    inquiry.save(update_fields=["answer", "note", "answered_on"])
    journal.note("answered_changed", "offer", inquiry.offer_id, actor, at, site=inquiry.site, link=link)


@transaction.atomic
def is_over(inquiry: Inquiry, *, actor: Actor, at: datetime, link: str = "") -> None:
    """The offer is no longer there: it ends."""
    inquiry = _asked(inquiry, actor)
    actions.end(inquiry.offer, actor=actor, at=at)
    _answer(inquiry, StillRight.ENDED, at)
    journal.note("answered_ended", "offer", inquiry.offer_id, actor, at, site=inquiry.site, link=link)


def _asked(inquiry: Inquiry, actor: Actor) -> Inquiry:
    """The question, locked and as it is now, if it is the actor's to answer and still open."""
    found = (Inquiry.objects.select_for_update(of=("self",)).select_related("offer")
             .filter(pk=inquiry.pk, closed_on=None).first())
    if found is None or not (found.provider in actor.organisations or found.site in actor.sites):
        raise NotAskedAbout
    return found


def _answer(inquiry: Inquiry, answer: str, at: datetime) -> None:
    on = localdate(at)
    inquiry.answer, inquiry.answered_on, inquiry.closed_on = answer, on, on
    inquiry.save(update_fields=["answer", "answered_on", "closed_on"])


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
