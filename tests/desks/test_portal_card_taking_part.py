"""Taking part from under the card: dates to choose, a yes or no, other words, stamps, and everything taken along."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests.desks.test_portal_card import CARD, book, card_shown, form, hidden, open_card, page_of, places, text, waits
from tests.factories.bookings import TODAY, a_leader_of, a_run
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.bookings import actions_dates, actions_ending, actions_telephone
from verzahnt.programme.bookings.lies import lies
from verzahnt.programme.bookings.models import Particulars, Place, Stamp
from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.offers.states import OfferKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("waits")]
Plant = Callable[..., Run]
__all__ = ["waits"]


@pytest.fixture
def run(plant: Plant) -> Run:
    return plant(a_run)


@pytest.fixture
def meeting(plant: Plant) -> Run:
    return plant(a_run, offer={"kind": OfferKind.OPEN_MEETING})


def dates_of(run: Run) -> list[Session]:
    with acting_as(PLANTING):
        return list(run.sessions.order_by("starts_at"))


def do(client: Client, deed: str, **more: object) -> HttpResponse:
    things = client.get(CARD)
    return client.post(CARD, {"tat": deed, "platz": hidden(things, "platz"), "nachweis": hidden(things, "nachweis"),
                              **more})


def take(client: Client, what: str, language: str = "") -> HttpResponse:
    things = client.get(CARD)
    sent = {"was": what, "nachweis": hidden(things, "nachweis")}
    if 'name="platz"' in things.content.decode():
        sent["platz"] = hidden(things, "platz")
    return client.post(f"/{language}karte/mitnehmen/", sent)


def printed(answer: HttpResponse) -> str:
    assert answer["Content-Type"] == "application/pdf", text(answer)
    reader = PdfReader(BytesIO(answer.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def came_to(run: Run, *numbers: int) -> None:
    leader = a_leader_of(run)
    for number in numbers:
        session = dates_of(run)[number]
        with as_desk("providers", leader):
            rows = attendance.open_list(run.pk, actor=leader, at=session.starts_at).rows
            attendance.mark(session.pk, rows[0].place, actor=leader, at=session.starts_at)


def test_a_single_date_of_an_open_meeting_is_taken_on_one_page(client: Client, meeting: Run) -> None:
    second = dates_of(meeting)[1]
    answer = book(client, meeting, termin=str(second.pk))
    assert "Sie sind dabei" in text(answer)
    with acting_as(PLANTING):
        assert list(Place.objects.values_list("session_id", flat=True)) == [second.pk]


def test_where_there_is_a_choice_somebody_chooses(client: Client, meeting: Run) -> None:
    answer = book(client, meeting, wunschname="Ruhiger See")
    assert "Bitte wählen Sie, wofür Sie sich anmelden möchten" in text(answer)
    assert 'value="Ruhiger See"' in answer.content.decode()
    assert places() == 0
    assert "Sie sind dabei" in text(book(client, meeting, termin="alle"))


def test_a_form_for_one_date_sent_twice_books_once(client: Client, meeting: Run) -> None:
    filled = form(client.get(page_of(meeting)), termin=str(dates_of(meeting)[0].pk))
    first, second = client.post(page_of(meeting), filled), client.post(page_of(meeting), filled)
    assert (text(first), places()) == (text(second), 1)


def test_a_date_that_is_full_leads_to_its_own_waiting_list(client: Client, plant: Plant) -> None:
    meeting = plant(a_run, seats=1, offer={"kind": OfferKind.OPEN_MEETING})
    first = str(dates_of(meeting)[0].pk)
    book(Client(), meeting, termin=first)
    asked = client.get(page_of(meeting))
    assert "auf der Warteliste sind Sie die erste Person" in text(asked)
    full = re.findall(r'name="voll" value="([^"]*)"', asked.content.decode())
    answer = client.post(page_of(meeting), form(asked, termin=first, voll=full))
    assert "Sie stehen auf der Warteliste" in text(answer)


def test_who_moves_up_into_all_dates_gives_the_single_one_back_under_the_card(client: Client, plant: Plant) -> None:
    meeting = plant(a_run, seats=2, offer={"kind": OfferKind.OPEN_MEETING})
    first, second, *_later = [str(one.pk) for one in dates_of(meeting)]
    card = card_shown(book(client, meeting, termin=second))
    other = Client()
    for guest in (Client(), other):
        book(guest, meeting, termin=first)
    asked = client.get(page_of(meeting))
    client.post(page_of(meeting), form(asked, termin="alle", wahl="benutzt", warten="ja",
                                       nachweis=hidden(asked, "nachweis")))
    do(other, "absagen")
    assert places() == 3, "the house cannot know that two of them are one card's"
    opened = open_card(Client(), card)
    assert "Sie haben jetzt einen Platz für alle Termine" in text(opened)
    with acting_as(PLANTING):
        assert sorted(Place.objects.values_list("session_id", "state"), key=str) == [
            (int(first), "taken"), (None, "taken")]
    assert (lies(), "Sie haben jetzt einen Platz" in text(open_card(Client(), card))) == ([], False)


def test_nobody_waits_who_was_not_told_that_it_is_full(client: Client, plant: Plant) -> None:
    meeting = plant(a_run, seats=1, offer={"kind": OfferKind.OPEN_MEETING})
    first = str(dates_of(meeting)[0].pk)
    filled = form(client.get(page_of(meeting)), termin=first)
    book(Client(), meeting, termin=first)
    answer = client.post(page_of(meeting), filled)
    assert ("Der Kurs ist gerade voll" in text(answer), places()) == (True, 1)


def test_a_course_can_be_tried_where_its_provider_allows_it(client: Client, plant: Plant) -> None:
    course = plant(a_run, offer={"traits": ["schnuppern"]})
    assert "Erst einmal schnuppern" in text(client.get(page_of(course)))
    assert "Sie sind dabei" in text(book(client, course, termin=str(dates_of(course)[0].pk)))


@pytest.mark.parametrize(("changes", "kept"), [
    ({"weg": "sms", "telefon": "0170 / 1234567"}, "0170 1234567"),
    ({"weg": "anruf", "telefon": "03601-555 0142"}, "036015550142"),
    ({"weg": "email", "email": "see@example.org", "wofuer": ["change"]}, "see@example.org"),
    ({"weg": "keiner", "email": "see@example.org"}, ""),
    ({}, ""),
])
def test_one_way_of_contact_or_none_is_kept_sealed_and_can_be_seen_again(
        client: Client, run: Run, changes: dict[str, object], kept: str) -> None:
    book(client, run, **changes)
    page = do(client, "aendern").content.decode()
    said = {unescape(one) for one in re.findall(r'name="(?:email|telefon)"[^>]*value="([^"]*)"', page)}
    assert said == ({kept.replace(" ", "")} if kept else set())
    with acting_as(PLANTING):
        assert "see@example.org" not in repr(list(Particulars.objects.values()))
        assert OutboxItem.objects.filter(kind="place_confirmed").count() == (changes.get("weg") in ("sms", "email"))


@pytest.mark.parametrize(("changes", "said"), [
    ({"weg": "sms", "telefon": "keins"}, "Bitte geben Sie sie mit Vorwahl ein"),
    ({"weg": "sms", "telefon": "170 1234567"}, "Bitte geben Sie sie mit Vorwahl ein"),
    ({"weg": "anruf", "telefon": "110"}, "Bitte geben Sie sie mit Vorwahl ein"),
    ({"weg": "sms", "telefon": "03601 5550142"}, "kann man keine SMS schicken"),
    ({"weg": "sms", "telefon": ""}, "Bitte schreiben Sie Ihre Telefonnummer dazu"),
    ({"weg": "email"}, "Bitte schreiben Sie Ihre E-Mail-Adresse dazu"),
    ({"telefon": "0170 1234567"}, "Bitte wählen Sie, wie wir Ihnen Bescheid geben sollen"),
    ({"weg": "sms", "email": "see@example.org", "telefon": "0170 1234567"}, "Bitte nur eins von beiden"),
])
def test_a_contact_that_will_not_do_gets_a_clear_sentence(client: Client, run: Run, changes: dict[str, object],
                                                          said: str) -> None:
    assert said in text(book(client, run, **changes))
    assert places() == 0


def test_what_was_told_is_changed_under_the_card_and_reaches_the_list(client: Client, run: Run) -> None:
    book(client, run, wunschname="Blaue Wolke", bedarf=["step_free"])
    asked = do(client, "aendern")
    assert 'value="Blaue Wolke"' in asked.content.decode()
    refused = do(client, "geaendert", wunschname="", sprache="de", bedarf=["childcare"])
    assert "Bitte füllen Sie dieses Feld aus" in text(refused)
    assert re.search(r'value="childcare" checked', refused.content.decode())
    answer = do(client, "geaendert", wunschname="Ruhiger See", sprache="ar", bedarf=["childcare"])
    assert "Ihre Angaben sind gespeichert" in text(answer)
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        row = attendance.open_list(run.pk, actor=leader, at=timezone.now()).rows[0]
    assert (row.wishes.alias, row.wishes.language, row.wishes.needs) == ("Ruhiger See", "ar", ("childcare",))


def an_offered_place(plant: Plant) -> tuple[Run, Client]:
    """Somebody waited, the first gave back, and the provider wants an answer."""
    run, first, second = plant(a_run, seats=1), Client(), Client()
    book(first, run)
    book(second, run, warten="ja")
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        actions_telephone.set_answer_days(run.pk, 2, actor=leader, at=timezone.now(), on=TODAY)
    do(first, "absagen")
    return run, second


def test_an_offered_place_is_taken_with_a_yes(plant: Plant) -> None:
    _run, guest = an_offered_place(plant)
    asked = text(guest.get(CARD))
    assert "Für Sie ist ein Platz frei. Kommen Sie?" in asked
    assert "Bitte antworten Sie bis" in asked
    for _ in range(2):
        assert "Der Platz gehört Ihnen" in text(do(guest, "ja"))
    assert "Sie haben einen Platz" in text(guest.get(CARD))


def test_a_no_gives_the_place_to_the_next_and_leaves_nothing(plant: Plant) -> None:
    run, guest = an_offered_place(plant)
    third = Client()
    book(third, run, warten="ja")
    assert "Sie haben Ihren Platz zurückgegeben" in text(do(guest, "nein"))
    assert "Für Sie ist ein Platz frei" in text(third.get(CARD))
    assert "steht gerade nichts" in text(guest.get(CARD))


def test_without_an_answer_in_time_the_page_says_what_happened(plant: Plant) -> None:
    _run, guest = an_offered_place(plant)
    actions_ending.lapse_due(TODAY + timedelta(days=3))
    assert "Weil keine Antwort kam" in text(guest.get(CARD))
    answer = do(guest, "ja")
    assert "Den Platz hat inzwischen jemand anderes" in text(answer)
    assert "Das steht nicht mehr hier" in text(do(guest, "absagen"))
    assert places() == 0


def test_a_cancelled_and_a_moved_date_stand_under_the_card_with_other_ways(client: Client, run: Run) -> None:
    book(client, run)
    leader, now = a_leader_of(run), timezone.now()
    first, second, _third = dates_of(run)
    with as_desk("providers", leader):
        actions_dates.cancel_session(first.pk, actor=leader, at=now)
        actions_dates.move_session(second.pk, starts_at=second.starts_at + timedelta(hours=1),
                                   ends_at=second.ends_at + timedelta(hours=1), actor=leader, at=now)
    seen = text(client.get(CARD))
    assert "fällt aus" in seen
    assert "Ein Termin ist verlegt" in seen
    with as_desk("providers", leader):
        actions_dates.cancel_run(run.pk, actor=leader, at=now)
    page = client.get(CARD)
    assert "Diese Termine fallen leider aus" in text(page)
    assert "/angebote/?ort=99974" in page.content.decode()
    assert b"STATUS:CANCELLED" in take(client, "kalender").content


@pytest.fixture
def begun(plant: Plant) -> Run:
    return plant(a_run, starts_on=TODAY, offer={"title": "Rauchfrei werden", "certificate": "ZPP 123"})


def test_stamps_say_when_somebody_came_and_only_then(client: Client, begun: Run) -> None:
    book(client, begun)
    assert "Ihre Stempel" not in text(client.get(CARD))
    assert take(client, "bestaetigung").status_code == 302
    came_to(begun, 0)
    assert "Ihre Stempel" in text(client.get(CARD))
    assert "Mein Stempelheft" in printed(take(client, "stempelheft"))


def test_the_confirmation_names_no_topic_programme_office_or_person(client: Client, begun: Run) -> None:
    book(client, begun, wunschname="Blaue Wolke")
    came_to(begun, 0, 1)
    answer = take(client, "bestaetigung")
    said = printed(answer)
    assert "war an diesen Tagen dabei" in said
    assert str(TODAY.year) in said
    for hidden_word in ("Rauchfrei", "Blaue Wolke", "Bewegungsfreunde", "Jobcenter", "Verzahnt", "teamw", "Haus am"):
        assert hidden_word.casefold() not in said.replace("Keine Seite der genannten Behörden", "").casefold()
    assert answer["Content-Disposition"] == 'attachment; filename="blatt.pdf"'
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("what", ["kalender", "termine", "stempelheft"])
def test_papers_for_the_fridge_do_not_say_what_it_is_about(client: Client, begun: Run, what: str) -> None:
    book(client, begun)
    answer = take(client, what)
    said = answer.content.decode() if what == "kalender" else printed(answer)
    assert "Rauchfrei" not in said
    assert "no-store" in answer["Cache-Control"]
    assert re.fullmatch(r'attachment; filename="(termine|stempel)\.(ics|pdf)"', answer["Content-Disposition"])
    if what != "stempelheft":
        assert "Parkweg 3" in said.replace("\\", "")


def test_a_certified_course_says_until_when_its_form_can_be_asked_for(client: Client, begun: Run, run: Run) -> None:
    book(client, run)
    assert "druckt der Anbieter" not in text(client.get(CARD))
    book(client, begun, wahl="neu")
    until = closes_on(begun.ends_on) - timedelta(days=1)
    assert "druckt der Anbieter auf Wunsch eine Bescheinigung" in text(client.get(CARD))
    assert f"bis {until.day}. " in text(client.get(CARD))


@pytest.mark.parametrize("language", ["", "leicht/", "ar/", "fa/"])
def test_everything_held_is_taken_along_in_the_readers_language(client: Client, begun: Run, language: str) -> None:
    book(client, begun, wunschname="Blaue Wolke", weg="email", email="see@example.org", bedarf=["childcare"])
    came_to(begun, 0)
    told = take(client, "daten", language)
    data = json.loads(told.content)
    flat = json.dumps(data, ensure_ascii=False)
    for held in ("Blaue Wolke", "see@example.org", "Rauchfrei werden"):
        assert held in flat
    assert ("Betreuung für mein Kind" in flat) == (language == "")
    assert told["Content-Disposition"] == 'attachment; filename="alles.json"'
    assert "no-store" in told["Cache-Control"]
    assert "see@example.org" in printed(take(client, "alles", language))


def test_stamps_are_kept_where_somebody_ticked_it_and_nothing_else_is(client: Client, begun: Run) -> None:
    card = card_shown(book(client, begun, stempel="on"))
    came_to(begun, 0, 1)
    closing = closes_on(begun.ends_on)
    actions_ending.keep_stamps_due(closing)
    actions_ending.delete_due(closing)
    seen = text(open_card(client, card))
    assert "Behaltene Stempel" in seen
    assert "2 Termine" in seen
    assert "Rauchfrei" not in seen
    assert "2 Termine" in printed(take(client, "stempelheft"))
    assert "2 Termine" in take(client, "daten").content.decode()
    client.post(CARD, {"tat": "loeschen", "nachweis": hidden(client.get(CARD), "nachweis")})
    with acting_as(PLANTING):
        assert not Stamp.objects.exists()


def test_who_unticks_it_keeps_no_stamps(client: Client, begun: Run) -> None:
    book(client, begun, stempel="on")
    do(client, "geaendert", wunschname="Ruhiger See", sprache="de")
    with acting_as(PLANTING):
        assert list(Place.objects.values_list("stamp_key", flat=True)) == [None]


def test_nothing_is_taken_along_without_the_card_or_by_a_foreign_page(client: Client, run: Run) -> None:
    book(client, run)
    proof = hidden(client.get(CARD), "nachweis")
    for other, sent, more in ((Client(), {"was": "alles", "nachweis": proof}, {}),
                              (client, {"was": "alles", "nachweis": "0" * 32}, {}),
                              (client, {"was": "unsinn", "nachweis": proof}, {})):
        answer = other.post("/karte/mitnehmen/", sent, **more)
        assert (answer.status_code, answer["Location"]) == (302, "/karte/")
    assert client.get("/karte/mitnehmen/").status_code == 302
    assert client.post("/karte/mitnehmen/", {"was": "alles", "nachweis": proof},
                       headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_every_page_of_the_card_can_be_left_at_once(client: Client, begun: Run) -> None:
    first = book(client, begun)
    for page in (first, client.get(CARD), Client().get(CARD), do(client, "aendern"), client.get(page_of(begun)),
                 Client().post("/karte/neu/")):
        assert 'href="/karte/verlassen/"' in page.content.decode()
        titles = re.findall(r"<title>([^<]*)</title>", page.content.decode())
        assert titles[0] in ("Karte – Verzahnt", "Anmelden – Verzahnt")


def test_a_strangers_place_stays_as_it_is(client: Client, run: Run) -> None:
    other = Client()
    book(other, run, wunschname="Ruhiger See")
    book(client, run)
    theirs = hidden(other.get(CARD), "platz")
    for deed in ("absagen", "nein", "ja", "aendern", "geaendert"):
        answer = client.post(CARD, {"tat": deed, "platz": theirs, "nachweis": hidden(client.get(CARD), "nachweis"),
                                    "wunschname": "Fremd", "sprache": "de"})
        assert (answer.status_code, "Ruhiger See" in text(answer)) == (200, False)
    assert "Ruhiger See" in text(other.get(CARD))
    assert places() == 2


def test_many_dates_stand_in_a_list_to_open_and_few_to_try_are_named(client: Client, plant: Plant) -> None:
    meeting = plant(a_run, dates=9, offer={"kind": OfferKind.OPEN_MEETING})
    assert '<select class="kern-form-input__select" name="termin"' in client.get(page_of(meeting)).content.decode()
    course = plant(a_run, dates=9, offer={"traits": ["schnuppern"]})
    assert text(client.get(page_of(course))).count("Erst einmal schnuppern") == 3


def test_the_next_date_with_a_seat_is_ticked_where_one_comes_for_a_date(client: Client, plant: Plant) -> None:
    meeting = plant(a_run, seats=1, offer={"kind": OfferKind.OPEN_MEETING})
    first, second, _third = (str(date.pk) for date in dates_of(meeting))
    book(Client(), meeting, termin=first)
    page = client.get(page_of(meeting)).content.decode()
    assert re.findall(r'name="termin"[^>]*value="(\d+)" checked', page) == [second]


def test_a_form_that_is_asked_again_says_what_is_full_by_then(client: Client, plant: Plant) -> None:
    meeting = plant(a_run, seats=1, offer={"kind": OfferKind.OPEN_MEETING})
    filled = form(client.get(page_of(meeting)), termin="alle", wunschname="")
    book(Client(), meeting, termin=str(dates_of(meeting)[0].pk))
    again = client.post(page_of(meeting), filled)
    assert "Alle Termine: gerade voll, auf der Warteliste sind Sie die erste Person" in text(again)
    assert 'name="voll" value="alle"' in again.content.decode()
