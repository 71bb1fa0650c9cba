"""A mother of one in Lichtenberg, alone with her child and with little German, can come between nine and one."""

import pytest

from tests.stories.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_places")]
LICHTENBERG = "/ar/angebote/?ort=10365+Berlin"
BETWEEN_NINE_AND_ONE = f"{LICHTENBERG}&zeit=9-13&merkmal=kinderbetreuung"
HER_OFFER = "/ar/angebote/zeit-fuer-mich-berlin-lichtenberg/"


def results(visitor: Visitor) -> list[str]:
    """The addresses of the offers on the list, in their order."""
    main = visitor.page.split('id="treffer"' if 'id="treffer"' in visitor.page else "<main", 1)[1]
    return list(dict.fromkeys(part.split('"')[0].split("?")[0] for part in main.split('href="')[1:]
                              if part.startswith("/ar/angebote/") and part[13:14].isalpha()
                              and not part.startswith(("/ar/angebote/feed", "/ar/angebote/kalender"))))


def test_she_finds_the_hour_in_which_her_child_is_looked_after() -> None:
    mother = Visitor()
    said = mother.open(BETWEEN_NINE_AND_ONE)

    assert 'dir="rtl"' in mother.page.split("<body", 1)[0]
    assert results(mother) == [HER_OFFER]
    assert "وقت لنفسي" in said  # "time for myself"


def test_the_group_at_ten_is_named_and_not_the_one_at_three() -> None:
    """The offer has two groups, Thursdays at ten and Tuesdays at three."""
    mother = Visitor()
    card = mother.open(BETWEEN_NINE_AND_ONE).split("وقت لنفسي", 1)[1]
    assert "10:00–11:15" in card.split("Elterntreff", 1)[0]
    assert "15:00" not in card.split("Elterntreff", 1)[0]

    both = mother.open(HER_OFFER)
    assert "10:00–11:15" in both
    assert "15:00–16:15" in both


def test_what_lasts_beyond_one_is_left_out_until_she_asks_for_it() -> None:
    """"Gesund ankommen" goes on until half past one."""
    mother = Visitor()
    mother.open(f"{LICHTENBERG}&zeit=9-13")
    assert "/ar/angebote/gesund-ankommen-berlin-lichtenberg/" not in results(mother)
    mother.open(f"{LICHTENBERG}&zeit=9-14")
    assert "/ar/angebote/gesund-ankommen-berlin-lichtenberg/" in results(mother)


def test_in_the_evening_there_is_nothing_and_one_click_leads_to_another_time() -> None:
    mother = Visitor()
    mother.open(f"{LICHTENBERG}&zeit=20-24&merkmal=kinderbetreuung")
    assert HER_OFFER in results(mother)  # as the next best, at another time
