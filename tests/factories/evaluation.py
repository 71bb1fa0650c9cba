"""Counted quarters, as closed runs leave them in the tally. Call what makes rows through `plant`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.tally import Kind
from verzahnt.programme.partners.models import Site

LAST_QUARTER = date(2026, 7, 1)
AFTER_IT = date(2026, 10, 20)


def counted(site: Site, topic: str, came: int, *, month: date = LAST_QUARTER, booked: int | None = None,
            seats: int | None = None, visits: int | None = None, largest: int | None = None,
            providers: Sequence[int] = (1, 2, 3)) -> None:
    """Runs of a month under one topic; unless said otherwise one run, in which all who were booked came twice."""
    booked = came if booked is None else booked
    largest = came if largest is None else largest
    for kind, total, unit in (
        (Kind.SEATS_OFFERED, booked + 2 if seats is None else seats, largest),
        (Kind.PLACES_BOOKED, booked, largest),
        (Kind.PLACES_CAME, came, largest),
        (Kind.VISITS, 2 * came if visits is None else visits, largest),
    ):
        if total:
            Tally.objects.create(kind=kind, month=month, site=site.pk, topic=topic, total=total, units=1,
                                 largest_unit=min(unit, total), providers=list(providers))
