"""The results page: filters in the address with counts that hold, chips, a map, and what to try where nothing fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.offers import MUEHLHAUSEN, NOW, TODAY, a_run, a_text, a_venue, an_offer, an_organisation
from verzahnt.kit.distance import Point
from verzahnt.kit.map_marks import Numbered, marks, ranges
from verzahnt.programme.offers.models import OfferText, Run
from verzahnt.programme.partners.states import OrganisationKind

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
HERE = "/angebote/?ort=99974"


@pytest.fixture(autouse=True)
def on_a_day_in_march() -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", return_value=NOW), \
            mock.patch("verzahnt.desks.portal.offer.now", return_value=NOW):
        yield


def page(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def titles(shown: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(r'class="card__link"[^>]*>(.*?)</a>', shown)]


def counted(shown: str) -> dict[str, int]:
    """What each entry of each filter says it would give: `tag=mo` and so on."""
    found = {}
    for name, value, label in re.findall(
            r'type="checkbox" name="(\w+)"[^>]*value="([^"]+)"[^>]*><label[^>]*>(.*?)</label>', shown):
        found[f"{name}={value}"] = int(re.findall(r"\((\d+)\)", label)[0])
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', shown, re.S):
        for value, number in re.findall(r'value="([^"]+)"[^>]*>[^<]*\((\d+)\)</option>', options):
            found[f"{name}={value}"] = int(number)
    return found


def several(plant: Plant) -> None:
    """Offers that differ in all one can filter by."""
    kinds = ("course", "open_meeting", "consultation")
    for number in range(9):
        offer = plant(an_offer, f"angebot-{number}", title=f"Angebot {number}", kind=kinds[number % 3],
                      topics=["bewegung"] if number % 2 else ["stress"],
                      languages=["de", "ar"] if number % 4 else ["de"],
                      audiences=["alle"] if number % 5 else ["frauen"],
                      registration="none" if number % 3 else "card",
                      traits=["stufenlos"] if number % 2 else ["kinderbetreuung", "nur-frauen"])
        plant(a_run, offer, starts_on=TODAY + timedelta(days=3 * number + 1))
        if number == 6:
            plant(Run.objects.filter(offer=offer).update, band="waiting")


def test_every_count_is_what_one_gets_by_choosing_it(client: Client, plant: Plant) -> None:
    several(plant)
    for before in ("", "&thema=bewegung", "&tag=mo&tag=di", "&merkmal=kinderbetreuung", "&zeit=vormittags&frei=1"):
        entries = counted(page(client, HERE + before))
        assert {one.split("=")[0] for one in entries} >= {"tag", "frei", "thema", "sprache", "wochen"}
        for entry, number in entries.items():
            name = entry.split("=")[0]
            kept = before if name in ("tag", "merkmal") else re.sub(rf"&{name}=[\w-]+", "", before)
            if f"&{entry}" in before:
                continue
            shown = page(client, f"{HERE}{kept}&{entry}")
            assert len(titles(shown.split("card--empty")[0])) == number, (before, entry)


def test_what_is_chosen_is_a_chip_that_takes_it_off_again(client: Client, plant: Plant) -> None:
    several(plant)
    shown = page(client, f"{HERE}&thema=bewegung&tag=di&zeit=9-13&wochen=4&frei=1&merkmal=stufenlos&suche=Angebot")
    chips = {re.sub(r"<[^>]+>", "", words).strip(): unescape(address) for address, words in re.findall(
        r'<a class="chip" href="([^"]*)">(.*?)<span class="visually-hidden">', shown)}
    assert list(chips) == ["„Angebot“", "Bewegen", "Dienstag", "von 9 bis 13 Uhr", "in den nächsten 4 Wochen",
                           "Nur mit freien Plätzen", "Stufenlos"]
    assert chips["Dienstag"] == f"{HERE}&suche=Angebot&thema=bewegung&merkmal=stufenlos&zeit=9-13&wochen=4&frei=1"
    for address in chips.values():
        assert page(client, address).count('class="chip"') == len(chips) - 1


def test_a_form_without_scripts_asks_the_same_as_the_clean_address(client: Client, plant: Plant) -> None:
    several(plant)
    form = f"{HERE}&umkreis=20&suche=&thema=bewegung&art=&fuer=&sprache=&zeit=&von=9&bis=13&wochen=&sortierung=passend"
    clean = f"{HERE}&thema=bewegung&zeit=9-13"
    assert titles(page(client, form)) == titles(page(client, clean)) != []
    answer = client.get(form, headers={"hx-request": "true"})
    assert answer["HX-Push-Url"] == clean


def test_own_hours_stand_in_the_form_again(client: Client) -> None:
    shown = page(client, f"{HERE}&von=9&bis=13")
    chosen = dict(re.findall(r'<select[^>]*name="(von|bis)"[^>]*>.*?value="(\d+)" selected', shown, re.S))
    assert chosen == {"von": "9", "bis": "13"}
    assert '<details class="own-hours" open>' in shown


def test_two_of_one_name_say_whose_they_are(client: Client, plant: Plant) -> None:
    for slug in ("einer", "anderer"):
        plant(a_run, plant(an_offer, slug, title="Gemeinsam gehen", provider=plant(an_organisation, slug)))
    shown = page(client, HERE)
    assert shown.count("Verein einer") == shown.count("Verein anderer") == 1
    plant(a_run, plant(an_offer, "dritter", title="Allein", provider=plant(an_organisation, "dritter")))
    assert "Verein dritter" not in page(client, HERE)


def test_where_the_jobcenter_sees_who_comes_is_said_on_the_card(client: Client, plant: Plant) -> None:
    plant(a_run, plant(an_offer, reports_to="Jobcenter", registration="telephone"))
    card = re.findall(r"<article.*?</article>", page(client, HERE), re.S)[0]
    assert card.index("Angebot des Jobcenters") < card.index("card__title")
    assert "Hier kann das Jobcenter sehen, ob Sie teilnehmen." in card


# Places

def test_for_an_unknown_place_look_alikes_and_all_kreise_are_one_click_away(client: Client) -> None:
    shown = page(client, "/angebote/?ort=Xyzmuehlhausenau&thema=bewegung")
    assert 'href="/angebote/?ort=99974+M%C3%BChlhausen&amp;thema=bewegung"' in shown
    assert 'href="/orte/?thema=bewegung"' in shown


def test_berlin_asks_for_the_bezirk_and_a_bezirk_does_not(client: Client) -> None:
    assert page(client, "/angebote/?ort=Berlin").count('href="/angebote/?ort=Berlin-') == 12
    for place in ("Berlin-Lichtenberg", "10317"):
        assert "In welchem Bezirk" not in page(client, f"/angebote/?ort={place}")


def test_a_code_in_several_kreise_names_them_and_shows_what_there_is_for_all(client: Client, plant: Plant) -> None:
    for kreis in ("15089", "15088"):
        offer = plant(an_offer, f"fuer-{kreis}", title=f"Für {kreis}", reach="kreise", reach_areas=[kreis])
        plant(a_run, offer, venue=plant(a_venue, provider=offer.provider, lat=51.6711, lon=11.7693, kreis=kreis))
    shown = page(client, "/angebote/?ort=06420")
    assert "gehört zu mehreren Kreisen: Salzlandkreis und Saalekreis" in shown
    assert sorted(titles(shown)) == ["Für 15088", "Für 15089"]


# Nothing found

def test_where_nothing_fits_the_next_best_is_one_click_away(client: Client, plant: Plant) -> None:
    offer = plant(an_offer, title="Rückenkurs")
    plant(a_run, offer)
    plant(Run.objects.filter(offer=offer).update, band="waiting")
    shown = page(client, f"{HERE}&frei=1&tag=so")
    assert "An anderen Tagen oder zu anderer Zeit" not in shown  # on other days there is only a waiting list
    assert "In Ihrer Nähe, ohne Filter" in shown
    assert "Mit Warteliste" in page(client, f"{HERE}&frei=1")
    plant(Run.objects.filter(offer=offer).update, band="free")
    assert "An anderen Tagen oder zu anderer Zeit" in page(client, f"{HERE}&tag=so")


def test_what_is_missing_can_be_said_and_what_comes_can_be_heard(client: Client) -> None:
    shown = unescape(page(client, f"{HERE}&thema=bewegung&ansicht=karte"))
    for path in ("/fehlt/", "/angebote/feed/"):
        link = f"{path}?ort=99974&thema=bewegung"
        assert f'href="{link}"' in shown
        assert client.get(link).status_code == 200


# The map

def test_the_map_bears_the_numbers_of_the_list(client: Client, plant: Plant) -> None:
    for number in range(4):
        offer = plant(an_offer, f"angebot-{number}", title=f"Angebot {number}")
        plant(a_run, offer, venue=plant(a_venue, provider=offer.provider, lat=MUEHLHAUSEN[0] + 0.1 * (number // 2)))
    plant(a_run, plant(an_offer, "fern", title="Am Telefon"), online_how="Sie rufen an.")
    shown = page(client, f"{HERE}&umkreis=50&ansicht=karte")
    in_list = re.findall(r'class="card__number">(\d+)<', shown)
    on_map = ", ".join(re.findall(r'class="map-point">.*?<text[^>]*>(.*?)</text>', shown))
    assert sorted(in_list) == sorted(re.findall(r"\d", on_map)) == ["1", "2", "3", "4"]
    assert len(titles(shown)) == 5
    assert not re.search(r'(?:src|href)="https?://', shown.split("<main")[1].split("</main")[0])


in_thuringia = st.builds(Point, st.floats(50.5, 51.5), st.floats(10, 12))


@given(st.lists(in_thuringia, max_size=20), st.floats(0.5, 15))
def test_marks_never_lie_upon_one_another_and_lose_no_number(points: list[Point], half_height: float) -> None:
    numbered = [Numbered(number, point, f"Angebot {number}") for number, point in enumerate(points, 1)]
    found = marks(numbered, half_height=half_height)

    assert sorted(number for mark in found for number in mark.numbers) == list(range(1, len(points) + 1))
    for one in found:
        for other in found:
            assert one is other or abs(one.x - other.x) >= one.half_width + other.half_width \
                or abs(one.y - other.y) >= one.half_height + other.half_height


@pytest.mark.parametrize(("numbers", "words"), [((3,), "3"), ((4, 3), "3, 4"), ((5, 3, 4), "3–5"),
                                                ((1, 3, 4, 5, 9), "1, 3–5, 9"), ((), "")])
def test_numbers_that_follow_one_another_are_a_range(numbers: tuple[int, ...], words: str) -> None:
    assert ranges(numbers) == words


# An offer's page

def test_a_venue_is_told_once_and_the_nearest_first(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    near = plant(a_venue, provider=offer.provider, name="Nahes Haus", town="Mühlhausen")
    far = plant(a_venue, provider=offer.provider, name="Fernes Haus", town="Erfurt", lat=50.98, lon=11.03)
    for venue, weeks in ((far, 1), (near, 2), (near, 3)):
        plant(a_run, offer, venue=venue, starts_on=TODAY + timedelta(weeks=weeks))
    shown = page(client, f"/angebote/{offer.slug}/?ort=99974")
    assert [len(re.findall(f"<bdi>{name}</bdi>", shown)) for name in ("Nahes Haus", "Fernes Haus")] == [1, 1]
    assert shown.index("<bdi>Nahes Haus") < shown.index("<bdi>Fernes Haus")
    assert "Mühlhausen (unter 1\N{NO-BREAK SPACE}km)</strong>" in shown
    shown = page(client, f"/angebote/{offer.slug}/")
    assert shown.index("<bdi>Fernes Haus") < shown.index("<bdi>Nahes Haus")  # without a place: where it begins first


def test_no_and_not_asked_yet_are_two_things(client: Client, plant: Plant) -> None:
    offer = plant(an_offer, traits=["begleitung"], denied_traits=["kinderbetreuung"])
    facts = dict(re.findall(r"<dt>(\w+)</dt><dd>(.*?)</dd>", page(client, f"/angebote/{offer.slug}/")))
    assert (facts["Kinderbetreuung"], facts["Begleitung"]) == ("nein", "ja")
    other = plant(an_offer, "anderes")
    facts = dict(re.findall(r"<dt>(\w+)</dt><dd>(.*?)</dd>", page(client, f"/angebote/{other.slug}/")))
    assert (facts["Kinderbetreuung"], facts["Begleitung"]) == ("noch nicht geprüft", "noch nicht geprüft")


@pytest.mark.parametrize("kind", [OrganisationKind.JOBCENTER, OrganisationKind.AGENCY])
def test_an_offer_of_an_office_itself_says_so_first(client: Client, plant: Plant, kind: str) -> None:
    office = plant(an_organisation, "amt", kind=kind)
    offer = plant(an_offer, provider=office, registration="telephone")
    shown = page(client, f"/angebote/{offer.slug}/")
    assert shown.index("Angebot des Jobcenters") < shown.index("<h1")
    assert "<strong>Sie entscheiden.</strong>" not in shown


def test_an_old_or_unchecked_translation_shows_the_german_beside_it(client: Client, plant: Plant) -> None:
    offer = plant(an_offer)
    plant(a_text, offer, "title", "en", "Back course")
    assert "Rückenkurs am Vormittag" not in page(client, f"/en/angebote/{offer.slug}/")
    for change in ({"state": "machine"}, {"state": "checked", "german_hash": "0" * 64}):
        plant(OfferText.objects.filter(offer=offer).update, **change)
        shown = page(client, f"/en/angebote/{offer.slug}/")
        assert "Back course" in shown
        assert re.search(r'<div lang="de" dir="ltr"><p><strong>Rückenkurs am Vormittag</strong>', shown)


def test_where_registration_happens_elsewhere_the_way_there_is_the_one_button(client: Client, plant: Plant) -> None:
    offer = plant(an_offer, registration="website", website="https://example.org/kurs")
    plant(a_run, offer)
    shown = page(client, f"/angebote/{offer.slug}/")
    assert re.search(r'<a class="kern-btn kern-btn--primary[^"]*" href="https://example.org/kurs">', shown)
    assert "/platz/" not in shown


def test_each_page_of_results_leads_to_the_one_before_and_the_one_after(client: Client, plant: Plant) -> None:
    several(plant)
    with mock.patch("verzahnt.programme.offers.search.PAGE_SIZE", 4), \
            mock.patch("verzahnt.programme.offers.search_sql.PAGE_SIZE", 4):
        for desk, found in (("/angebote/", ""), ("/beratung/", "/beratung/")):
            shown = [page(client, f"{desk}?ort=99974&seite={number}") for number in (1, 2, 3)]
            assert [re.findall(r'rel="(prev|next)" href="([^"]*)"', unescape(one)) for one in shown] == [
                [("next", f"{found}?ort=99974&seite=2")],
                [("prev", f"{found}?ort=99974"), ("next", f"{found}?ort=99974&seite=3")],
                [("prev", f"{found}?ort=99974&seite=2")],
            ]


# The week

def test_a_week_shows_what_takes_place_and_the_next_is_one_click_away(client: Client, plant: Plant) -> None:
    offer = plant(an_offer, title="Rückenkurs")
    plant(a_run, offer, dates=2)  # Tuesdays, 10 and 17 March
    shown = page(client, f"{HERE}&ansicht=woche")
    assert "9. März – 15. März 2026" in shown  # nothing takes place this week: the plan begins where something does
    assert re.findall(r'class="week__title">(.*?)<', shown) == ["Dienstag, 10. März"]
    assert "10 bis 11:30 Uhr" in shown
    later = unescape(re.findall(r'rel="next" href="([^"]*)"', shown)[0])
    assert later == f"{HERE}&ansicht=woche&ab=2026-03-16"
    assert "Dienstag, 17. März" in page(client, later)
    assert "In dieser Woche findet nichts davon statt" in page(client, f"{HERE}&ansicht=woche&ab=2026-03-23")


def test_a_cancelled_date_is_struck_out_in_the_week_so_that_nobody_comes_in_vain(client: Client, plant: Plant) -> None:
    run = plant(a_run, plant(an_offer, title="Rückenkurs"), dates=2)
    later = f"{HERE}&ansicht=woche&ab=2026-03-16"
    assert "<s>" not in page(client, later)
    plant(run.sessions.filter(starts_at__day=17).update, is_cancelled=True)
    struck = page(client, later)
    assert "<s>10 bis 11:30 Uhr</s> fällt aus" in struck
    assert "<s>Rückenkurs</s>" in struck


def test_a_week_holds_only_what_was_asked_for(client: Client, plant: Plant) -> None:
    offer = plant(an_offer, kind="open_meeting", registration="none")
    far = plant(a_venue, provider=offer.provider, town="Erfurt", lat=50.98, lon=11.03)
    plant(a_run, offer)
    plant(a_run, offer, venue=far, starts_on=TODAY + timedelta(days=9))
    week = f"{HERE}&ansicht=woche&ab=2026-03-09"
    assert re.findall(r'class="week__title">(\w+)', page(client, week)) == ["Dienstag"]
    assert re.findall(r'class="week__title">(\w+)', page(client, f"{week}&umkreis=100")) == ["Dienstag", "Mittwoch"]
    assert re.findall(r'class="week__title">(\w+)', page(client, f"{week}&umkreis=100&tag=mi")) == ["Mittwoch"]
    assert 'class="week__title"' not in page(client, f"{week}&zeit=abends")


@pytest.mark.parametrize("typed", ["", "x", "2026-02-31", "0001-01-01", "9999-12-31", "2026-W10", "\x00", "1e9"])
def test_any_week_typed_is_answered(client: Client, plant: Plant, typed: str) -> None:
    plant(a_run, plant(an_offer))
    assert client.get(HERE, {"ort": "99974", "ansicht": "woche", "ab": typed}).status_code == 200


def test_what_only_comes_near_to_the_words_typed_is_not_passed_off_as_more(client: Client, plant: Plant) -> None:
    plant(a_run, plant(an_offer, title="Rückenkurs"))
    for comes_near in (True, False):
        with mock.patch("verzahnt.programme.offers.search._comes_near", return_value=comes_near):
            assert ("Manches passt nur ungefähr" in page(client, f"{HERE}&suche=Rücken")) is comes_near
