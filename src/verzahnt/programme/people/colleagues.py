"""How colleagues are called: the one thing a desk may learn of another account, and only within its organisation
or site."""

from __future__ import annotations

from datetime import date

from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.partners.models import Site
from verzahnt.programme.people.models import Membership
from verzahnt.programme.people.queries import lasting
from verzahnt.programme.people.states import Role


def names_of_colleagues(actor: Actor) -> dict[int, str]:
    """The names, by account, of all who act or acted for the actor's organisation. No address, no role."""
    with acting_as("desk_entrance"):
        members = Membership.objects.filter(organisation__in=actor.organisations)
        return dict(members.values_list("account_id", "account__name"))


def counsellors_at(site: Site, actor: Actor, *, on: date) -> dict[int, str]:
    """The names, by account, of a site's counsellors today, for whoever coordinates it. No address, no other role."""
    if site.pk not in actor.sites:
        return {}
    with acting_as("desk_entrance"):
        members = Membership.objects.filter(lasting(on), role=Role.COUNSELLOR, site=site, from_on__lte=on)
        return dict(members.order_by("account__name", "account").values_list("account_id", "account__name"))
