"""From an account to an Actor, and the questions the entrance asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.partners.models import Site
from verzahnt.programme.partners.states import LABOUR_ADMINISTRATION
from verzahnt.programme.people.access import ACCESS, SHOWS_A_LIST
from verzahnt.programme.people.models import Account, Membership
from verzahnt.programme.people.rules import Held, may_hold
from verzahnt.programme.people.states import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def memberships_of(account: int, *, on: date) -> QuerySet[Membership]:
    """The memberships that hold on a day, with their organisation, site and Land."""
    return Membership.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=on), account=account, from_on__lte=on
    ).select_related("organisation", "site", "land")


def as_held(membership: Membership) -> Held:
    """A membership as the rules see it."""
    return Held(
        in_labour_administration=membership.organisation.kind in LABOUR_ADMINISTRATION,
        shows_a_list=membership.role in SHOWS_A_LIST,
        from_on=membership.from_on,
        until_on=membership.until_on,
    )


def actor_for(user: Account | AnonymousUser | Any, *, chosen: int | None, desk: str) -> Actor:
    """The Actor of a signed-in account in the membership it chose, else in the only or first one of this desk.

    Whoever still lacks a demanded second factor, or holds memberships that must not meet, is an Actor without a role.
    """
    if not user.is_authenticated:
        return Actor(desk=desk)
    held = list(memberships_of(user.pk, on=timezone.localdate()))
    nobody = Actor(desk=desk, account=user.pk, name=str(user))
    membership = _in_use(held, chosen, desk)
    if membership is None or not may_hold(as_held(membership), [as_held(other) for other in held]):
        return nobody
    rights = ACCESS[membership.role]
    if rights.second_factor and settings.VERZAHNT_SECOND_FACTOR_REQUIRED and not has_second_factor(user.pk):
        return nobody
    return Actor(
        desk=desk,
        account=user.pk,
        name=str(user),
        role=membership.role,
        organisations=(membership.organisation_id,),
        sites=_sites_of(membership),
        permissions=frozenset(rights.permissions) if desk in (rights.desk, "entrance") else frozenset(),
    )


def has_second_factor(account: int) -> bool:
    """Whether the account has an authenticator app or a passkey."""
    return Authenticator.objects.filter(
        user_id=account, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    ).exists()


def _in_use(held: list[Membership], chosen: int | None, desk: str) -> Membership | None:
    at_this_desk = [one for one in held if desk in (ACCESS[one.role].desk, "entrance")]
    return next((one for one in at_this_desk if one.pk == chosen), at_this_desk[0] if at_this_desk else None)


def _sites_of(membership: Membership) -> tuple[int, ...]:
    if membership.site_id:
        return (membership.site_id,)
    if membership.role == Role.LAND_COORDINATION:
        return tuple(Site.objects.filter(land=membership.land_id).order_by("pk").values_list("pk", flat=True))
    return ()
