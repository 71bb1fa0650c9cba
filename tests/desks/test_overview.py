"""The programme's page: history, map, what sources count, and released figures, never mixed."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.agreements import a_mandate
from tests.factories.chronicle import a_phase, a_statement
from tests.factories.people import a_site
from verzahnt.kit.days import OPEN, KnownDay, Period
from verzahnt.programme.evaluation.models import Release, ReleasedFigure
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.partners import queries as partners

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
Plant = Callable[..., object]


def programme(client: Client, prefix: str = "") -> str:
    response = client.get(f"{prefix}/programm/")
    assert response.status_code == 200
    return response.content.decode()


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL))))


def section(html: str, name: str) -> str:
    return re.search(rf'<section id="{name}".*?(?=<section (?:id|class="section)|</main>)', html, re.DOTALL)[0]  # type: ignore[index]


def test_history_runs_from_2014_on_and_names_the_programme_as_it_was_called(client: Client) -> None:
    history = words_of(section(programme(client), "geschichte"))
    told = ["2014 Das Modellprojekt entsteht",
            "Verzahnung von Arbeits- und Gesundheitsförderung in der kommunalen Lebenswelt",
            "Dezember 2016", "2020 Knapp 230 Standorte", "2023 Aus dem Projekt", "teamw()rk für Gesundheit und Arbeit",
            "2026 Dauerhaftes Programm", "vom 1. Januar 2026 bis 31. Dezember 2028 Förderphase V"]
    places = [history.find(one) for one in told]
    assert -1 not in places
    assert places == sorted(places)


def test_every_stretch_of_history_and_every_count_names_its_source(client: Client) -> None:
    html = programme(client)
    entries = re.findall(r'<li class="timeline__entry.*?</li>', html, re.DOTALL)
    assert len(entries) >= 8
    assert [one for one in entries if 'href="#quelle-' not in one] == []
    rows = re.findall(r'<tr role="row">.*?</tr>', section(html, "zahlen"), re.DOTALL)
    assert [row for row in rows if "rowheader" in row and 'href="#quelle-' not in row] == []
    assert set(re.findall(r'href="#(quelle-[\w-]+)"', html)) == set(re.findall(r'id="(quelle-[\w-]+)"', html))


def test_saxony_is_counted_with_the_month_it_is_true_for(client: Client) -> None:
    counted = words_of(section(programme(client), "zahlen"))
    assert "Sachsen 17 Kooperationen Januar 2020 Landkreis Meißen" in counted


def numbers_of(html: str) -> list[str]:
    """The sites of the table, in the order of their numbers."""
    return re.findall(r'<span><a href="/standorte/([\w-]+)/"', html)


def test_the_map_has_a_point_for_each_site_of_its_table(client: Client) -> None:
    html = section(programme(client), "karte")
    numbers = re.findall(r'class="place-list__number">(\d+)<', html)
    on_the_map = re.findall(r'<g class="map-point.*?>(\d+)</text>', html)
    with as_desk("overview"):
        assert numbers == [str(number + 1) for number in range(partners.sites().count())]
    without_area = numbers[numbers_of(html).index("agentur-fuer-arbeit-jena")]
    assert on_the_map == [number for number in numbers if number != without_area]
    assert words_of(html).strip().endswith("Woher die Karte kommt")


def test_who_leads_a_site_today_stands_beside_it(client: Client, plant: Plant) -> None:
    with as_desk("overview"):
        site, lead = partners.site("kreis-steinfurt"), partners.organisation("gkv-buendnis")
    assert "Kreis Steinfurt Nordrhein-Westfalen nicht bekannt" in words_of(section(programme(client), "karte"))
    plant(a_mandate, site, lead, Period(KnownDay.year(2020), OPEN))
    assert "Kreis Steinfurt Nordrhein-Westfalen GKV-Bündnis für Gesundheit" in words_of(
        section(programme(client), "karte"))


def _release(value: int | None, hidden: str) -> None:
    release = Release.objects.create(quarter=date(2031, 1, 1), released_on=date(2031, 4, 15))
    ReleasedFigure.objects.create(release=release, indicator="visits", value=value, hidden=hidden)


def test_released_figures_stand_apart_from_stated_ones_and_hidden_ones_stay_hidden(
        client: Client, plant: Plant) -> None:
    plant(_release, None, "small")
    html = programme(client)
    assert "1. Quartal 2031 verborgen" in words_of(section(html, "freigegeben"))
    assert "2031" not in section(html, "zahlen")
    assert "Kooperationen" not in section(html, "freigegeben")


def test_the_page_opens_in_every_language_and_marks_what_is_german(client: Client) -> None:
    for prefix, tag in (("/leicht", "de"), ("/en", "en"), ("/ar", "ar")):
        html = programme(client, prefix)
        assert f'<html lang="{tag}"' in html
        assert ('<h3 class="timeline__title" lang="de" dir="ltr">' in html) == (tag != "de")


def test_the_page_asks_as_often_for_three_of_everything_as_for_one(client: Client, plant: Plant) -> None:
    asked = []
    for times in (1, 3):
        for _time in range(times):
            plant(a_site)
            plant(a_phase, KnownDay.year(2021))
            plant(a_statement, land_id="14", figure=3, unit="Standorte")
            plant(a_statement)
        with CaptureQueriesContext(connection) as questions:
            programme(client)
        asked.append(len(questions))
    assert asked[0] == asked[1]


def test_the_page_stays_light_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/programm/", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 45_000
    assert not response.cookies
