"""Journeys with a card: from the paper in the hand to the last date, a course that fills, and somebody who leaves."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.desks.test_portal_card import book, card_shown, hidden, open_card, text
from tests.factories.bookings import TODAY, a_handed_card, a_leader_of, a_run
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.attendance import actions_closing
from verzahnt.programme.bookings import actions_ending
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import RunState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_waits")]
Plant = Callable[..., Run]


def the_date(run: Run, number: int) -> tuple[int, datetime]:
    with acting_as(PLANTING):
        session = run.sessions.order_by("starts_at")[number]
    return session.pk, session.starts_at


def test_somebody_without_smartphone_goes_from_the_paper_to_the_last_date(plant: Plant) -> None:
    """At the library's computer, with a card a counsellor handed over, without an e-mail address."""
    run, card = plant(a_run, seats=2, starts_on=TODAY), a_handed_card()
    library = Client()
    told = book(library, run, wahl="habe", karte=card.grouped, eigene_zahl="4827", wunschname="Ruhiger See")
    assert "Sie sind dabei" in text(told)
    assert library.get("/karte/verlassen/")["Clear-Site-Data"]
    assert "Ruhiger See" not in text(library.get("/karte/"))

    leader = a_leader_of(run)
    for number in (0, 1, 2):
        session, at = the_date(run, number)
        with as_desk("providers", leader):
            seen = attendance.open_list(run.pk, actor=leader, at=at)
            assert [row.wishes.alias for row in seen.rows] == ["Ruhiger See"]
            attendance.mark(session, seen.rows[0].place, actor=leader, at=at)

    assert "Sie haben einen Platz" in text(open_card(Client(), card, "4827"))
    closing = closes_on(run.ends_on)
    actions_closing.close_due_runs(closing)
    actions_ending.delete_due(closing)
    assert "steht gerade nichts" in text(open_card(Client(), card, "4827"))
    with acting_as(PLANTING):
        counted = dict(Tally.objects.values_list("kind", "total"))
    assert counted == {"seats_offered": 2, "places_booked": 1, "places_came": 1, "visits": 3}


def test_a_course_fills_empties_and_fills_again(plant: Plant) -> None:
    run = plant(a_run, seats=2, waiting_places=2)
    first, second, third = Client(), Client(), Client()
    for guest in (first, second):
        assert "Sie sind dabei" in text(book(guest, run))
    waiting = text(book(third, run, warten="ja"))
    assert "Sie stehen auf der Warteliste" in waiting
    for guest in (first, second):
        things = guest.get("/karte/")
        guest.post("/karte/", {"tat": "absagen", **{name: hidden(things, name) for name in ("platz", "nachweis")}})
    assert "Sie haben einen Platz" in text(third.get("/karte/"))
    with acting_as(PLANTING):
        assert Run.objects.get(pk=run.pk).band == "few"
    assert "Sie sind dabei" in text(book(Client(), run))
    assert "Auf die Warteliste" in text(Client().get(f"/angebote/{run.offer.slug}/platz/{run.pk}/"))


def test_someone_deletes_everything_in_the_middle(plant: Plant) -> None:
    run, guest = plant(a_run, starts_on=TODAY), Client()
    card = card_shown(book(guest, run, wunschname="Blaue Wolke", email="wolke@example.org"))
    session, at = the_date(run, 0)
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        attendance.mark(session, attendance.open_list(run.pk, actor=leader, at=at).rows[0].place, actor=leader, at=at)
    guest.post("/karte/", {"tat": "loeschen", "nachweis": hidden(guest.get("/karte/"), "nachweis")})
    with acting_as(PLANTING):
        assert (Place.objects.count(), Particulars.objects.count()) == (0, 0)
    assert "steht gerade nichts" in text(open_card(Client(), card))
    with as_desk("providers", leader):
        assert attendance.open_list(run.pk, actor=leader, at=at).rows == ()


def test_a_cancelled_run_says_so_under_the_card(plant: Plant) -> None:
    run, guest = plant(a_run), Client()
    book(guest, run)
    with acting_as(PLANTING):
        Run.objects.filter(pk=run.pk).update(state=RunState.CANCELLED)
    assert "Diese Termine fallen leider aus" in text(guest.get("/karte/"))


def test_nothing_said_anywhere_names_jobcenter_or_the_card(plant: Plant) -> None:
    """What the provider sees, and what the outside of pages says."""
    run, guest = plant(a_run), Client()
    answer = book(guest, run)
    card = card_shown(answer)
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        seen = repr(attendance.open_list(run.pk, actor=leader, at=timezone.now() + timedelta(minutes=1)))
    assert card.digits not in seen
    main = re.sub(r"(?s)^.*<main|</main>.*$", "", answer.content.decode())
    assert "Jobcenter" not in main
