"""A provider's path: an idea in the evening, a yes from the site, dates, a full course, a list, and a closed list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import bookings as of_bookings
from tests.factories import offers as of_offers
from tests.factories import people
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.attendance.models import Mark
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries as held
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers import actions_approval
from verzahnt.programme.offers.models import Approval, Offer, Run, Session
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
TODAY = date.today()


@pytest.fixture
def club_and_site(plant: Callable[..., object]) -> tuple[object, object]:
    return plant(people.an_organisation), plant(of_offers.a_site, "stadt-am-fluss")


def signed_in(organisation: object, role: str = Role.PROVIDER) -> Client:
    with acting_as(PLANTING):
        account = people.an_account()
        people.a_membership(account, organisation, role)
        client = Client()
        client.force_login(account)
    return client


def read(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def press(client: Client, address: str, **told: object) -> str:
    return unescape(client.post(address, told, follow=True).content.decode())


def the_site_says_yes(site: object) -> None:
    coordination = Actor("coordination", account=1, sites=(site.pk,), permissions=frozenset({"offers.approve"}))
    with as_desk("coordination", coordination):
        actions_approval.say_yes(Approval.objects.get(), actor=coordination, at=timezone.now())


def take_a_place(run: int, alias: str, *, may_wait: bool = False) -> None:
    keys = of_bookings.some_keys()
    with as_desk("portal"), held.holding(keys):
        bookings.book(run, keys=keys, wishes=Wishes(alias), on=TODAY, may_wait=may_wait)


def test_from_the_idea_to_the_list_that_closes(club_and_site: tuple[object, object]) -> None:
    club, site = club_and_site
    office = signed_in(club)

    # Described in one page and handed in.
    press(office, "/anbieter/angebote/neu/", deed="hand_in", title="Leicht bewegt", kind="course", topics=["bewegung"],
          summary="Wir bewegen uns leicht.", site=site.pk, audiences=["alle"], languages=["de"], reach="everywhere",
          registration="card", reports="nobody", silence="on", cost="free", telephone="0361 5550123")
    assert "Jetzt wird Ihr Angebot gelesen." in read(office, "/anbieter/angebote/leicht-bewegt/")

    # Agreed to: now it asks for dates.
    the_site_says_yes(site)
    assert "Es steht kein Termin bevor." in read(office, "/anbieter/")

    # Planned: dates are looked at first.
    first = TODAY + timedelta(days=7)
    days = [first + timedelta(weeks=week) for week in range(2)]
    pattern = {"first_on": first.isoformat(), "starts": "10:00", "ends": "11:30", "times": 2, "every": "1",
               "where": "online", "online_how": "Wir rufen Sie an.", "seats": 1, "waiting_places": 2}
    way = "/anbieter/angebote/leicht-bewegt/durchgang/"
    assert "10 bis 11:30 Uhr, 2-mal" in press(office, way, deed="preview", **pattern)
    press(office, way, deed="save", seen=",".join(day.isoformat() for day in days), **pattern)
    with acting_as(PLANTING):
        run = Run.objects.get()
    assert "0 von 1 vergeben" in read(office, "/anbieter/")

    # Somebody takes the place, somebody waits; who calls is entered behind them.
    take_a_place(run.pk, "Blaue Wolke")
    take_a_place(run.pk, "Ruhiger See", may_wait=True)
    page = press(office, f"/anbieter/durchgaenge/{run.pk}/eintragen/", alias="Frische Brise")
    assert page.index("Blaue Wolke") < page.index("1. Ruhiger See") < page.index("2. Frische Brise")
    assert "1 von 1 vergeben, 2 auf der Warteliste" in page
    page = press(office, f"/anbieter/durchgaenge/{run.pk}/plaetze/", seats=2, waiting_places=2)
    assert "2 von 2 vergeben, 1 auf der Warteliste" in page

    # The first day: the leader opens the list, taps, and the look stands there for the office to read.
    with acting_as(PLANTING):
        for row, day in zip(Session.objects.order_by("starts_at"), (0, 7), strict=True):
            moved = timezone.now() + timedelta(days=day)
            Session.objects.filter(pk=row.pk).update(starts_at=moved, ends_at=moved + timedelta(minutes=90))
        session, place = Session.objects.order_by("starts_at")[0], Place.objects.filter(state="taken")[0]
    leader = signed_in(club, Role.LEADER)
    assert "Liste öffnen" in read(leader, "/anbieter/")
    page = press(leader, f"/anbieter/durchgaenge/{run.pk}/da/", session=session.pk, place=place.pk, came="yes")
    assert page.count('aria-pressed="true"') == 1
    with acting_as(PLANTING):
        assert Mark.objects.count() == 1
        looks = JournalEntry.objects.filter(deed="open_list", object_id=str(run.pk)).order_by("at")
        by = list(looks.values_list("account", flat=True))
    assert [account == by[0] for account in by] == [True, True, True, False]  # three by the office, one by the leader

    # Fifteen days after the last date the list is closed for everybody, and it says so.
    with acting_as(PLANTING):
        Run.objects.update(starts_on=TODAY - timedelta(days=30), ends_on=TODAY - timedelta(days=15))
    page = read(office, f"/anbieter/durchgaenge/{run.pk}/")
    assert ("Die Liste ist geschlossen" in page, "Blaue Wolke" in page) == (True, False)
    actor = Actor("providers", organisations=(club.pk,), permissions=frozenset({"lists.see"}))
    with as_desk("providers", actor), pytest.raises(attendance.NotYours):
        attendance.open_list(run.pk, actor=actor, at=timezone.now())
    with acting_as(PLANTING):
        assert Offer.objects.get().state == "published"

