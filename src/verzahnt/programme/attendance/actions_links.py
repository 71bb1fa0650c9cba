"""Links for leaders without an account: made by the provider, sent to one mailbox, good for one run, revocable.

The token is made when the letter is written (`link_for`), so that it never waits in the outbox; an earlier one stops
working. Behind the link somebody acts as `Actor` of the providers' desk with no organisation and just this run.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import rules
from verzahnt.programme.attendance.actions import own_run
from verzahnt.programme.attendance.models import LeaderLink
from verzahnt.programme.attendance.queries import good_links, mailbox_bound_to
from verzahnt.programme.attendance.refusals import LinkOver, NoMailbox, NotYours, TooManyLinks
from verzahnt.programme.bookings.rules import LIST_OPEN_FOR, month_of
from verzahnt.programme.bookings.sealing import month_keys
from verzahnt.programme.ledgers import journal, outbox
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.partners.models import ContactPoint

MAY = frozenset({"lists.see", "attendance.mark"})


@transaction.atomic
def make_link(run_id: int, *, actor: Actor, at: datetime, contact_point: int | None = None,
              email: str = "") -> LeaderLink:
    """Let somebody lead a run by a link that goes to a mailbox on file, or to one typed here and kept sealed."""
    on = localdate(at)
    run = own_run(run_id, actor, on=on)
    point = ContactPoint.objects.filter(pk=contact_point, organisation__in=actor.organisations).exclude(
        email="").first() if contact_point else None
    if point is None and not email.strip():
        raise NoMailbox
    if good_links(run.pk, on=on).count() >= rules.MOST_LINKS:
        raise TooManyLinks
    number, month = uuid4(), month_of(run.ends_on)
    sealed = b"" if point else month_keys().seal(email.strip(), month, bound_to=mailbox_bound_to(number))
    link = LeaderLink.objects.create(
        pk=number, run=run, provider=run.provider_id, name=f"Link {secrets.token_hex(2).upper()}", contact_point=point,
        month=month, mailbox=sealed, made_on=on, until=run.ends_on + LIST_OPEN_FOR - rules.A_DAY)
    outbox.post(outbox.LEADER_LINK, due_on=on, subject=str(link.pk))
    journal.note("make_link", "run", run.pk, actor, at, link=link.name)
    return link


@transaction.atomic
def send_again(link_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The same mailbox gets a fresh token; the one sent before stops working."""
    link = _own_link(link_id, actor)
    if link.revoked_on or link.until < localdate(at):
        raise LinkOver
    outbox.post(outbox.LEADER_LINK, due_on=localdate(at), subject=str(link.pk))
    journal.note("send_link_again", "run", link.run_id, actor, at, link=link.name)


@transaction.atomic
def revoke(link_id: UUID, *, actor: Actor, at: datetime) -> None:
    """From now on the link opens nothing. Twice does no harm."""
    link = _own_link(link_id, actor)
    if link.revoked_on is None:
        LeaderLink.objects.filter(pk=link.pk).update(revoked_on=localdate(at))
        journal.note("revoke_link", "run", link.run_id, actor, at, link=link.name)


def link_for(link_id: UUID) -> str:
    """A fresh token for the letter. For the sending job."""
    token = secrets.token_urlsafe(24)
    LeaderLink.objects.filter(pk=link_id).update(link_hash=_hash(token))
    return token


def leader_by(token: str, *, on: date) -> Actor:
    """Who acts by a link: for one run, with no organisation and no account."""
    hashed = _hash(token)
    with acting_as("desk_providers", link=hashed):
        link = LeaderLink.objects.filter(link_hash=hashed, revoked_on=None, until__gte=on).only(
            "run_id", "name", "link_hash").first()
    if link is None:
        raise LinkOver
    return Actor("providers", name=link.name, link=link.name, runs=(link.run_id,), permissions=MAY)


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete links whose run's list has closed, also where it closes earlier than was said. How many."""
    over = Q(until__lt=on) | Q(run__ends_on__lt=LeaderLink.keeping.gone_before(on))
    with acting_as(KEEPING):
        gone, _each = LeaderLink.objects.filter(over).delete()
    return gone


def _own_link(link_id: UUID, actor: Actor) -> LeaderLink:
    found = LeaderLink.objects.filter(pk=link_id, provider__in=actor.organisations).first()
    if found is None:
        raise NotYours
    return found


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
