"""A man of 58 in Tecklenburg without a smartphone: his counsellor prints a sheet, and he calls."""

import pytest

from tests.desks.test_counselling import files_of, words_in
from tests.stories.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
WALK = "gemeinsam-gehen-kreis-steinfurt"


def test_his_counsellor_finds_the_walk_near_by_and_prints_it() -> None:
    desk = Visitor()
    said = desk.open("/beratung/?ort=49545&fuer=ab-50")
    assert "Gemeinsam gehen" in said
    assert "Altes Pfarrhaus" in said

    desk.open(f"/beratung/?ort=49545&fuer=ab-50&wahl={WALK}")
    desk.press("Drucken")
    paper = words_in(files_of(desk.page)["fuer-sie.pdf"])
    for words in ("Gemeinsam gehen", "dienstags", "10 bis 11:30 Uhr", "Beispielgasse 3", "Tecklenburg",
                  "Der Bürgerbus hält am Markt", "Bequeme Schuhe", "Am Telefon. Ein Wunschname genügt.", "0221 4710"):
        assert words in paper, paper
    assert "Jobcenter" not in paper


def test_the_page_says_the_telephone_is_the_way_and_when_somebody_answers() -> None:
    visitor = Visitor()
    said = visitor.open(f"/angebote/{WALK}/")
    assert "0221 4710" in said
    assert "werktags von 9 bis 15 Uhr" in said
    assert f"/angebote/{WALK}/platz/" not in visitor.page  # no card is asked of him
