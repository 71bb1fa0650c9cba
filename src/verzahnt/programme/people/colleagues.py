"""How colleagues are called: the one thing a desk may learn of another account, and only within its organisation."""

from __future__ import annotations

from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.people.models import Membership


def names_of_colleagues(actor: Actor) -> dict[int, str]:
    """The names, by account, of all who act or acted for the actor's organisation. No address, no role."""
    with acting_as("desk_entrance"):
        members = Membership.objects.filter(organisation__in=actor.organisations)
        return dict(members.values_list("account_id", "account__name"))
