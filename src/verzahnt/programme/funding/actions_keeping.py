"""Money that was planned and promised is kept as long as accounts are, and then goes. For the keeping job."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError

from verzahnt.kit.roles import acting_as
from verzahnt.programme.funding.models import Allotment, Commitment
from verzahnt.programme.ledgers.roles import KEEPING


def delete_due(on: date) -> int:
    """Delete allotments ten years after their period, with what was committed of them. How many; each by itself.

    While a run still points at a commitment, it stays with its allotment.
    """
    with transaction.atomic(), acting_as(KEEPING):
        over = Allotment.objects.filter(until_on__lte=Allotment.keeping.gone_before(on))
        due = list(over.order_by("pk").values_list("pk", flat=True))
    gone = 0
    for number in due:
        with suppress(ProtectedError), transaction.atomic(), acting_as(KEEPING):
            Commitment.objects.filter(allotment=number).only("pk").delete()
            gone += Allotment.objects.filter(pk=number).only("pk").delete()[0]
    return gone
