"""From an account to an Actor, and the questions the entrance asks."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.partners.states import INSURANCE, LABOUR_ADMINISTRATION
from verzahnt.programme.people.access import ACCESS, INVITES, SHOWS_A_LIST
from verzahnt.programme.people.models import Account, Invitation, Membership
from verzahnt.programme.people.rules import Held, may_hold
from verzahnt.programme.people.states import Role, Side

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


TO_ACT = ("account_id", "role", "side", "from_on", "until_on", "site_id", "land_id", "organisation__name",
          "organisation__short_name")
"""What is asked of a membership on every page; the rest of the wide rows is not."""


def lasting(on: date) -> Q:
    """Of memberships: not ended by this day."""
    return Q(until_on__isnull=True) | Q(until_on__gt=on)


def memberships_of(account: int, *, on: date) -> QuerySet[Membership]:
    """The memberships that hold on a day, with their organisation, site and Land."""
    held = Membership.objects.filter(lasting(on), account=account, from_on__lte=on)
    return held.select_related("organisation", "site", "land")


def left_behind(on: date) -> QuerySet[Account]:
    """Accounts whose last membership ended so long ago that they go. For the keeping job."""
    kept = Membership.objects.filter(lasting(Membership.keeping.gone_before(on)))
    return Account.objects.exclude(pk__in=kept.values("account"))


def as_held(membership: Membership) -> Held:
    """A membership as the rules see it; on which side it stands, the database has found out."""
    return Held(
        in_labour_administration=membership.side in (Side.OFFICE, Side.BOTH),
        shows_a_list=membership.side in (Side.LIST, Side.BOTH),
        from_on=membership.from_on,
        until_on=membership.until_on,
    )


def would_hold(organisation: Organisation, role: str, *, from_on: date) -> Held:
    """A membership nobody has yet, as the rules see it."""
    return Held(
        in_labour_administration=role == Role.COUNSELLOR or belongs_to_an_office(organisation),
        shows_a_list=role in SHOWS_A_LIST,
        from_on=from_on,
    )


def belongs_to_an_office(organisation: Organisation) -> bool:
    """Whether it is a Jobcenter or an Agentur, a unit of one, or carried by one."""
    waiting, seen = [organisation], set()
    while waiting:
        one = waiting.pop()
        if one.kind in LABOUR_ADMINISTRATION:
            return True
        seen.add(one.pk)
        above = (one.parent, one.carrier)
        waiting += [other for other in above if other is not None and other.pk not in seen]
    return False


def usable(membership: Membership, held: list[Membership]) -> bool:
    """Whether it may be used beside the others its holder has today."""
    return may_hold(as_held(membership), [as_held(other) for other in held])


def actor_for(user: Account | AnonymousUser | Any, *, chosen: int | None, desk: str) -> Actor:
    """The Actor of a signed-in account in the membership it chose, else in the only or first one of this desk.

    Whoever still lacks a demanded second factor, or holds memberships that must not meet, is an Actor without a role.
    """
    if not user.is_authenticated or user.pk is None:
        return Actor(desk=desk)
    held = list(memberships_of(user.pk, on=timezone.localdate()).select_related(None).select_related("organisation")
                .only(*TO_ACT))
    nobody = Actor(desk=desk, account=user.pk, name=str(user), memberships=len(held))
    membership = _in_use(held, chosen, desk)
    if membership is None or not usable(membership, held) or lacks_second_factor(membership):
        return nobody
    rights = ACCESS[membership.role]
    return Actor(
        desk=desk,
        account=user.pk,
        name=str(user),
        role=membership.role,
        acting_for=membership.organisation.called,
        memberships=len(held),
        organisations=(membership.organisation_id,),
        sites=_sites_of(membership),
        permissions=frozenset(rights.permissions) if desk in (rights.desk, "entrance") else frozenset(),
    )


def has_second_factor(account: int) -> bool:
    """Whether the account has an authenticator app or a passkey."""
    return Authenticator.objects.filter(
        user_id=account, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()


def lacks_second_factor(membership: Membership) -> bool:
    """Whether the role demands a second factor its holder has not set up."""
    demanded = ACCESS[membership.role].second_factor and settings.VERZAHNT_SECOND_FACTOR_REQUIRED
    return bool(demanded) and not has_second_factor(membership.account_id)


def in_use(account: int, *, chosen: int | None, on: date) -> Membership | None:
    """The membership an account acts in at the entrance."""
    return _in_use(list(memberships_of(account, on=on)), chosen, "entrance")


def account_by_email(email: str) -> Account | None:
    """The account of a mailbox, however its address is spelt."""
    return Account.objects.filter(email__iexact=email.strip()).first()


def memberships_of_mailbox(email: str, *, on: date) -> QuerySet[Membership]:
    """The memberships that the account of a mailbox holds on a day or later."""
    return Membership.objects.filter(lasting(on), account__email__iexact=email).select_related("organisation")


def open_invitations(*, at: datetime) -> QuerySet[Invitation]:
    """Invitations that can still be taken up."""
    return Invitation.objects.filter(taken_up_at__isnull=True, expires_at__gt=at).select_related(
        "organisation", "site", "land"
    )


def invitation_by(token: str, *, at: datetime) -> Invitation | None:
    """The open invitation a link belongs to."""
    return open_invitations(at=at).filter(token_hash=hash_of(token)).first()


def invited_by(actor: Actor, *, at: datetime) -> QuerySet[Invitation]:
    """The open invitations an organisation's or a site's people have given in the actor's role."""
    return open_invitations(at=at).filter(invited_by=actor.account)


def invitation_to_send(number: str, *, at: datetime) -> Invitation | None:
    """The invitation an outbox row of kind "invitation" is about (its `subject`); its link is `token_of` it."""
    return open_invitations(at=at).filter(pk=number).first()


def token_of(invitation: Invitation) -> str:
    """The secret part of an invitation's link: follows from its number and the installation's secret."""
    key = b"invitation" + settings.SECRET_KEY.encode()
    return urlsafe_b64encode(hmac.digest(key, invitation.pk.bytes, "sha256")).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def roles_to_give(actor: Actor) -> tuple[Role, ...]:
    """The roles this actor may invite somebody to."""
    return INVITES.get(actor.role, ()) if actor.may("staff.invite") else ()


def organisations_to_invite_for(actor: Actor, role: str) -> QuerySet[Organisation]:
    """For which organisations an actor may give a role: a provider for its own; a site's coordination for its own
    Jobcenters and their units, or for the partners in its network."""
    if role not in roles_to_give(actor):
        return Organisation.objects.none()
    if actor.role == Role.PROVIDER:
        return Organisation.objects.filter(pk__in=actor.organisations)
    offices = Q(sites__in=actor.sites) | Q(parent__sites__in=actor.sites)
    if role == Role.COUNSELLOR:
        return Organisation.objects.filter(offices).distinct()
    return (
        Organisation.objects.filter(networks__site__in=actor.sites)
        .exclude(kind__in=[*LABOUR_ADMINISTRATION, *INSURANCE])
        .distinct()
    )


def memberships_to_end(actor: Actor, *, on: date) -> QuerySet[Membership]:
    """Who is there today in a role the actor may give, for the organisations it may give it for: nobody else."""
    given = Q(pk=None)
    for role in roles_to_give(actor):
        here = Q(role=role, organisation__in=organisations_to_invite_for(actor, role))
        given |= here & Q(site__in=actor.sites) if role == Role.COUNSELLOR else here
    return (Membership.objects.filter(given, lasting(on), from_on__lte=on)
            .select_related("account", "organisation", "site").order_by("account__name", "account__email", "pk"))


def is_last_of(membership: Membership, *, on: date) -> bool:
    """Whether nobody else holds this role there after the day, so that nobody could go on."""
    others = Membership.objects.filter(
        lasting(on), role=membership.role, organisation=membership.organisation_id, site=membership.site_id,
        land=membership.land_id)
    return not others.exclude(account=membership.account_id).exists()


def _in_use(held: list[Membership], chosen: int | None, desk: str) -> Membership | None:
    at_this_desk = [one for one in held if desk in (ACCESS[one.role].desk, "entrance")]
    return next((one for one in at_this_desk if one.pk == chosen), at_this_desk[0] if at_this_desk else None)


def _sites_of(membership: Membership) -> tuple[int, ...]:
    if membership.site_id:
        return (membership.site_id,)
    if membership.role == Role.LAND_COORDINATION:
        return tuple(Site.objects.filter(land=membership.land_id).order_by("pk").values_list("pk", flat=True))
    return ()
