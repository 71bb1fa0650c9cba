"""The public pages that tell: what sources say about the five places, and what these pages say about themselves."""

import gzip
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.agreements import a_mandate
from tests.factories.chronicle import a_source, a_statement
from tests.factories.offers import a_run, an_offer, an_organisation
from tests.factories.partners import a_member
from verzahnt.desks.parts import languages
from verzahnt.desks.parts.areas import search_place
from verzahnt.desks.parts.keeping import kept
from verzahnt.desks.portal import sitemap
from verzahnt.desks.portal.circle import spokes
from verzahnt.kit.days import OPEN, KnownDay, Period
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.states import OfferState
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.partners.models import Site
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.sources import queries as sources

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
Plant = Callable[..., object]
PAGES = ("/standorte/", "/standorte/unstrut-hainich-kreis/", "/standorte/musterkreis/", "/organisationen/aok-plus/",
         "/presse/", "/presse/2024-unstrut-hainich-kreis/", "/kontakt/", "/impressum/", "/datenschutz/",
         "/barrierefreiheit/", "/datenquellen/", "/sitemap/")


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def words_of(html: str) -> str:
    """What one reads: tags gone, spaces single."""
    html = re.sub(r"<(script|style|svg).*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).replace(" ,", ",").replace(" .", ".")


@pytest.mark.parametrize(
    ("site", "told"),
    [
        ("unstrut-hainich-kreis", [
            "Peter Gundermann, Geschäftsführer des Jobcenters Unstrut-Hainich-Kreis",
            "Thomas Fabisch, Regionalcenterleiter der AOK PLUS",
            "bis Ende 2025 (Beginn nicht genannt) Verlängerung Unterzeichnet am 19. Dezember 2024.",
            "Nach dieser Quelle führt dieselbe Stelle auch: Ilm-Kreis, Eichsfeld, Saalfeld-Rudolstadt, Jena, Gera, "
            "Saale-Orla-Kreis, Agentur für Arbeit Jena",
            "Programmkoordination, seit 1. Januar 2026",
            "Rund 500 Menschen haben die Angebote seit 2017 genutzt. laut Jobcenter Unstrut-Hainich-Kreis",
            "„teamw()rk für Gesundheit und Arbeit“",
            "Für wen SGB II (Grundsicherung) und SGB III (Arbeitslosengeld)",
            "Rundum fit Training", "Gesundheitstreff Training",
        ]),
        ("mayen-koblenz", ["vertreten durch", "getragen von", "Burkhard", "Burkhardt"]),
        ("berlin-lichtenberg", [
            "im September (Jahr nicht genannt)", "Qualitätsentwicklung, Planung und Koordination", "begleitet",
            "soll noch gewonnen werden", "Besonders für Alleinerziehende, Zugewanderte",
            "dass das Geld der Versicherten auch vor Ort ankommt. laut Dirk Leicher",
        ]),
        ("landkreis-meissen", ["Stand der Quelle: Januar 2020. Neuere Angaben liegen nicht vor.", "Ende 2021"]),
        ("kreis-steinfurt", ["Kooperationsvereinbarung", "spätestens"]),
    ],
)
def test_a_site_tells_what_its_source_says_as_exactly_as_the_source(
        client: Client, site: str, told: list[str]) -> None:
    read = words_of(page(client, f"/standorte/{site}/"))
    assert [sentence for sentence in told if sentence not in read] == []


def test_what_a_newer_source_has_overtaken_is_not_called_old(client: Client) -> None:
    assert "Neuere Angaben liegen nicht vor" not in page(client, "/standorte/unstrut-hainich-kreis/")


@pytest.mark.parametrize("site", ["kreis-steinfurt", "landkreis-meissen", "mayen-koblenz", "unstrut-hainich-kreis",
                                  "berlin-lichtenberg"])
def test_every_statement_says_whose_it_is_and_leads_to_its_source(client: Client, site: str) -> None:
    html = page(client, f"/standorte/{site}/")
    named = re.findall(r'<li id="quelle-([\w-]+)">', html)
    assert len(named) == len(set(named)) > 0
    assert set(re.findall(r'href="#quelle-([\w-]+)"', html)) <= set(named)
    statements = re.findall(r'<p class="told__words"[^>]*>(?!<a).*?</p>\s*<p class="source">(.*?)</p>', html, re.DOTALL)
    assert statements
    assert [one for one in statements if "laut " not in one or "#quelle-" not in one] == []


def test_every_site_whose_area_is_known_can_be_searched_around() -> None:
    with as_desk("portal"):
        places = {site.slug: search_place(site) for site in partners.sites()}
        lost = [place for place in places.values()
                if place and ((found := reference.locate(place)) is None or found.spot is None)]
    assert lost == []
    assert [slug for slug, place in places.items() if not place] == ["agentur-fuer-arbeit-jena"]  # no source says which


def test_the_list_of_sites_puts_the_invented_one_last_and_marks_it(client: Client) -> None:
    html = page(client, "/standorte/")
    found = re.findall(r'class="place-list__name" href="/standorte/([\w-]+)/"', html)
    with as_desk("portal"):
        assert sorted(found) == sorted(site.slug for site in partners.sites())
    assert found[-1] == "musterkreis"
    assert words_of(html).count("Beispiel ") >= 1
    assert len(re.findall(r'<g class="map-point[ "]', html)) == len(found) - 1  # of one the area is not known


def test_a_lead_shows_its_portfolio(client: Client) -> None:
    read = words_of(page(client, "/organisationen/aok-plus/"))
    assert "Ilm-Kreis Federführung, bis 31. Dezember 2025 (Beginn nicht genannt)" in read
    assert "Unstrut-Hainich-Kreis Federführung, von 2017 bis 31. Dezember 2025" in read


@pytest.mark.parametrize("path", ["/standorte/gibt-es-nicht/", "/organisationen/gibt-es-nicht/",
                                  "/organisationen/anbieter-nicht-genannt/", "/presse/gibt-es-nicht/",
                                  "/sitemap.xml?teil=2", "/sitemap.xml?teil=zwei", "/sitemap.xml?teil=-1"])
def test_what_is_not_there_says_so_kindly(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "<h1" in response.content.decode()
    assert 'href="/"' in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_pages_that_tell_carry_the_mark_of_the_demo_no_cookie_no_form_and_little_weight(
        client: Client, path: str) -> None:
    response = client.get(path)
    html = response.content.decode()
    assert "Vorführung. Keine Seite der genannten Behörden." in html
    assert not response.cookies
    assert "<form" not in html
    assert "style=" not in html
    sheet = finders.find("parts/verzahnt.css")
    with open(str(sheet), "rb") as css:
        weight = len(gzip.compress(response.content)) + len(gzip.compress(css.read()))
    assert weight < 60_000


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["/leicht", "/en", "/ar"])
def test_pages_that_tell_open_in_every_language(client: Client, path: str, prefix: str) -> None:
    html = page(client, prefix + path)
    inside = re.findall(rf'href="({prefix}/(?:standorte|presse|programm)[^"]*)"', html)
    outside = re.findall(r'<main.*</main>', html, re.DOTALL)[0]
    assert re.findall(r'href="(/(?:standorte|presse|programm|kontakt)/[^"]*)"', outside) == []
    assert inside or path.strip("/") in {"impressum", "datenschutz", "barrierefreiheit", "datenquellen", "kontakt"}


def test_what_stays_german_on_other_pages_is_marked_as_german(client: Client) -> None:
    english = page(client, "/en/standorte/unstrut-hainich-kreis/")
    sentence = "Rund 500 Menschen haben die Angebote seit 2017 genutzt."
    assert f'<p class="told__words" lang="de" dir="ltr">{sentence}</p>' in english
    assert f'<p class="told__words">{sentence}</p>' in page(client, "/standorte/unstrut-hainich-kreis/")


def test_a_press_release_tells_its_facts_and_leads_on(client: Client) -> None:
    read = words_of(page(client, "/presse/2024-unstrut-hainich-kreis/"))
    for told in ("Pressemitteilung", "Veröffentlicht 19. Dezember 2024",
                 "Herausgegeben von Jobcenter Unstrut-Hainich-Kreis",
                 "Doreen Deutsch, Projektverantwortliche", "Wir geben den Sinn wieder, nicht den Wortlaut."):
        assert told in read
    paths = re.findall(r'class="press-list__title"><a href="([^"]+)"', page(client, "/presse/"))
    assert len(paths) == 5
    for newer, older in pairwise(paths):
        assert f'rel="prev" href="{older}"' in page(client, newer)
        assert f'rel="next" href="{newer}"' in page(client, older)


def test_an_article_names_its_author_and_that_its_day_is_not_known(client: Client) -> None:
    read = words_of(page(client, "/presse/berlin-lichtenberg/"))
    assert "Zeitungsartikel" in read
    assert "Geschrieben von Berit Müller" in read
    assert "Veröffentlicht Tag nicht genannt" in read


def test_press_pages_hold_no_number_and_no_mailbox_of_a_person(client: Client) -> None:
    paths = re.findall(r'class="press-list__title"><a href="([^"]+)"', page(client, "/presse/"))
    for path in paths:
        html = page(client, path)
        assert not re.search(r"[\w.]+@[\w.]+|mailto:|tel:|\b0\d{3,5}[ /]\d{3,}", html), path


def test_the_feed_lists_what_the_press_page_lists(client: Client) -> None:
    response = client.get("/presse/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    atom = {"a": "http://www.w3.org/2005/Atom"}
    links = [entry.find("a:link", atom).attrib["href"]  # type: ignore[union-attr]
             for entry in ElementTree.fromstring(response.content).findall("a:entry", atom)]
    paths = re.findall(r'class="press-list__title"><a href="([^"]+)"', page(client, "/presse/"))
    assert [re.sub(r"^https?://[^/]+", "", link) for link in links] == paths


def test_an_address_can_be_read_by_people_and_not_collected(client: Client) -> None:
    for path in ("/kontakt/", "/impressum/", "/datenschutz/", "/barrierefreiheit/"):
        html = page(client, path)
        assert "post@example.org" not in html
        assert "mailto:" not in html
        assert "post (at) example.org" in words_of(html)


def test_the_privacy_page_makes_ten_promises_and_shows_every_purpose_with_its_end(client: Client) -> None:
    read = words_of(page(client, "/datenschutz/"))
    promises = re.findall(r"<li><strong>", page(client, "/datenschutz/"))
    assert len(promises) == 10
    everything = kept()
    assert len(everything.about_persons) > 8
    said = [*everything.about_persons, *everything.about_facts]
    assert [one.purpose for one in said if f"{one.purpose} {one.until}" not in read] == []


def test_every_data_set_is_named_as_its_licence_asks(client: Client) -> None:
    read = words_of(page(client, "/datenquellen/"))
    with as_desk("portal"):
        found = list(sources.data_sets())
    assert len(found) >= 5
    assert [one.slug for one in found if one.attribution not in read or one.licence not in read] == []


def test_the_list_for_search_engines_holds_every_public_page_in_every_language(
        client: Client, plant: Plant) -> None:
    plant(an_offer, "kurs-fuer-alle")
    plant(an_offer, "von-frueher", state=OfferState.NAMED, published_on=None)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    paths = [re.sub(r"^https?://[^/]+", "", str(one.text)) for one in tree.findall("s:url/s:loc", names)]
    assert {"/", "/angebote/", "/standorte/landkreis-meissen/", "/presse/mayen-koblenz/", "/programm/",
            "/angebote/kurs-fuer-alle/", "/organisationen/aok-plus/"} <= set(paths)
    assert "/angebote/von-frueher/" not in paths
    assert not [path for path in paths if path.startswith(("/karte", "/en/", "/konto"))]
    first = tree.findall("s:url", names)[0].findall("x:link", names)
    assert [link.attrib["hreflang"] for link in first] == [one.code for one in languages.shown()]
    assert client.get("/en/sitemap.xml").content == client.get("/sitemap.xml").content


def test_a_long_list_for_search_engines_comes_in_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = client.get("/sitemap.xml").content.count(b"<url>")
    monkeypatch.setattr(sitemap, "PART", whole - 1)
    assert client.get("/sitemap.xml").content.count(b"<sitemap>") == 2
    assert client.get("/sitemap.xml?teil=1").content.count(b"<url>") == whole - 1
    assert client.get("/sitemap.xml?teil=2").content.count(b"<url>") == 1
    assert client.get("/sitemap.xml?teil=3").status_code == 404


def _more(site: Site, times: int) -> None:
    """So many more of everything a site's page lists."""
    for number in range(times):
        provider = an_organisation(f"verein-{site.pk}-{number}-{times}")
        a_member(site, provider, source=a_source())
        a_statement(site=site)
        a_run(an_offer(f"kurs-{provider.pk}", site=site, provider=provider), starts_on=date(2035, 3, 5))


def test_a_site_asks_the_database_as_often_for_three_of_everything_as_for_one(client: Client, plant: Plant) -> None:
    with as_desk("portal"):
        site = partners.site("landkreis-meissen")
    asked = []
    for times in (1, 3):
        plant(_more, site, times)
        with CaptureQueriesContext(connection) as questions:
            page(client, "/standorte/landkreis-meissen/")
        asked.append(len(questions))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "path", ["/standorte/", "/presse/", "/datenquellen/", "/sitemap/", "/organisationen/aok-plus/"])
def test_lists_ask_few_questions(client: Client, path: str) -> None:
    with CaptureQueriesContext(connection) as questions:
        page(client, path)
    assert len(questions) <= 22


def test_an_organisation_asks_as_often_for_three_mandates_as_for_one(client: Client, plant: Plant) -> None:
    with as_desk("portal"):
        lead = partners.organisation("vdek-thueringen")
        sites = list(partners.sites())
    asked = []
    for some in (sites[:1], sites[1:4]):
        for site in some:
            plant(a_mandate, site, lead, Period(KnownDay.year(2026), OPEN))
        with CaptureQueriesContext(connection) as questions:
            page(client, "/organisationen/vdek-thueringen/")
        asked.append(len(questions))
    assert asked[0] == asked[1]


def test_the_picture_of_the_network_has_a_point_for_each_partner_of_the_list(client: Client) -> None:
    html = page(client, "/standorte/berlin-lichtenberg/")
    points = re.findall(r'class="circle__partner', html)
    assert len(points) == len(re.findall(r'class="network__member', html)) > 3


def test_the_network_stands_around_the_site_clockwise_from_the_top() -> None:
    top, right, bottom, left = spokes([(False, True), (False, False), (True, False), (False, False)])
    assert [(spoke.number, spoke.x, spoke.y) for spoke in (top, right, bottom, left)] == [
        (1, 120.0, 24.0), (2, 216.0, 120.0), (3, 120.0, 216.0), (4, 24.0, 120.0)]
    assert [spoke.is_leading for spoke in (top, right)] == [True, False]
    assert [spoke.is_planned for spoke in (bottom, left)] == [True, False]
    assert spokes([]) == []
