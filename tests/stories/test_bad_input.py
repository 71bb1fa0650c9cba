"""Bad input, one story at each desk: a clear sentence, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.factories import bookings as of_bookings
from tests.stories.visitor import Visitor
from verzahnt.content.demo import PASSWORD
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Offer, Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places", "nobody_waits")]
Plant = Callable[..., Any]
TODAY = date.today()
AGREEMENT = "/koordination/musterkreis/vereinbarung/musterkreis-{}-beispielkasse/"


@pytest.fixture
def guest() -> Visitor:
    return Visitor()


@pytest.fixture
def coordination() -> Visitor:
    return signed_in("koordination-musterkreis@example.org")


@pytest.fixture
def provider() -> Visitor:
    return signed_in("anbieter-musterkreis@example.org")


def signed_in(mailbox: str) -> Visitor:
    visitor = Visitor()
    visitor.sign_in(mailbox, PASSWORD)
    return visitor


def holds(visitor: Visitor, **typed: str) -> bool:
    """What was typed still stands in a form of the page."""
    return any(all(value in form.fields[name].values for name, value in typed.items() if name in form.fields)
               and set(typed) <= set(form.fields) for form in visitor.forms)


def page_of(run: Run) -> str:
    return f"/angebote/{run.offer.slug}/platz/{run.pk}/"


@pytest.mark.parametrize(("desk", "sentence"), [
    ("/angebote/", "Gesucht haben Sie „99999“. Bitte prüfen Sie die Schreibweise"),
    ("/beratung/", "„99999“ haben wir nicht gefunden. Bitte prüfen Sie die Postleitzahl"),
])
def test_an_unknown_postal_code_is_said_and_stays_in_its_field(guest: Visitor, desk: str, sentence: str) -> None:
    guest.open(desk)
    assert sentence in guest.press("Suchen", ort="99999", suche="Yoga")
    assert holds(guest, ort="99999", suche="Yoga")


def test_a_wrong_check_digit_costs_no_other_word(guest: Visitor, plant: Plant) -> None:
    run, card = plant(of_bookings.a_run), of_bookings.a_handed_card()
    wrong = card.digits[:-1] + str((int(card.digits[-1]) + 1) % 10)
    guest.open(page_of(run))
    said = guest.press("Platz nehmen", wahl="habe", karte=wrong, eigene_zahl="4827", wunschname="Ruhiger See",
                       email="see@example.org", bedarf=["step_free"])
    assert "Eine Ziffer stimmt nicht" in said or "eine Ziffer stimmt nicht" in said
    assert holds(guest, karte=wrong, eigene_zahl="4827", wunschname="Ruhiger See", email="see@example.org",
                 bedarf="step_free")


def test_a_run_that_filled_meanwhile_says_so_and_keeps_what_was_typed(plant: Plant) -> None:
    run, first, second = plant(of_bookings.a_run, seats=1), Visitor(), Visitor()
    for visitor in (first, second):
        visitor.open(page_of(run))
    assert "Sie sind dabei" in first.press("Platz nehmen", wahl="neu", wunschname="Blaue Wolke")
    said = second.press("Platz nehmen", wahl="neu", wunschname="Ruhiger See", email="see@example.org")
    assert "voll" in said
    assert holds(second, wunschname="Ruhiger See", email="see@example.org")
    assert "Sie stehen auf der Warteliste" in second.press("Auf die Warteliste")


def test_after_an_expired_sign_in_what_was_typed_is_still_there(provider: Visitor) -> None:
    provider.open("/anbieter/angebote/neu/")
    provider.client.cookies.pop("sessionid")  # nine hours later
    said = provider.press("Als Idee speichern", title="Kneippen im Park", kind="course",
                          summary="Wir gehen barfuß durch kaltes Wasser.")
    assert "Ihre Anmeldung war abgelaufen" in said
    said = provider.press("Anmelden", login="anbieter-musterkreis@example.org", password=PASSWORD)
    assert "Ihre Angaben sind noch da" in said
    assert "Wir gehen barfuß durch kaltes Wasser." in said
    assert "Gespeichert als Idee." in provider.press("Jetzt absenden")
    with acting_as(PLANTING):
        assert Offer.objects.get(title="Kneippen im Park").summary == "Wir gehen barfuß durch kaltes Wasser."


def test_a_foreign_organisations_offer_is_not_found_and_not_changed(provider: Visitor) -> None:
    foreign = "/anbieter/angebote/gut-und-guenstig-kochen-musterkreis/"
    assert "Diese Seite haben wir nicht gefunden" in provider.open(foreign, status=404)
    provider.open("/anbieter/angebote/")
    token = next(form.fields["csrfmiddlewaretoken"].values[0] for form in provider.forms
                 if "csrfmiddlewaretoken" in form.fields)
    answer = provider.client.post(foreign, {"deed": "end", "csrfmiddlewaretoken": token})
    assert answer.status_code == 404
    with acting_as(PLANTING):
        assert Offer.objects.get(slug="gut-und-guenstig-kochen-musterkreis").state == "published"


def test_a_term_that_overlaps_is_refused_with_the_form_as_it_was(coordination: Visitor) -> None:
    coordination.open(AGREEMENT.format("agentur"))
    starts, until = (TODAY + timedelta(days=days) for days in (-200, 300))
    said = coordination.press("Weiter: den Satz lesen", starts=starts, until=until, signed=TODAY,
                              reason="Es hat sich bewährt.", place_signed="Musterstadt")
    assert "Die neue Laufzeit überschneidet sich mit einer früheren." in said
    assert holds(coordination, starts=str(starts), until=str(until), reason="Es hat sich bewährt.",
                 place_signed="Musterstadt")


def test_an_end_before_the_start_is_refused_with_the_form_as_it_was(coordination: Visitor) -> None:
    coordination.open(AGREEMENT.format("agentur"))
    starts, until = TODAY, TODAY - timedelta(days=1)
    said = coordination.press("Weiter: den Satz lesen", starts=starts, until=until, signed=TODAY,
                              reason="Es hat sich bewährt.")
    assert "Das neue Ende muss nach dem Beginn liegen." in said
    assert holds(coordination, starts=str(starts), until=str(until), reason="Es hat sich bewährt.")


def test_a_course_that_ends_before_it_begins_keeps_its_pattern(provider: Visitor) -> None:
    provider.open("/anbieter/angebote/gemeinsam-gehen-musterkreis/durchgang/")
    said = provider.press("Termine ansehen", first_on=TODAY + timedelta(days=9), starts="11:00", ends="10:00", seats=7)
    assert "Das Ende (10 Uhr) liegt nicht nach dem Anfang (11 Uhr)." in said
    assert holds(provider, starts="11:00", ends="10:00", seats="7")


def test_ten_megabytes_pasted_get_a_sentence_and_the_browser_keeps_the_text(provider: Visitor) -> None:
    """Nothing is read of it; going back shows the page as it was typed, and the sentence says so."""
    provider.open("/anbieter/angebote/neu/")
    [form] = [form for form in provider.forms if "about" in form.fields]
    body = urlencode([*form.filled({"title": "Kneippen", "about": "x" * 10_000_000}), ("deed", "save")])
    answer = provider.client.post("/anbieter/angebote/neu/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "Das war zu viel Text auf einmal." in answer.content.decode()
    assert "Was Sie geschrieben haben, steht noch da." in answer.content.decode()


def test_a_long_text_below_that_is_refused_and_stays(provider: Visitor) -> None:
    provider.open("/anbieter/angebote/neu/")
    said = provider.press("Als Idee speichern", title="Kneippen", kind="course", about="Wasser " * 1000)
    assert "Das ist zu lang: Hier passen 5000 Zeichen hinein, es sind" in said
    assert holds(provider, title="Kneippen")
    assert "Wasser Wasser" in provider.page


def test_a_name_of_emoji_is_a_name(plant: Plant, guest: Visitor) -> None:
    run = plant(of_bookings.a_run)
    guest.open(page_of(run))
    assert "🌻🐝" in guest.press("Platz nehmen", wahl="neu", wunschname="🌻🐝")


def test_a_name_nobody_can_see_is_asked_again(plant: Plant, guest: Visitor) -> None:
    run = plant(of_bookings.a_run)
    guest.open(page_of(run))
    said = guest.press("Platz nehmen", wahl="neu", wunschname="\u200b\u200b", email="see@example.org")
    assert "Diesen Namen kann man nicht sehen. Bitte schreiben Sie einen anderen." in said
    assert holds(guest, email="see@example.org")
