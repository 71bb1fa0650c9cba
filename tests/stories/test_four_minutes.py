"""A counsellor with four minutes and a person in front of her: from the bookmark to the sheet, and nothing stays."""

import pytest

from tests.desks.test_counselling import files_of, words_in
from tests.stories.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]


def test_two_offers_in_the_persons_language_on_one_sheet_in_four_requests() -> None:
    desk = Visitor()
    desk.open("/beratung/?kreis=16064")
    said = desk.press("Suchen", ort="99974")
    assert "Gemeinsam gehen" in said
    desk.open("/beratung/?ort=99974&wahl=gemeinsam-gehen-unstrut-hainich-kreis"
              "&wahl=zur-ruhe-kommen-unstrut-hainich-kreis&papier=uk")
    desk.press("Drucken")
    assert desk.requests == 4

    paper = words_in(files_of(desk.page)["fuer-sie.pdf"])
    assert "Гуляємо разом" in paper
    assert "Jobcenter" not in paper
    assert desk.client.cookies == {}


def test_the_guide_gives_her_a_sentence_for_her_own_file_and_no_more() -> None:
    desk = Visitor()
    said = desk.open("/beratung/leitfaden/")
    assert "Allgemein über freiwillige Gesundheitsangebote informiert." in said
    assert desk.forms == []  # nothing can be typed that would be sent


def test_no_page_of_the_desk_asks_for_a_person() -> None:
    asked = set()
    for path in ("/beratung/", "/beratung/?ort=99974", "/beratung/leitfaden/", "/beratung/material/"):
        desk = Visitor()
        desk.open(path)
        asked |= {name for form in desk.forms for name in form.fields}
    for word in ("name", "vorname", "kunde", "nummer", "geburt", "person", "diagnose", "grund"):
        assert not [field for field in asked if word in field.lower()], asked

