"""Finding an offer at the portal, as anyone does: no account, no cookie, nothing written."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from tests.factories.offers import NOW, TODAY, a_run, a_text, a_venue, an_offer, an_organisation
from verzahnt.programme.offers.models import Run
from verzahnt.programme.partners.states import OrganisationKind

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]
SOON = TODAY + timedelta(days=8)


@pytest.fixture(autouse=True)
def on_a_day_in_march() -> Iterator[None]:
    """The factories' dates lie ahead of this day."""
    with mock.patch("django.utils.timezone.now", return_value=NOW), \
            mock.patch("verzahnt.desks.portal.offer.now", return_value=NOW):
        yield


@pytest.mark.parametrize("prefix", ["", "leicht/", "en/", "ar/"])
@pytest.mark.parametrize("address", ["", "angebote/", "angebote/?ort=99974"])
def test_looking_sets_no_cookie_and_holds_no_form_that_posts(client: Client, prefix: str, address: str) -> None:
    response = client.get(f"/{prefix}{address}")
    page = response.content.decode()
    assert (response.status_code, len(response.cookies), 'method="post"' in page.lower()) == (200, 0, False)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_places_are_words_and_never_a_number(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer, seats=731)
    for band, word in (("free", "frei"), ("few", "noch wenige Plätze"), ("waiting", "Warteliste")):
        plant(Run.objects.filter(offer=offer).update, band=band)
        for address in ("/angebote/?ort=99974&umkreis=100", f"/angebote/{offer.slug}/"):
            shown = page(client, address)
            assert (f">{word}<" in shown, "731" in shown) == (True, False)


@pytest.mark.parametrize("place", ["Xyzzyhausen", "00000", "😀", "<script>alert(1)</script>", "' OR 1=1 --"])
def test_an_unknown_place_gets_a_kind_sentence_and_stands_in_the_field_still(client: Client, place: str) -> None:
    shown = page(client, f"/angebote/?{urlencode({'ort': place, 'suche': 'Rücken'})}")
    assert "Diesen Ort kennen wir nicht" in shown
    assert f'name="ort" value="{place}"' in unescape(shown)
    assert 'name="suche" value="Rücken"' in shown


def test_a_place_name_that_is_there_twice_asks_back(client: Client) -> None:
    shown = page(client, "/angebote/?ort=Mühlhausen")
    assert "Diesen Namen gibt es öfter" in shown


@pytest.mark.parametrize("seen", [
    {"reports_to": "Jobcenter", "registration": "telephone"},
    {"provider": OrganisationKind.JOBCENTER, "registration": "card"}], ids=["it reports", "an office provides it"])
def test_who_sees_whether_one_comes_is_said_first_and_there_is_no_card(client: Client, plant: Plant,
                                                                       seen: dict[str, Any]) -> None:
    if "provider" in seen:
        seen = seen | {"provider": plant(an_organisation, "amt", kind=seen["provider"])}
    offer = plant(an_offer, **seen)
    run = plant(a_run, offer)
    shown = page(client, f"/angebote/{offer.slug}/")
    assert shown.index("Angebot des Jobcenters") < shown.index("<h1")
    assert reverse("portal:book", args=[offer.slug, run.pk]) not in shown
    assert "Wir sagen niemandem" not in shown.replace("Auch wir sagen niemandem", "")


def test_the_one_best_way_to_take_part_is_a_button_and_the_telephone_stands_beneath(client: Client,
                                                                                    plant: Plant) -> None:
    offer = plant(an_offer)
    run = plant(a_run, offer)
    shown = page(client, f"/angebote/{offer.slug}/")
    book = reverse("portal:book", args=[offer.slug, run.pk])
    button, telephone = shown.rindex(f'href="{book}"'), shown.index("tel:03615550123")
    assert shown.index('id="mitmachen"') < button < telephone


def test_what_was_not_checked_is_not_called_missing(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer, venue=plant(a_venue, provider=offer.provider, step_free="yes", toilet="no"))
    shown = page(client, f"/angebote/{offer.slug}/")
    rows = re.findall(r"<dt>(Stufenlos|Toilette|Parkplatz)</dt><dd>(.*?)</dd>", shown)
    assert rows == [("Stufenlos", "ja"), ("Toilette", "nein"), ("Parkplatz", "noch nicht geprüft")]


def test_an_offer_says_in_which_languages_it_is_held(client: Client, plant: Plant) -> None:
    offer = plant(an_offer, languages=["de", "ar"])
    assert "<dt>Sprache</dt><dd>Deutsch und Arabisch</dd>" in page(client, f"/angebote/{offer.slug}/")


@pytest.mark.parametrize("state", ["idea", "concept", "approved"])
def test_what_is_not_published_has_no_page_for_anyone(client: Client, plant: Plant, state: str) -> None:
    offer = plant(an_offer, state=state, published_on=None)
    assert client.get(f"/angebote/{offer.slug}/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/angebote/?ort=99974&thema=sucht", "/angebote/rueckenkurs/"])
def test_titles_of_pages_name_neither_office_nor_topic(client: Client, plant: Plant, address: str) -> None:
    plant(a_run, plant(an_offer, topics=["sucht"]))
    title = re.search(r"<title>(.*?)</title>", page(client, address))
    assert title
    assert title[1] in {"Verzahnt", "Angebote – Verzahnt", "Angebot in Mühlhausen – Verzahnt"}


def test_words_of_an_offer_without_translation_are_marked_as_german(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer)
    plant(a_text, offer, "title", "ar", "تمارين الظهر")
    shown = page(client, f"/ar/angebote/{offer.slug}/")
    assert '<span lang="de" dir="ltr">Leichte Übungen für den Rücken.</span>' in shown
    assert "تمارين الظهر" in shown


def test_a_calendar_names_when_and_where_and_nothing_else(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    run = plant(a_run, offer, dates=2)
    response = client.get(f"/angebote/{offer.slug}/termine/{run.pk}/")
    calendar = Calendar.from_ical(response.content)
    events = list(calendar.walk("VEVENT"))
    assert [(str(e["SUMMARY"]), e.decoded("DTSTART").isoformat(), str(e["STATUS"])) for e in events] == [
        ("Dienstag um 10 Uhr", "2026-03-10T10:00:00+01:00", "CONFIRMED"),
        ("Dienstag um 10 Uhr", "2026-03-17T10:00:00+01:00", "CONFIRMED")]
    assert "Rücken" not in response.content.decode()
    assert 'filename="termine.ics"' in response["Content-Disposition"]


def test_looking_writes_nothing(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_run, offer)
    with CaptureQueriesContext(connection) as asked:
        for address in ("/", "/angebote/?ort=99974", f"/angebote/{offer.slug}/"):
            page(client, address)
    writing = [one["sql"] for one in asked if re.match(r"\s*(INSERT|UPDATE|DELETE|MERGE)", one["sql"], re.I)]
    assert writing == []


def asked_for(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return [one["sql"] for one in asked]


@pytest.mark.parametrize("address", ["angebote/?ort=99974&suche=yoga&ansicht=woche", "angebote/feed/?suche=yoga",
                                     "angebote/kalender/?ort=99974", "angebote/?ort=99974&ansicht=karte"])
def test_one_page_asks_nothing_twice(client: Client, plant: Plant, address: str) -> None:
    for number in range(45):
        plant(a_run, plant(an_offer, f"angebot-{number}", title="Yoga am Morgen"), starts_on=SOON)
    page(client, "/angebote/?suche=yoga")
    asked = asked_for(client, f"/{address}")
    for said in ('FROM "reference_postalcode"', 'FROM "reference_kreis"', 'FROM "offers_facet"', "FROM offers_word",
                 "FROM pg_class", "offers AS MATERIALIZED"):
        assert sum(said in one for one in asked) <= 1, said


def test_twenty_results_cost_as_many_questions_as_one(client: Client, plant: Plant) -> None:
    def questions() -> int:
        return len(asked_for(client, "/angebote/?ort=99974"))

    plant(a_run, plant(an_offer, "erstes", kind="open_meeting"), starts_on=SOON)
    page(client, "/")
    one = questions()
    for number in range(20):
        plant(a_run, plant(an_offer, f"angebot-{number}", kind="open_meeting"), starts_on=SOON)
    assert questions() == one
