"""The ledgers' own end of keeping."""

from datetime import date

from django.db import transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.ledgers.roles import KEEPING


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete journal entries of two years ago and letters that could not be sent for 14 days. How many."""
    with acting_as(KEEPING):
        old, _ = JournalEntry.objects.filter(at__date__lt=JournalEntry.keeping.gone_before(on)).delete()
        unsent, _ = OutboxItem.objects.filter(due_on__lt=OutboxItem.keeping.gone_before(on)).delete()
    return old + unsent
