"""Runs and offers go five years after they are over, with all that hangs on them. For the keeping job.

What was counted and released of them stays: it stands in the ledgers and in the releases, and links to nothing.
"""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet

from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.offers.models import Offer, Run
from verzahnt.programme.offers.states import OfferState, RunState

AT_A_TIME = 100


def delete_due_runs(on: date) -> int:
    """Delete runs five years after their last date, a hundred in a transaction. How many.

    Of one that is open nobody has counted yet how it was used: it waits for that.
    """
    with transaction.atomic(), acting_as(KEEPING):
        over = Run.objects.filter(ends_on__lt=Run.keeping.gone_before(on)).exclude(state=RunState.OPEN)
        due = list(over.order_by("pk").values_list("pk", flat=True))
    return _delete(Run.objects.all(), due)


def delete_due_offers(on: date) -> int:
    """Delete offers five years after they ended, but none before its last run. A hundred in a transaction; how many.

    Where nobody noted when an offer ended, what was last done with it counts.
    """
    day = Offer.keeping.gone_before(on)
    with transaction.atomic(), acting_as(KEEPING):
        over = Offer.objects.filter(state=OfferState.ENDED, runs=None, first_described_on__lt=day)
        lately = over.filter(moves__at__date__gte=day) | over.filter(published_on__gte=day)
        due = list(over.exclude(pk__in=lately.values("pk")).order_by("pk").values_list("pk", flat=True))
    return _delete(Offer.objects.all(), due)


@transaction.atomic
def forget_words(on: date) -> int:
    """Forget words that stand in no published offer any more. How many."""
    with acting_as(KEEPING), connection.cursor() as cursor:
        cursor.execute("SELECT offers_forget_words()")
        return int(cursor.fetchone()[0])


def _delete(rows: QuerySet[Run] | QuerySet[Offer], due: list[int]) -> int:
    for first in range(0, len(due), AT_A_TIME):
        with transaction.atomic(), acting_as(KEEPING):
            rows.filter(pk__in=due[first:first + AT_A_TIME]).delete()
    return len(due)
