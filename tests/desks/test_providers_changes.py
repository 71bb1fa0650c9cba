"""What becomes of people when dates change: told before whom a message reaches, whom to call; and messages to all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest

from tests.desks.test_providers import TODAY, Staff, dates_of, planted
from tests.desks.test_providers_marks import of, takes_a_place
from tests.factories import bookings as of_bookings
from tests.factories import people
from verzahnt.desks.providers.reach import reach
from verzahnt.programme.attendance.queries import Row
from verzahnt.programme.bookings.models import Notice, Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.offers.models import Run
from verzahnt.programme.partners.models import Organisation

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]
WRITTEN = Wishes("Linde", contact="email:linde@example.org", contact_for=("change",))
CALLED = Wishes("Ahorn", call_me="0361 5550144")


@pytest.fixture
def club(plant: Plant) -> Organisation:
    return plant(people.an_organisation)


@pytest.fixture
def staff(club: Organisation) -> Staff:
    return Staff(club)


@pytest.fixture
def run(plant: Plant, club: Organisation) -> Run:
    return plant(of_bookings.a_run, provider=club, seats=10)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def letters() -> list[tuple[str, str]]:
    return sorted((one.kind, one.subject) for one in planted(OutboxItem) if one.kind != "place_confirmed")


def four_people(run: Run, staff: Staff) -> Place:
    """One who wants letters, one who wants a call, one who left nothing, one entered by telephone without a number."""
    reached = takes_a_place(run, WRITTEN)
    takes_a_place(run, CALLED)
    takes_a_place(run, Wishes("Birke"))
    staff.sends(of(run, "eintragen/"), alias="Eiche")
    return reached


def test_everyone_is_counted_once_by_the_best_way_there_is() -> None:
    def row(alias: str, *, by_telephone: bool = False, **wishes: object) -> Row:
        told = Wishes(alias, **({"contact_for": ()} | wishes))
        return Row(None, told, waits=False, by_telephone=by_telephone, came=frozenset())

    told = reach([row("a", contact_for=("change",)), row("b", contact_for=("change",), call_me="1"),
                  row("c", contact_for=("reminder",)), row("d", call_me="2"), row("e", by_telephone=True),
                  row("f", by_telephone=True, call_me="3"), row("g")])
    assert (told.letters, told.under_their_card, told.everyone) == (2, 2, 7)
    assert [one.wishes.alias for one in (*told.to_call, *told.without_number)] == ["d", "f", "e"]


@pytest.mark.parametrize(("deed", "kind"), [
    ("cancel", "session_cancelled"), ("move", "session_moved"), ("replace", "session_replaced"),
    ("cancel_run", "run_cancelled"),
])
def test_before_a_change_it_is_said_who_hears_of_it_and_then_they_do(
        run: Run, staff: Staff, deed: str, kind: str) -> None:
    four_people(run, staff)
    first = dates_of(run)[0]
    told = {"deed": deed, "termin": first.pk, "on": (run.starts_on + timedelta(days=1)).isoformat(),
            "starts": "14:00", "ends": "15:00"}
    page = words(staff.sends(of(run, "aendern/"), **told))
    for sentence in ("Eine Person bekommt eine Nachricht.", "Ahorn: 0361 5550144",
                     "Eine Person hat nichts hinterlassen.", "Am Telefon angemeldet, ohne Nummer: Eiche.",
                     "Zettel an die Tür"):
        assert sentence in page
    assert letters() == []
    assert len(planted(JournalEntry, deed="open_list")) == 2  # after entering, and now
    page = staff.sends(of(run, "aendern/"), sure="1", **told)
    assert "Wer davon hören wollte, bekommt eine Nachricht." in page
    assert [one for one, _subject in letters()] == [kind]


def test_a_replaced_date_is_called_off_and_the_new_one_there(run: Run, staff: Staff) -> None:
    first = dates_of(run)[0]
    day = run.starts_on + timedelta(days=2)
    page = staff.sends(of(run, "aendern/"), deed="replace", termin=first.pk, on=day.isoformat(), starts="14:00",
                       ends="15:00")
    assert "Ersetzt." in page
    assert [one.is_cancelled for one in dates_of(run)] == [True, False, False, False]


def test_only_those_a_date_belongs_to_are_told(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = plant(of_bookings.a_run, provider=club, offer={"kind": "open_meeting"})
    first, later = dates_of(run)[:2]
    staff.sends(of(run, "eintragen/"), alias="Eiche", session=later.pk, call_me="0361 5550145")
    page = words(staff.sends(of(run, "aendern/"), deed="cancel", termin=first.pk))
    assert ("Ja, absagen" in page, "Eiche" in page) == (True, False)
    assert "Eiche: 0361 5550145" in words(staff.sends(of(run, "aendern/"), deed="cancel", termin=later.pk))


def test_after_calling_off_the_list_still_says_whom_to_call(run: Run, staff: Staff) -> None:
    four_people(run, staff)
    staff.sends(of(run, "aendern/"), deed="cancel_run", sure="1")
    page = words(staff.reads(of(run)))
    assert "Hatten einen Platz" in page
    assert "bitte anrufen: 0361 5550144" in page


def test_a_message_has_one_gap_reaches_who_wants_it_and_stands_there_afterwards(run: Run, staff: Staff) -> None:
    four_people(run, staff)
    assert "Bitte bringen Sie mit: …" in staff.reads(of(run, "mitteilen/"))
    page = staff.sends(of(run, "mitteilen/"), kind="bring", words="ein Handtuch")
    assert "Bitte bringen Sie mit: ein Handtuch" in page
    (notice,) = planted(Notice)
    assert letters() == [("message_to_all", str(notice.pk))]


@pytest.mark.parametrize(("change", "sentence"), [
    ({"words": ""}, "Bitte füllen Sie dieses Feld aus."),
    ({"words": "x" * 81}, "Hier passen 80 Zeichen hinein"),
    ({"kind": "advice"}, "Das gibt es hier nicht."),
    ({"session": "99999999"}, "Das gibt es hier nicht."),
    ({"kind": "later", "words": "bald"}, "Bitte schreiben Sie nur eine Zahl von 5 bis 180."),
    ({"kind": "later", "words": "4"}, "Bitte schreiben Sie nur eine Zahl von 5 bis 180."),
    ({"kind": "later", "words": "181"}, "Bitte schreiben Sie nur eine Zahl von 5 bis 180."),
    ({"kind": "later", "words": "²"}, "Bitte schreiben Sie nur eine Zahl von 5 bis 180."),
])
def test_a_message_that_does_not_fit_is_not_sent_and_not_lost(
        run: Run, staff: Staff, change: dict[str, str], sentence: str) -> None:
    page = staff.sends(of(run, "mitteilen/"), **({"kind": "room", "words": "Raum 3, zweiter Stock"} | change))
    assert sentence in page
    assert planted(Notice) == []


def test_nobody_tells_anothers_people_anything(plant: Plant, staff: Staff) -> None:
    foreign = plant(of_bookings.a_run, starts_on=TODAY)
    for way in ("mitteilen/", "leitung/"):
        staff.reads(of(foreign, way), 404)
        assert staff.client.post(of(foreign, way), {"kind": "bring", "words": "x", "email": "a@example.org"}
                                 ).status_code == 404
    assert planted(Notice) == []
