"""The ledgers' own end of keeping."""

from datetime import date, timedelta

from django.db import transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.ledgers.roles import KEEPING

JOURNAL_KEPT = timedelta(days=2 * 365)
LETTERS_KEPT = timedelta(days=14)


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete journal entries older than two years and letters that could not be sent for 14 days. How many."""
    with acting_as(KEEPING):
        old, _ = JournalEntry.objects.filter(at__date__lt=on - JOURNAL_KEPT).delete()
        unsent, _ = OutboxItem.objects.filter(due_on__lt=on - LETTERS_KEPT).delete()
    return old + unsent
