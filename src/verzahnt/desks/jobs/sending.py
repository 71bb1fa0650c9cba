"""The outbox emptied: each letter in a transaction of its own, its row gone with it.

The row's number is the letter's Message-ID: should we die between sending and forgetting, the letter goes out once
more under the same name, and a folder or a mail client holds it once.
"""

import logging
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from verzahnt.desks.jobs import letters, letters_leaders, letters_offers, places
from verzahnt.desks.jobs.letters import Letter
from verzahnt.desks.jobs.letters_training import certificate_lapses
from verzahnt.kit import short_messages
from verzahnt.kit.roles import acting_as
from verzahnt.kit.short_messages import NoGateway, ShortMessage
from verzahnt.programme.ledgers import outbox
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.ledgers.roles import SENDING
from verzahnt.programme.offers import actions_fresh, fresh
from verzahnt.programme.offers.actions import APPROVAL_ASKED
from verzahnt.programme.offers.actions_approval import OFFER_PUBLISHED, OFFER_SENT_BACK, link_for
from verzahnt.programme.offers.models import Approval, Offer
from verzahnt.programme.partners.models import ContactPoint, Organisation, Site
from verzahnt.programme.people import queries as people
from verzahnt.programme.people.models import Invitation
from verzahnt.programme.training.actions import CERTIFICATE_LAPSES

log = logging.getLogger("verzahnt.letters")

Composer = Callable[[OutboxItem, date], Letter | ShortMessage | None]


def send_due(*, on: date) -> int:
    """Send every letter that is due; how many went out. One that can't be sent stays, and holds up no other.

    Once the gateway for short messages is found not to answer, they wait for the next round, all but that one.
    """
    with transaction.atomic(), acting_as(SENDING):
        numbers = outbox.due(on=on)
    sent, no_gateway = 0, False
    for number in numbers:
        try:
            sent += _send(number, on, no_gateway)
        except NoGateway:
            no_gateway = True
        except Exception as trouble:  # a letter we can't write; its words may hold an address, so just the kind
            log.error("A letter could not be written: %s", type(trouble).__name__)
    return sent


@transaction.atomic
def _send(number: UUID, on: date, no_gateway: bool) -> bool:
    with acting_as(SENDING):
        item = outbox.claim(number)
        if item is None:
            return False
        letter = COMPOSERS[item.kind](item, on)
        if no_gateway and isinstance(letter, ShortMessage):
            return False
        try:
            if letter is not None:  # else there is nobody to write to any more
                _deliver(number, letter)
        except OSError as trouble:  # the mail server, the gateway or the folder; the letter itself is never logged
            log.warning("A letter of kind %s could not be sent: %s", item.kind, type(trouble).__name__)
            if isinstance(trouble, NoGateway):
                raise
            return False
        outbox.done(item)
        return letter is not None


def _deliver(number: UUID, letter: Letter | ShortMessage) -> None:
    host = urlsplit(settings.VERZAHNT_ADDRESS).hostname or "localhost"
    if isinstance(letter, ShortMessage):
        short_messages.send(letter, f"{number}@{host}")
        return
    EmailMessage(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        headers={"Message-ID": f"<{number}@{host}>", "Auto-Submitted": "auto-generated"},
    ).send()


def _approval(item: OutboxItem, on: date) -> Letter | None:
    """To whoever was asked, while the question stands."""
    approval = Approval.objects.filter(pk=item.subject, answer="").select_related("asked").first()
    if approval is None:
        return None
    offer = _offer(str(approval.offer_id))
    to = _mailbox_of(approval.asked_id)
    if offer is None or not to:
        return None
    site = Site.objects.filter(pk=offer.site_id).first() if offer.site_id else None
    link = letters.address(f"/kassen/ja/{link_for(approval.pk)}/") if approval.is_lead else letters.address(
        f"/koordination/{site.slug}/angebote/{offer.slug}/" if site else "/koordination/")
    return letters.approval_asked(to, offer=offer.title, site=site.name if site else "", link=link,
                                  is_lead=approval.is_lead)


def _published(item: OutboxItem, on: date) -> Letter | None:
    offer = _offer(item.subject)
    to = _mailbox_of(offer.provider_id) if offer else ""
    if not offer or not to:
        return None
    return letters.offer_published(to, offer=offer.title, link=letters.address(f"/anbieter/angebote/{offer.slug}/"))


def _sent_back(item: OutboxItem, on: date) -> Letter | None:
    offer = _offer(item.subject)
    to = _mailbox_of(offer.provider_id) if offer else ""
    if not offer or not to:
        return None
    return letters.offer_sent_back(to, offer=offer.title, link=letters.address(f"/anbieter/angebote/{offer.slug}/"))


def _offers_to_check(item: OutboxItem, on: date) -> Letter | None:
    """To a provider, about all that is asked; nothing where everything was answered meanwhile."""
    provider = int(item.subject)
    asked = list(fresh.open_inquiries(providers=[provider]).values_list("offer__title", "times_asked"))
    to = _mailbox_of(provider)
    if not asked or not to:
        return None
    link = letters.address(f"/anbieter/stimmt-noch/{actions_fresh.link_for(provider, at=timezone.now())}/")
    return letters_offers.offers_to_check(
        to, organisation=Organisation.objects.get(pk=provider).called, offers=[title for title, _times in asked],
        link=link, times_asked=max(times for _title, times in asked))


def _invitation(item: OutboxItem, on: date) -> Letter | None:
    invited = Invitation.objects.filter(pk=item.subject, taken_up_at=None).select_related("organisation").first()
    if invited is None:
        return None
    link = letters.address(f"/konto/einladung/{people.token_of(invited)}/")
    return letters.invitation(invited.email, organisation=invited.organisation.name, role=invited.get_role_display(),
                              link=link)


def _offer(number: str) -> Offer | None:
    return Offer.objects.filter(pk=number).only("slug", "title", "provider_id", "site_id").first()


def _mailbox_of(organisation: int) -> str:
    point = ContactPoint.objects.filter(organisation=organisation).exclude(email="").order_by("pk").first()
    return point.email if point else ""


COMPOSERS: dict[str, Composer] = {
    **dict.fromkeys(places.TOLD, places.to_holder),
    APPROVAL_ASKED: _approval,
    OFFER_PUBLISHED: _published,
    OFFER_SENT_BACK: _sent_back,
    actions_fresh.OFFERS_TO_CHECK: _offers_to_check,
    outbox.INVITATION: _invitation,
    outbox.LEADER_LINK: letters_leaders.leader_link,
    CERTIFICATE_LAPSES: certificate_lapses,
}
