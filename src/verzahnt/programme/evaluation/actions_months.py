"""Asks and weekly reports leave by month: added up until they are no small numbers, then frozen, by role `release`."""

from collections import defaultdict
from datetime import date

from django.db import transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.evaluation import rules
from verzahnt.programme.evaluation.models import ReleasedMonths
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import RELEASE
from verzahnt.programme.ledgers.tally import BY_MONTH

Cell = tuple[str, int | None, str, str]


@transaction.atomic
def release_months(*, on: date) -> list[ReleasedMonths]:
    """Tell every cell's complete months that have not been told and reach five together; what stays below waits.

    A cell is a kind in a Kreis (asks) or at a site (weekly reports), and a topic where it has one.
    """
    end = rules.months_are_complete_until(on)
    with acting_as(RELEASE):
        counted, told_until = _counted(end), _told_until()
        # Where nothing was told yet, months count from when counting began anywhere: that says nothing of the cell.
        beginning = min((month for months in counted.values() for month in months), default=end)
        made = [
            ReleasedMonths(kind=cell[0], site=cell[1], kreis=cell[2], topic=cell[3], first_month=one.first,
                           end=one.end, value=one.value, reports=one.reports)
            for cell, counts in sorted(counted.items(), key=lambda item: str(item[0]))
            for one in rules.stretches(counts, since=told_until.get(cell, beginning), end=end)
        ]
        return ReleasedMonths.objects.bulk_create(made)


def _counted(end: date) -> dict[Cell, dict[date, tuple[int, int]]]:
    """By cell and month what the tally holds: the number, and how many asks or reports are behind it."""
    counts: dict[Cell, dict[date, tuple[int, int]]] = defaultdict(dict)
    for row in Tally.objects.filter(kind__in=BY_MONTH, month__lt=end):
        counts[row.kind, row.site, row.kreis, row.topic][row.month] = (row.total, row.units)
    return counts


def _told_until() -> dict[Cell, date]:
    """Up to which month each cell has been told."""
    found: dict[Cell, date] = {}
    for row in ReleasedMonths.objects.all():
        cell = (row.kind, row.site, row.kreis, row.topic)
        found[cell] = max(found.get(cell, row.end), row.end)
    return found
