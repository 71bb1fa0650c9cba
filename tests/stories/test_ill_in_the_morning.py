"""The leader falls ill in the morning: somebody stands in by a link, a date is moved, and everybody hears of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from tests.factories import bookings as of_bookings
from tests.factories import people
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions_links
from verzahnt.programme.attendance.models import LeaderLink, Mark
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.ledgers.roles import PLANTING, SENDING
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
TODAY = date.today()


def test_a_provider_whose_leader_falls_ill_in_the_morning(plant: Callable[..., object]) -> None:
    club = plant(people.an_organisation)
    run = plant(of_bookings.a_run, provider=club, starts_on=TODAY, dates=2, seats=5)
    account = plant(people.an_account)
    plant(people.a_membership, account, club, Role.PROVIDER)
    office = Client()
    plant(office.force_login, account)
    way = f"/anbieter/durchgaenge/{run.pk}/"

    # Three have a place: one wants letters, one a call, one looks under the card.
    writes = take_a_place(run, Wishes("Ahorn", contact="email:ahorn@example.org"))
    take_a_place(run, Wishes("Birke", call_me="0361 5550144"))
    looks = take_a_place(run, Wishes("Linde"))

    # Somebody stands in today. She has no account: a link goes to her mailbox, and she hears which room it is.
    press(office, way + "leitung/", deed="make", email="vertretung@example.org")
    press(office, way + "mitteilen/", kind="leader", words="eine Vertretung")
    with acting_as(SENDING):
        link = LeaderLink.objects.get()
        address = f"/anbieter/kursleitung/{actions_links.link_for(link.pk)}/"
    stand_in = Client()
    page = read(stand_in, address)
    assert ("Ahorn" in page, "0361 5550144" in page) == (True, False)
    today, next_week = dates_of(run)
    press(stand_in, address + "da/", session=today.pk, place=writes.pk, came="yes")
    press(stand_in, address + "gaeste/", session=today.pk, by=1)
    assert came_to(today) == [writes.pk]
    office_reads = read(office, way + "blicke/")
    assert f"Kursleitung ohne Konto ({link.name})" in office_reads
    assert "Diesmal leitet den Termin: eine Vertretung" in read(office, way + "mitteilen/")

    # Next week somebody can only come later in the day. Before the date moves the office reads whom it reaches, and
    # whom to call.
    moved = {"deed": "move", "termin": next_week.pk, "on": (TODAY + timedelta(days=7)).isoformat(),
             "starts": "16:00", "ends": "17:30"}
    asked = press(office, way + "aendern/", **moved)
    assert "Eine Person bekommt eine Nachricht." in asked
    assert "0361 5550144" in asked
    assert "Eine Person hat nichts hinterlassen." in asked
    assert letters("session_moved") == []
    press(office, way + "aendern/", sure="1", **moved)
    assert letters("session_moved") == [writes.pk]

    # The link has done its work. Revoked, it opens nothing, and what was noted by it stays.
    press(office, way + "leitung/", deed="revoke", link=link.pk)
    assert stand_in.get(address).status_code == 410
    assert stand_in.post(address + "da/", {"session": today.pk, "place": looks.pk, "came": "yes"}).status_code == 410
    assert came_to(today) == [writes.pk]
    with acting_as(PLANTING):
        deeds = set(JournalEntry.objects.filter(object_id=str(run.pk)).values_list("deed", flat=True))
    assert {"make_link", "tell_all", "open_list", "move_session", "revoke_link"} <= deeds


def take_a_place(run: Run, wishes: Wishes) -> Place:
    keys = of_bookings.some_keys()
    with as_desk("portal"), queries.holding(keys):
        return bookings.book(run.pk, keys=keys, wishes=wishes, on=TODAY)


def dates_of(run: Run) -> list[Session]:
    with acting_as(PLANTING):
        return list(run.sessions.order_by("starts_at"))


def came_to(session: Session) -> list[object]:
    with acting_as(PLANTING):
        return list(Mark.objects.filter(session=session).values_list("place", flat=True))


def letters(kind: str) -> list[object]:
    with acting_as(PLANTING):
        return list(OutboxItem.objects.filter(kind=kind).values_list("place", flat=True))


def read(client: Client, way: str) -> str:
    answer = client.get(way)
    assert answer.status_code == 200, f"{way}: {answer.status_code}"
    return unescape(answer.content.decode())


def press(client: Client, way: str, **told: object) -> str:
    answer = client.post(way, told, follow=True)
    assert answer.status_code == 200, f"{way}: {answer.status_code}"
    return unescape(answer.content.decode())
