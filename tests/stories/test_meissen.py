"""Rural Meißen: buses are few, so the same course takes place at four offices, and each finds the one near by."""

import re

import pytest

from tests.stories.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
COURSE = "/angebote/zur-ruhe-kommen-landkreis-meissen/"


@pytest.mark.parametrize(("code", "venue", "when"), [
    ("01662", "Gesundheitshaus Elbmuster", "donnerstags, 9 bis 10 Uhr"),
    ("01558", "Alter Speicher", "dienstags, 14 bis 15 Uhr"),
    ("01587", "Treffpunkt Musterhafen", "montags, 10 bis 11 Uhr"),
    ("01445", "Weinberghaus", "mittwochs, 9:30 bis 10:30 Uhr"),
])
def test_whoever_looks_from_a_town_is_shown_the_course_there(code: str, venue: str, when: str) -> None:
    visitor = Visitor()
    said = visitor.open(f"/angebote/?ort={code}&umkreis=10&suche=Ruhe")

    assert said.count("Zur Ruhe kommen") == 1  # one course, however many places it has
    assert venue in said
    assert when in said


def test_the_page_of_the_course_names_the_nearest_place_first_and_all_four() -> None:
    visitor = Visitor()
    said = visitor.open(f"{COURSE}?ort=01558")
    towns = re.findall(r"01\d{3} (Großenhain|Meißen|Riesa|Radebeul)", said)
    assert list(dict.fromkeys(towns)) == ["Großenhain", "Meißen", "Riesa", "Radebeul"]

    said = visitor.open(f"{COURSE}?ort=01445")
    assert re.findall(r"01\d{3} (Großenhain|Meißen|Riesa|Radebeul)", said)[0] == "Radebeul"


def test_a_step_is_named_where_there_is_one_and_what_nobody_checked_is_no_no() -> None:
    said = Visitor().open(COURSE)
    assert "Stufenlos nein" in said  # Riesa
    assert "Stufenlos noch nicht geprüft" in said  # Großenhain
    only_step_free = Visitor()
    only_step_free.open("/angebote/?ort=01587&umkreis=5&suche=Ruhe&merkmal=stufenlos")
    assert "Treffpunkt Musterhafen" not in only_step_free.words


def test_who_may_not_travel_far_looks_in_the_own_kreis_alone() -> None:
    visitor = Visitor()
    said = visitor.open("/angebote/?ort=01558&umkreis=kreis&thema=ernaehrung")
    assert "Nachbarschaftshaus Musteraue" in said
