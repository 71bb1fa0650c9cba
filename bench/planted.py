"""Invented runs to book in, and somebody who leads one: each planted in a process of its own, most of it as the owner,
in the role that loads content."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import house


def runs(seats: Sequence[int], *, dates: int, waiting_places: int = 0, in_days: int = 30) -> list[str]:
    """Runs with so many seats each, that begin in so many days; the addresses where one books them."""
    return _in_its_own_process("runs", in_days, dates, waiting_places, *seats)


def staff(run: int) -> tuple[str, str]:
    """Somebody of a run's provider: their mailbox and password."""
    mailbox, password = _in_its_own_process("staff", run)
    return mailbox, password


def leaders_link(run: int) -> str:
    """The token of a leader's link to a run."""
    return _in_its_own_process("link", run, login="verzahnt_home")[0]


def _in_its_own_process(*told: object, login: str = "verzahnt_owner") -> list[str]:
    return subprocess.run([sys.executable, __file__, *map(str, told)], check=True, text=True, stdout=subprocess.PIPE,
                          env={**os.environ, "VERZAHNT_LOGIN": login}).stdout.split()


def _plant_runs(in_days: int, dates: int, waiting_places: int, *seats: int) -> None:
    from django.db import transaction

    from verzahnt.kit.roles import acting_as
    from verzahnt.programme.ledgers.roles import CONTENT
    from verzahnt.programme.offers.models import Offer, Run, Seats, Session, Venue
    from verzahnt.programme.partners.models import Organisation
    from verzahnt.programme.partners.states import OrganisationKind

    begins, name = date.today() + timedelta(days=in_days), f"messung-{time.time_ns()}"
    with transaction.atomic(), acting_as(CONTENT):
        provider = Organisation.objects.create(slug=name, kind=OrganisationKind.SPORTS_CLUB, name="Messung (Beispiel)",
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


def _plant_staff(run: int) -> None:
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from verzahnt.kit.roles import acting_as
    from verzahnt.programme.ledgers.roles import CONTENT
    from verzahnt.programme.offers.models import Run
    from verzahnt.programme.people.models import Account, Membership
    from verzahnt.programme.people.states import Role

    mailbox, password = f"messung-{run}@example.org", secrets.token_urlsafe(12)
    with transaction.atomic(), acting_as(CONTENT):
        account = Account.objects.create(email=mailbox, name="Messung", password=make_password(password))
        Membership.objects.create(account=account, organisation_id=Run.objects.get(pk=run).provider_id,
                                  role=Role.PROVIDER, from_on=date.today())
    print(mailbox, password)


def _plant_link(run: int) -> None:
    from django.db import transaction
    from django.utils import timezone

    from verzahnt.kit.roles import acting_as
    from verzahnt.programme.attendance import actions_links
    from verzahnt.programme.ledgers.actor import Actor, as_desk
    from verzahnt.programme.ledgers.roles import SEATS, SENDING
    from verzahnt.programme.offers.models import Run

    with transaction.atomic(), acting_as(SEATS):
        provider = Run.objects.values_list("provider", flat=True).get(pk=run)
    actor = Actor("providers", organisations=(provider,), permissions=frozenset({"lists.see"}))
    with transaction.atomic(), as_desk("providers", actor):
        link = actions_links.make_link(run, actor=actor, at=timezone.now(), email="messung@example.org")
    with transaction.atomic(), acting_as(SENDING):
        print(actions_links.link_for(link.pk))


if __name__ == "__main__":
    sys.path.insert(0, str(house.ROOT / "src"))
    import django

    django.setup()
    plant = {"runs": _plant_runs, "staff": _plant_staff, "link": _plant_link}[sys.argv[1]]
    plant(*map(int, sys.argv[2:]))
