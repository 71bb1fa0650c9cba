"""The list on the day: one tap per person, offered places, callers, and a leader's link; as the desk's own role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from tests.desks.test_providers import SCRIPT, TODAY, Staff, book, dates_of, planted, seats_of
from tests.factories import bookings as of_bookings
from tests.factories import people
from verzahnt.desks.providers.looks import looks_at
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions_links
from verzahnt.programme.attendance.models import Guests, LeaderLink, Mark
from verzahnt.programme.attendance.queries import mailbox_of
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry, OutboxItem
from verzahnt.programme.ledgers.roles import SENDING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.partners.models import ContactPoint, Organisation
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]


@pytest.fixture
def club(plant: Plant) -> Organisation:
    return plant(people.an_organisation)


@pytest.fixture
def staff(club: Organisation) -> Staff:
    return Staff(club)


@pytest.fixture
def run(plant: Plant, club: Organisation) -> Run:
    return plant(of_bookings.a_run, provider=club, starts_on=TODAY, seats=30, waiting_places=5)


def of(run: Run, more: str = "") -> str:
    return f"/anbieter/durchgaenge/{run.pk}/{more}"


def takes_a_place(run: Run, wishes: Wishes, *, may_wait: bool = False) -> Place:
    keys = of_bookings.some_keys()
    with as_desk("portal"), queries.holding(keys):
        return bookings.book(run.pk, keys=keys, wishes=wishes, on=TODAY, may_wait=may_wait)


# Taps


def test_a_tap_sent_again_late_does_not_bring_back_what_was_undone(run: Run, staff: Staff) -> None:
    place, session = book(run, "Linde"), dates_of(run)[0]
    came = {"session": session.pk, "place": place.pk, "came": "yes", "nonce": uuid4()}
    slip = came | {"came": "no", "nonce": uuid4()}
    told = [staff.client.post(of(run, "da/"), tap, headers=SCRIPT).json() for tap in (came, came, slip, came)]
    assert told == [{"came": True}, {"came": True}, {"came": False}, {"came": False}]
    assert planted(Mark) == []


def test_a_guest_sent_twice_is_one_guest(run: Run, staff: Staff) -> None:
    tap = {"session": dates_of(run)[0].pk, "by": 1, "nonce": uuid4()}
    assert [staff.client.post(of(run, "gaeste/"), tap, headers=SCRIPT).json() for _ in range(2)] == [{"guests": 1}] * 2
    assert [one.number for one in planted(Guests)] == [1]


def test_every_tap_on_the_page_has_a_number_of_its_own(run: Run, staff: Staff) -> None:
    for alias in ("Linde", "Ahorn"):
        book(run, alias)
    page = staff.reads(of(run))
    numbers = [part.split('"')[0] for part in page.split('name="nonce" value="')[1:]]
    assert len({UUID(number) for number in numbers}) == 4  # two people, one guest more, one fewer


@pytest.mark.parametrize("nonce", ["", "keine-zahl"])
def test_a_number_that_is_none_is_not_taken(run: Run, staff: Staff, nonce: str) -> None:
    tap = {"session": dates_of(run)[0].pk, "by": 1, "nonce": nonce}
    assert staff.client.post(of(run, "gaeste/"), tap, headers=SCRIPT).status_code == 404
    assert planted(Guests) == []


def test_the_list_costs_the_same_questions_for_one_person_and_for_twenty(run: Run, staff: Staff) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            staff.reads(of(run))
        return len(asked)

    book(run, "Baum 1")
    first = questions()
    for number in range(2, 21):
        book(run, f"Baum {number}")
    assert questions() == first


# Who moves up, who calls


def test_a_place_offered_shows_until_when_and_a_call_settles_it(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = plant(of_bookings.a_run, provider=club, seats=1)
    book(run, "Linde")
    waiting = book(run, "Wartender Wald", may_wait=True)
    page = staff.sends(of(run, "plaetze/"), seats=2, waiting_places=2, answer_days=3)
    assert "Eine Person ist von der Warteliste nachgerückt und um eine Antwort gebeten." in page
    assert "gefragt, Antwort bis" in page
    page = staff.sends(of(run, "zugesagt/"), place=waiting.pk)
    assert ("Zugesagt." in page, "gefragt, Antwort bis" in page) == (True, False)
    assert {one.state for one in planted(Place)} == {"taken"}


def test_more_than_two_weeks_to_answer_is_a_clear_no_and_changes_nothing(run: Run, staff: Staff) -> None:
    page = staff.sends(of(run, "plaetze/"), seats=9, waiting_places=2, answer_days=15)
    assert "14" in page
    assert (seats_of(run).seats, seats_of(run).answer_days) == (30, 0)


def test_whoever_asked_for_a_call_stands_there_with_their_number(run: Run, staff: Staff) -> None:
    takes_a_place(run, Wishes("Linde", call_me="0361 5550144"))
    page = staff.reads(of(run))
    assert 'href="tel:03615550144"' in page


def test_a_caller_is_changed_gets_stamps_and_is_deleted_and_nobody_with_a_card_is(run: Run, staff: Staff) -> None:
    held = book(run, "Mit Karte")
    staff.sends(of(run, "eintragen/"), alias="Linde", call_me="0361 5550144")
    (place,) = [one for one in planted(Place) if one.pk != held.pk]
    page = staff.sends(of(run, f"person/{place.pk}/"), alias="Ahorn", needs=["step_free"], call_me="")
    assert ("Ahorn" in page, "ein Weg ohne Stufen" in page, "Linde" in page, "5550144" in page) == (
        True, True, False, False)
    staff.sends(of(run, "da/"), session=dates_of(run)[0].pk, place=place.pk, came="yes")
    stamps = staff.reads(of(run, f"person/{place.pk}/stempel/"))
    paper = stamps.split("<h1>")[1]
    assert ("Dabei gewesen" in paper, "Ahorn" in paper, run.offer.title in paper) == (True, False, False)
    for way in ("", "stempel/"):
        staff.reads(of(run, f"person/{held.pk}/{way}"), 404)
    staff.sends(of(run, "austragen/"), place=place.pk)
    assert [one.pk for one in planted(Place)] == [held.pk]
    assert planted(Mark) == []


def test_a_number_nobody_can_call_is_refused_beside_its_field(run: Run, staff: Staff) -> None:
    assert "Das ist keine Telefonnummer." in staff.sends(of(run, "eintragen/"), alias="Linde", call_me="ruf mich an")
    assert planted(Place) == []


def test_whoever_calls_comes_to_an_open_meeting_for_a_single_date(
        plant: Plant, club: Organisation, staff: Staff) -> None:
    run = plant(of_bookings.a_run, provider=club, offer={"kind": "open_meeting"})
    later = dates_of(run)[1]
    staff.sends(of(run, "eintragen/"), alias="Linde", session=later.pk)
    assert [one.session_id for one in planted(Place)] == [later.pk]
    assert "Linde" not in staff.reads(of(run) + f"?termin={dates_of(run)[0].pk}").split("Warteliste")[0]
    assert "nur an diesem Termin" in staff.reads(of(run) + f"?termin={later.pk}")


# A leader without an account


def a_link(run: Run, staff: Staff) -> tuple[LeaderLink, str]:
    """A link as the letter carries it."""
    staff.sends(of(run, "leitung/"), deed="make", email="vertretung@example.org")
    (link,) = planted(LeaderLink)
    with acting_as(SENDING):
        return link, f"/anbieter/kursleitung/{actions_links.link_for(link.pk)}/"


def test_a_link_opens_one_list_takes_marks_and_its_looks_stand_under_its_own_name(
        plant: Plant, club: Organisation, run: Run, staff: Staff) -> None:
    other = plant(of_bookings.a_run, provider=club, starts_on=TODAY, offer={"title": "Anderer Kurs"})
    place, foreign = takes_a_place(run, Wishes("Linde", call_me="0361 5550144")), book(other, "Fremder Fuchs")
    link, way = a_link(run, staff)
    leader = Client()
    answer = leader.get(way)
    page = unescape(answer.content.decode())
    assert f"<h1>{run.offer.title}</h1>" in page
    assert ("Linde" in page, "Fremder Fuchs" in page, "5550144" in page, "/durchgaenge/" in page) == (
        True, False, False, False)
    assert (answer.headers["Cache-Control"].count("no-store"), "sessionid" in answer.cookies) == (1, False)
    session, foreign_session = dates_of(run)[0], dates_of(other)[0]
    leader.post(way + "da/", {"session": session.pk, "place": place.pk, "came": "yes"})
    leader.post(way + "gaeste/", {"session": session.pk, "by": 1})
    assert [(one.session_id, one.place_id) for one in planted(Mark)] == [(session.pk, place.pk)]
    assert [one.number for one in planted(Guests)] == [1]
    for told in ({"session": foreign_session.pk, "place": foreign.pk}, {"session": session.pk, "place": foreign.pk}):
        leader.post(way + "da/", told | {"came": "yes"})
    assert len(planted(Mark)) == 1
    staff.reads(of(run))
    assert f"Kursleitung ohne Konto ({link.name}): " in staff.reads(of(run, "blicke/"))
    assert {(one.link, one.account) for one in planted(JournalEntry, deed="open_list", object_id=str(run.pk))} == {
        (link.name, None), ("", staff.account.pk)}


def test_a_link_is_sent_again_only_to_the_address_on_file_and_revoked_it_opens_nothing(run: Run, staff: Staff) -> None:
    link, way = a_link(run, staff)
    assert Client().get(way).status_code == 200
    page = staff.sends(of(run, "leitung/"), deed="again", link=link.pk, email="woanders@example.org")
    assert "Ein neuer Link geht an dieselbe Adresse." in page
    with acting_as(SENDING):
        assert mailbox_of(LeaderLink.objects.get()) == "vertretung@example.org"
    assert [(one.kind, one.subject) for one in planted(OutboxItem)] == [("leader_link", str(link.pk))] * 2
    staff.sends(of(run, "leitung/"), deed="revoke", link=link.pk)
    answer = Client().get(way)
    assert (answer.status_code, "Dieser Link gilt nicht mehr." in answer.content.decode()) == (410, True)
    assert Client().get("/anbieter/kursleitung/erfunden/").status_code == 410


def test_a_link_can_go_to_a_contact_point_and_never_to_anothers(
        plant: Plant, club: Organisation, run: Run, staff: Staff) -> None:
    stranger = plant(people.an_organisation)
    own = plant(ContactPoint.objects.create, organisation=club, function="Büro", email="buero@example.org")
    foreign = plant(ContactPoint.objects.create, organisation=stranger, function="Büro", email="fremd@example.org")
    assert "fremd@example.org" not in staff.sends(of(run, "leitung/"), deed="make", contact_point=foreign.pk)
    assert planted(LeaderLink) == []
    assert "buero@example.org" in staff.sends(of(run, "leitung/"), deed="make", contact_point=own.pk)
    assert [one.contact_point_id for one in planted(LeaderLink)] == [own.pk]
    assert "Bitte geben Sie an, wohin der Link gehen soll" in staff.sends(of(run, "leitung/"), deed="make")


def test_links_and_messages_are_for_those_who_plan(club: Organisation, run: Run) -> None:
    leader = Staff(club, Role.LEADER)
    for way in ("leitung/", "mitteilen/"):
        leader.reads(of(run, way), 403)


def test_another_providers_links_are_out_of_reach(plant: Plant, run: Run, staff: Staff) -> None:
    link, _way = a_link(run, staff)
    theirs = plant(people.an_organisation)
    stranger, own = Staff(theirs), plant(of_bookings.a_run, provider=theirs)
    assert "gehört nicht zu Ihrer Organisation" in stranger.sends(of(own, "leitung/"), deed="revoke", link=link.pk)
    stranger.reads(of(run, "leitung/"), 404)
    assert planted(LeaderLink)[0].revoked_on is None


def test_a_closed_list_says_when_and_why_and_its_link_is_over(
        plant: Plant, club: Organisation, run: Run, staff: Staff) -> None:
    _link, way = a_link(run, staff)
    plant(Run.objects.filter(pk=run.pk).update, starts_on=TODAY - timedelta(days=40),
          ends_on=TODAY - timedelta(days=15))
    page = staff.reads(of(run))
    assert "14 Tage nach dem letzten Termin" in page
    assert Client().get(way).status_code == 410
    assert timezone.localdate() == TODAY


def test_looks_are_counted_by_day_and_by_whoever_looked(
        plant: Plant, club: Organisation, run: Run, staff: Staff) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    for at, account, link in ((yesterday - timedelta(days=1), staff.account.pk, ""), (yesterday, None, "Link 1"),
                              (yesterday, None, "Link 2"), (yesterday, None, "Link 2")):
        plant(JournalEntry.objects.create, at=at, account=account, link=link, deed="open_list", object_kind="run",
              object_id=str(run.pk), organisation=club.pk)
    reader = Actor("providers", account=staff.account.pk, organisations=(club.pk,))
    with as_desk("providers", reader):
        told = [(one.who, one.number) for one in looks_at(run, reader)]
    assert sorted(told[:2]) == [("Kursleitung ohne Konto (Link 1)", 1), ("Kursleitung ohne Konto (Link 2)", 2)]
    assert told[2:] == [("Sie", 1)]


def test_the_sheet_on_paper_says_what_somebody_needs_too(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = plant(of_bookings.a_run, provider=club, starts_on=TODAY, dates=5)
    takes_a_place(run, Wishes("Blaue Wolke", needs=("step_free", "companion"), call_me="0361 5550144"))
    pdf = staff.client.get(of(run, "liste.pdf")).content
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    assert ("Blaue Wolke" in text, "Weg ohne Stufen" in text, "5550144" in text) == (True, True, False)


def test_from_the_start_page_it_is_one_tap_to_who_comes_today(plant: Plant, club: Organisation, staff: Staff) -> None:
    run = plant(of_bookings.a_run, provider=club, starts_on=TODAY, dates=5)
    takes_a_place(run, Wishes("Ahorn"))
    today = dates_of(run)[0].pk
    page = staff.reads("/anbieter/")
    assert f'href="/anbieter/durchgaenge/{run.pk}/?termin={today}#liste"' in page
    assert f'href="/anbieter/durchgaenge/{run.pk}/liste.pdf"' in page
    assert "Ahorn" not in page
    listed = staff.reads(of(run, f"?termin={today}"))
    assert listed.index("Andere Termine") < listed.index('id="liste"') < listed.index("Ahorn") < listed.index("war da")
