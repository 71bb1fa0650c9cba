"""When a run ends sooner than was said, what is held about its guests goes sooner, too."""

from __future__ import annotations

from django.db import transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers.models import Run


@transaction.atomic
def end_with_the_run(run_id: int) -> int:
    """No place outlives its run's list. Of how many places the end came nearer."""
    with acting_as(SEATS):
        closes = closes_on(Run.objects.values_list("ends_on", flat=True).get(pk=run_id))
        return Place.objects.filter(run_id=run_id, closes_on__gt=closes).update(closes_on=closes)
