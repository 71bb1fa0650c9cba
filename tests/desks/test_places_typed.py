"""The place field: suggestions for who types with a script, a page of links for who has none, all Kreise behind it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.reference.models import Kreis, PostalCode

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]


def options(client: Client, typed: str, prefix: str = "") -> list[tuple[str, str]]:
    response = client.get(f"/{prefix}orte/", {"q": typed, "als": "liste"})
    assert response.status_code == 200
    found = re.findall(r'role="option"[^>]*data-value="([^"]*)"[^>]*>(.*?)</li>', response.content.decode(), re.S)
    return [(unescape(value), unescape(re.sub(r"<[^>]+>", "", shown))) for value, shown in found]


def test_the_list_says_what_is_chosen_and_where_it_lies(client: Client) -> None:
    assert options(client, "Mühlhas")[:4] == options(client, "muehlhausen")[:4] == [
        ("69242 Mühlhausen", "69242 Mühlhausen Rhein-Neckar-Kreis"),
        ("92360 Mühlhausen", "92360 Mühlhausen Landkreis Neumarkt i. d. OPf."),
        ("96172 Mühlhausen", "96172 Mühlhausen Landkreis Erlangen-Höchstadt"),
        ("99974 Mühlhausen", "99974 Mühlhausen Unstrut-Hainich-Kreis")]


def test_a_code_in_several_kreise_names_them_all(client: Client) -> None:
    with as_desk("portal"):
        label = PostalCode.objects.get(code="99102").main_place
    assert options(client, "99102")[0] == (f"99102 {label}", f"99102 {label} Landkreis Weimarer Land und Ilm-Kreis")


def test_how_many_there_are_is_said_to_who_does_not_see_them(client: Client) -> None:
    response = client.get("/orte/", {"q": "Lichtenberg", "als": "liste"}).content.decode()
    number = len(options(client, "Lichtenberg"))
    assert number > 1
    assert f'data-said="{number} Orte. Mit den Pfeiltasten wählen."' in response
    assert 'data-said="So heißt kein Ort, den wir kennen."' in client.get(
        "/orte/", {"q": "Xyzzyhausen", "als": "liste"}).content.decode()


@pytest.mark.parametrize("prefix", ["", "leicht/", "en/", "ar/"])
def test_the_field_names_the_address_of_its_suggestions_in_its_language(client: Client, prefix: str) -> None:
    for page in ("", "angebote/"):
        shown = client.get(f"/{prefix}{page}").content.decode()
        assert f'data-places="/{prefix}orte/"' in shown
        assert "parts/place" in shown
    assert options(client, "Tecklenbrug", prefix)[0][0] == "49545 Tecklenburg"


def test_without_scripts_the_page_links_to_the_results_and_keeps_the_search(client: Client) -> None:
    shown = unescape(client.get("/orte/?q=Mühlhasuen&thema=bewegung").content.decode())
    assert 'href="/angebote/?ort=99974+M%C3%BChlhausen&thema=bewegung"' in shown


def test_who_does_not_find_the_place_finds_the_kreis(client: Client) -> None:
    for address in ("/orte/", "/orte/?q=Xyzzyhausen"):
        shown = client.get(address).content.decode()
        with as_desk("portal"):
            real = Kreis.objects.filter(is_invented=False).count()
        assert shown.count("/angebote/?ort=") == real - 1 + 12  # Berlin has its Bezirke
        assert "Landkreis Meißen" in shown
        assert "Berlin-Lichtenberg" in shown


@pytest.mark.parametrize("typed", ["", "x" * 5000, "\x00", "%' OR 1=1", "<script>", "٩٩٩٧٤", "😀"])
@pytest.mark.parametrize("form", ["", "liste"])
def test_whatever_is_typed_is_answered(client: Client, typed: str, form: str) -> None:
    response = client.get("/orte/", {"q": typed, "als": form})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script src="', "")


def test_a_suggestion_costs_few_questions_and_may_be_kept_by_the_browser(client: Client) -> None:
    client.get("/orte/?q=Ess&als=liste")
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/orte/?q=Mühl&als=liste")
    assert len([one for one in asked if "reference" in one["sql"]]) <= 4
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
