"""Unmet wishes ("Das fehlt mir hier"): counted by topic, area and month; whoever asks is neither known nor kept."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from verzahnt.kit.months import first_of_month
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers import limits
from verzahnt.programme.ledgers.limits import Limit
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import KEEPING
from verzahnt.programme.ledgers.tally import Kind

ONCE_A_DAY = Limit("wish", free=1, first_wait=limits.KEPT, longest_wait=limits.KEPT, remembered=limits.KEPT)
AN_HOUR = timedelta(hours=1)


@transaction.atomic
def wish(topic: str, area: str, *, client: str, on: date, at: datetime) -> bool:
    """Count that this topic is missing in this Kreis or Bezirk; False where the same client asked already today.

    The wish keeps the month, the brake the full hour: nothing tells which wish came when.
    """
    if not limits.first_of(ONCE_A_DAY, f"{client} {topic}", at=at.replace(minute=0, second=0, microsecond=0)):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledgers_count_wish(%s, %s, %s)", [topic, area, first_of_month(on)])
    return True


@transaction.atomic
def forget_the_order(on: date) -> int:
    """Write all counters of wishes anew in one go, so that no row's version says which was counted last. How many."""
    with acting_as(KEEPING):
        return Tally.objects.filter(kind=Kind.WISHES, month__gte=first_of_month(on - timedelta(days=1))).update(
            providers=[])
