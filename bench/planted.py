"""Invented runs to book in, planted in a process of its own, as the owner, in the role that loads content."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import house


def runs(seats: Sequence[int], *, dates: int, waiting_places: int = 0) -> list[str]:
    """Runs with so many seats each; the addresses where one books them."""
    command = [sys.executable, __file__, str(dates), str(waiting_places), *map(str, seats)]
    return subprocess.run(command, check=True, text=True, capture_output=True,
                          env={**os.environ, "VERZAHNT_LOGIN": "verzahnt_owner"}).stdout.split()


def _plant(dates: int, waiting_places: int, seats: Sequence[int]) -> None:
    sys.path.insert(0, str(house.ROOT / "src"))
    import django

    django.setup()
    from django.db import transaction

    from verzahnt.kit.roles import acting_as
    from verzahnt.programme.ledgers.roles import CONTENT
    from verzahnt.programme.offers.models import Offer, Run, Seats, Session, Venue
    from verzahnt.programme.partners.models import Organisation
    from verzahnt.programme.partners.states import OrganisationKind

    begins, name = date.today() + timedelta(days=30), f"messung-{time.time_ns()}"
    with transaction.atomic(), acting_as(CONTENT):
        provider = Organisation.objects.create(slug=name, kind=next(iter(OrganisationKind)), name="Messung (Beispiel)",
                                               is_invented=True)
        offer = Offer.objects.create(slug=name, title="Zum Messen", provider=provider, kind="course", summary="Messung",
                                     state="published", first_described_on=begins, published_on=begins,
                                     is_invented=True)
        venue = Venue.objects.create(provider=provider, name="Haus", street="Weg 1", postal_code="99974",
                                     town="Mühlhausen", kreis="16064", lat=51.2, lon=10.45, is_invented=True)
        for number in seats:
            run = Run.objects.create(offer=offer, provider=provider, venue=venue, starts_on=begins,
                                     ends_on=begins + timedelta(weeks=dates - 1), is_invented=True)
            for week in range(dates):
                starts = datetime(begins.year, begins.month, begins.day, 9, tzinfo=UTC) + timedelta(weeks=week)
                Session.objects.create(run=run, provider=provider.pk, starts_at=starts,
                                       ends_at=starts + timedelta(minutes=90))
            Seats.objects.create(run=run, provider=provider.pk, seats=number, waiting_places=waiting_places)
            print(f"/angebote/{name}/platz/{run.pk}/")


if __name__ == "__main__":
    _plant(int(sys.argv[1]), int(sys.argv[2]), [int(number) for number in sys.argv[3:]])
