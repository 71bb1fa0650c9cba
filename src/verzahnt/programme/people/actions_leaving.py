"""Somebody leaves: what they held ends today, at once, also where they are signed in just now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.ledgers import journal
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.people import queries
from verzahnt.programme.people.models import Membership
from verzahnt.programme.people.states import Role

NEEDS_SOMEBODY = (Role.PROVIDER, Role.SITE_COORDINATION)
"""Without anybody in these roles nobody answers any more, and nobody can invite the next."""


class NotYoursToEnd(NotPossible):
    message = "Diesen Zugang können Sie nicht beenden. Das kann, wer dazu eingeladen hat, oder die Person selbst."


class NobodyWouldBeLeft(NotPossible):
    message = ("Sie sind hier die letzte Person mit dieser Rolle. Bitte sorgen Sie zuerst dafür, dass jemand "
               "eingeladen wird, der weitermacht.")


@transaction.atomic
def end(membership: Membership, *, by: Actor, at: datetime) -> None:
    """End a membership today: one's own, or one in a role the actor may give."""
    on = localdate(at)
    is_own = membership.account_id == by.account
    if not is_own and not queries.memberships_to_end(by, on=on).filter(pk=membership.pk).exists():
        raise NotYoursToEnd
    if is_own and membership.role in NEEDS_SOMEBODY and queries.is_last_of(membership, on=on):
        raise NobodyWouldBeLeft
    end_for(membership, by=by, at=at)


@transaction.atomic
def end_for(membership: Membership, *, by: Actor, at: datetime) -> None:
    """As `end`, for whoever runs the house: nobody is asked. Twice does no harm."""
    on = localdate(at)
    found = Membership.objects.select_for_update(of=("self",)).filter(pk=membership.pk).first()
    if found is None or (found.until_on is not None and found.until_on <= on):
        return
    if found.from_on >= on:
        found.delete()  # a membership lasts a day at least: this one never was
    else:
        found.until_on = on
        found.save(update_fields=["until_on"])
    journal.note("Zugang beendet", "membership", membership.pk, by, at, organisation=membership.organisation_id,
                 site=membership.site_id, note=Role(membership.role).label)
