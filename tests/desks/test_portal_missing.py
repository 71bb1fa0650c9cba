"""“Das fehlt mir hier”: the page says what is counted, asks once, and looking alone writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.stories.visitor import Visitor
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.models import FailedTry, Tally
from verzahnt.programme.ledgers.roles import PLANTING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
THIS_MONTH = date.today().replace(day=1)


@pytest.fixture(autouse=True)
def nobody_asked_before(plant: Callable[..., object]) -> None:
    plant(FailedTry.objects.all().delete)
    plant(Tally.objects.filter(kind="wishes").delete)


@pytest.fixture
def guest() -> Visitor:
    return Visitor()


def counted() -> list[tuple[str, str, date, int]]:
    with acting_as(PLANTING):
        return list(Tally.objects.filter(kind="wishes").order_by("kreis", "topic")
                    .values_list("topic", "kreis", "month", "total"))


def test_the_page_says_what_is_counted_and_counts_it_when_the_button_is_pressed(guest: Visitor) -> None:
    said = guest.open("/fehlt/?thema=stress&ort=99974&umkreis=50&merkmal=kinderbetreuung")
    assert "Thema Entspannen Wo Unstrut-Hainich-Kreis Monat" in said
    assert "Wir zählen nur Thema, Kreis und Monat." in said
    assert counted() == []

    said = guest.press("Ja, das fehlt mir hier")
    assert "Danke, das ist angekommen" in said
    assert counted() == [("stress", "16064", THIS_MONTH, 1)]
    assert not guest.client.cookies


def test_who_presses_again_reads_the_same_answer_and_is_counted_once(guest: Visitor) -> None:
    """The same: so nobody learns that somebody else behind the same connection has asked."""
    answers = set()
    for _time in range(5):
        guest.open("/fehlt/?thema=stress&ort=99974")
        answers.add(guest.press("Ja, das fehlt mir hier"))
    [answer] = answers
    assert "Danke, das ist angekommen Ihre Nachfrage: Entspannen, Unstrut-Hainich-Kreis" in answer.replace(
        "Zurück zur Suche Danke", "Danke")
    assert counted() == [("stress", "16064", THIS_MONTH, 1)]


def test_without_a_topic_or_a_place_the_page_lets_one_choose(guest: Visitor) -> None:
    guest.open("/fehlt/")
    assert "Das zählen wir" in guest.press("Weiter", ort="99974", thema="bewegung")
    assert "welches Thema und welcher Ort" in guest.open("/fehlt/?ort=99974")
    assert "Diesen Ort kennen wir nicht" in guest.open("/fehlt/?ort=99999&thema=stress")
    assert "Diesen Namen gibt es öfter" in guest.open("/fehlt/?ort=Neuenkirchen&thema=stress")
    assert counted() == []


def test_an_ambiguous_name_is_asked_back_and_its_choice_leads_to_the_button(guest: Visitor) -> None:
    guest.open("/fehlt/?ort=Neuenkirchen&thema=stress")
    guest.follow("Neuenkirchen", nth=1)
    assert "Ja, das fehlt mir hier" in guest.page


def test_in_berlin_the_bezirk_is_counted(guest: Visitor) -> None:
    assert "Berlin-Lichtenberg" in guest.open("/fehlt/?ort=10315&thema=stress")
    guest.press("Ja, das fehlt mir hier")
    assert counted() == [("stress", "11011", THIS_MONTH, 1)]


@pytest.mark.parametrize("sent", [{}, {"thema": "stress"}, {"ort": "99974"}, {"thema": "erfunden", "ort": "99974"},
                                  {"thema": "stress", "ort": "99999"}, {"thema": "a" * 9999, "ort": "\x00🍀"}])
def test_a_button_pressed_without_topic_or_place_counts_nothing_and_says_what_is_needed(
        client: Client, sent: dict[str, str]) -> None:
    answer = client.post("/fehlt/", sent)
    assert answer.status_code == 200
    assert "Weiter" in answer.content.decode()
    assert counted() == []


@pytest.mark.parametrize("headers", [{"Origin": "https://anderswo.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_foreign_page_cannot_count(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/fehlt/", {"thema": "stress", "ort": "99974"}, headers=headers).status_code == 403
    assert counted() == []


def test_neither_asking_nor_answering_sets_a_cookie_or_is_kept_by_the_browser(client: Client) -> None:
    for answer in (client.get("/fehlt/?thema=stress&ort=99974"), client.post("/fehlt/", {"thema": "stress",
                                                                                       "ort": "99974"})):
        assert answer.cookies == {}
        assert "no-store" in answer["Cache-Control"]


def test_the_page_stands_in_every_language(client: Client) -> None:
    for language in ("leicht/", "en/", "ar/"):
        assert client.get(f"/{language}fehlt/?thema=stress&ort=99974").status_code == 200
