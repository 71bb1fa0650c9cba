"""A person without smartphone, account, name or e-mail: from the paper in the hand to the Stempelheft.

Asked at a library's computer, without scripts; every page is left at once when somebody comes near.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from babel.dates import format_date
from django.utils import timezone
from pypdf import PdfReader

from tests.factories.bookings import TODAY, a_handed_card, a_leader_of, a_run
from tests.stories.visitor import Visitor
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.bookings import actions_dates, actions_ending, actions_telephone
from verzahnt.programme.bookings.lies import lies
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_waits")]
Plant = Callable[..., Run]


def came(run: Run, *numbers: int) -> None:
    """The leader notes on the list that the one person on it was there."""
    leader = a_leader_of(run)
    with acting_as(PLANTING):
        dates: list[tuple[int, datetime]] = list(run.sessions.order_by("starts_at").values_list("pk", "starts_at"))
    for number in numbers:
        session, at = dates[number]
        with as_desk("providers", leader):
            place = attendance.open_list(run.pk, actor=leader, at=at).rows[0].place
            attendance.mark(session, place, actor=leader, at=at)


def day_of(at: datetime) -> str:
    return str(format_date(at, "full", locale="de"))


def paper(guest: Visitor) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(guest.answer.content)).pages)


def press_for_paper(guest: Visitor, button: str) -> str:
    """Press a button that hands over a file, and come back to the page."""
    form = next(form for form in guest.forms for words, _sends, _action in form.buttons if button in words)
    sends = next(sends for words, sends, _action in form.buttons if button in words)
    answer = guest.client.post(form.action, dict(form.filled({}) + sends))
    assert answer.status_code == 200
    guest.answer = answer
    said = paper(guest) if answer["Content-Type"] == "application/pdf" else answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    guest.open("/karte/")
    return said


def test_from_the_paper_in_the_hand_to_the_stempelheft(plant: Plant) -> None:
    run, card = plant(a_run, seats=4, starts_on=TODAY, offer={"title": "Rauchfrei werden"}), a_handed_card()
    library = Visitor()
    library.open(f"/angebote/{run.offer.slug}/")
    library.requests = 0
    library.follow("Platz nehmen")
    said = library.press("Platz nehmen", wahl="habe", karte=card.grouped, eigene_zahl="4827", wunschname="Ruhiger See",
                         weg="keiner", stempel="on")
    assert ("Sie sind dabei" in said, library.requests) == (True, 2)

    library.follow("Meine Plätze")
    dates = press_for_paper(library, "Termine zum Drucken")
    assert "Parkweg 3" in dates
    assert "Rauchfrei" not in dates
    library.follow("Seite verlassen")
    assert "Ruhiger See" not in library.open("/karte/")

    came(run, 0, 1)
    home = Visitor()
    home.open("/karte/")
    seen = home.press("Meine Plätze zeigen", karte=card.digits, eigene_zahl="4827")
    assert "Ihre Stempel" in seen
    assert "war an diesen Tagen dabei" in press_for_paper(home, "Bestätigung, dass ich da war")
    assert "Mein Stempelheft" in press_for_paper(home, "Stempelheft zum Drucken")
    everything = json.loads(press_for_paper(home, "Alles als JSON"))
    assert [one["title"] for one in everything] == ["Rauchfrei werden"]

    closing = closes_on(run.ends_on)
    actions_ending.keep_stamps_due(closing)
    actions_ending.delete_due(closing)
    seen = home.open("/karte/")
    assert "2 Termine" in seen
    assert "Rauchfrei" not in seen
    assert "Alles ist gelöscht" in home.press("Jetzt alles löschen")
    assert "2 Termine" not in home.open("/karte/")


def test_a_place_that_comes_free_is_answered_at_home_and_changed_by_the_way(plant: Plant) -> None:
    """The course is full; somebody waits, is asked, says yes, and tells the leader what they need."""
    run = plant(a_run, seats=1)
    first, second = Visitor(), Visitor()
    page = f"/angebote/{run.offer.slug}/platz/{run.pk}/"
    first.open(page)
    first.press("Platz nehmen", wahl="neu")
    second.open(page)
    assert "Sie stehen auf der Warteliste" in second.press("Auf die Warteliste", wahl="neu")
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        actions_telephone.set_answer_days(run.pk, 3, actor=leader, at=timezone.now(), on=TODAY)
    first.open("/karte/")
    first.press("Platz zurückgeben")
    assert "Für Sie ist ein Platz frei" in second.open("/karte/")
    assert "Der Platz gehört Ihnen" in second.press("Ja, ich komme")
    second.press("Angaben ändern")
    assert "Ihre Angaben sind gespeichert" in second.press(
        "Speichern", bedarf=["childcare"], weg="anruf", telefon="03601 555 0142")
    with as_desk("providers", leader):
        row = attendance.open_list(run.pk, actor=leader, at=timezone.now()).rows[0]
    assert (row.wishes.needs, row.wishes.call_me, row.to_call) == (("childcare",), "+4936015550142", True)
    assert lies() == []


def test_a_leader_falls_ill_and_the_card_says_so(plant: Plant) -> None:
    run, guest, now = plant(a_run), Visitor(), timezone.now()
    guest.open(f"/angebote/{run.offer.slug}/platz/{run.pk}/")
    guest.press("Platz nehmen", wahl="neu")
    leader = a_leader_of(run)
    with acting_as(PLANTING):
        first = run.sessions.order_by("starts_at")[0]
    with as_desk("providers", leader):
        new = actions_dates.replace_session(first.pk, starts_at=first.starts_at + timedelta(days=1),
                                            ends_at=first.ends_at + timedelta(days=1), actor=leader, at=now)
    seen = guest.open("/karte/")
    assert "Sie haben einen Platz" in seen
    assert f"Der Termin am {day_of(first.starts_at)} fällt aus" in seen
    assert f"{day_of(new.starts_at)}, 10 bis 11:30 Uhr" in seen
