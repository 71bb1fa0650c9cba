"""A place as it is typed: slips of the finger, beginnings, names borne by several, codes in several Kreise."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verzahnt.kit.words import distance
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.reference import queries
from verzahnt.programme.reference.models import PostalCode
from verzahnt.programme.reference.rules import search_key, slips_forgiven

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal() -> Iterator[None]:
    with as_desk("portal"):
        yield


def suggested(text: str, **limits: int) -> list[str]:
    return [spot.label for spot in queries.suggestions(text, **limits)]


# Slips

@pytest.mark.parametrize(("typed", "known", "begins", "apart"), [
    ("lichtenbreg", "lichtenberg", False, 1), ("muhlhausen", "muhlhausen", False, 0),
    ("muhlhasun", "muhlhausen", False, 2), ("muhlhasu", "muhlhausen", True, 1), ("muh", "muhlhausen", True, 0),
    ("", "ulm", False, 3), ("ulm", "", False, 3), ("", "ulm", True, 0),
])
def test_a_slip_is_a_letter_too_much_missing_wrong_or_two_turned_round(typed: str, known: str, begins: bool,
                                                                      apart: int) -> None:
    assert distance(typed, known, begins=begins) == apart


@given(st.text(max_size=12), st.text(max_size=12))
def test_slips_count_alike_in_both_directions_and_never_more_than_letters(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one) <= max(len(one), len(other))
    assert (distance(one, other) == 0) == (one == other)


def test_short_words_forgive_nothing() -> None:
    assert [slips_forgiven("x" * length) for length in (3, 4, 6, 9)] == [0, 1, 2, 3]


# While somebody is typing

@pytest.mark.parametrize(("typed", "first"), [
    ("Mühlhasuen", "Mühlhausen"), ("Muehlhausen", "Mühlhausen"), ("Muhlhausen", "Mühlhausen"),
    ("Mühlhuasen", "Mühlhausen"), ("Mülhausen", "Mühlhausen"), ("Lichtenbreg", "Berlin-Lichtenberg"),
    ("Tecklenbrug", "49545 Tecklenburg"), ("Meissen", "01662 Meißen"),
    ("Langensalsza", "99947 Bad Langensalza"), ("Steinfrut", "48565 Steinfurt"), ("Nuekölln", "Berlin-Neukölln"),
])
@pytest.mark.usefixtures("portal")
def test_who_slips_still_finds_the_place(typed: str, first: str) -> None:
    assert any(first in label for label in suggested(typed)), suggested(typed)
    located = queries.locate(typed)
    assert located is not None
    assert any(first in spot.label for spot in located.spots)


@pytest.mark.parametrize(("typed", "first"), [
    ("Ess", "Essen"), ("Ham", "Hamburg"), ("Münc", "München"), ("Ber", "Berlin"), ("Leip", "Leipzig"),
    ("Tecklen", "49545 Tecklenburg"), ("Kreuzb", "Berlin-Friedrichshain-Kreuzberg"), ("Lichtenb", "Berlin-Lichtenberg"),
    ("0166", "01662 Meißen"), ("Unstrut-Hainich-K", "Unstrut-Hainich-Kreis"), ("Landkreis Mei", "Landkreis Meißen"),
])
@pytest.mark.usefixtures("portal")
def test_a_beginning_is_enough_and_large_towns_stand_first(typed: str, first: str) -> None:
    assert suggested(typed)[0] == first


@pytest.mark.usefixtures("portal")
def test_berlin_is_asked_by_bezirk() -> None:
    assert suggested("Berlin")[0] == "Berlin"
    assert len(suggested("Berlin")) == 13
    assert "Berlin-Lichtenberg" in suggested("Berlin")
    assert suggested("Berlin Lich")[0] == "Berlin-Lichtenberg"


@pytest.mark.parametrize("typed", [
    "Mühlhausen", "Mühlhasuen", "Halle", "Lichtenberg", "Berlin", "Kreuzberg", "Essen", "Rosenheim", "9997", "06420",
    "Frankfurt", "Neustadt", "Unstrut",
])
@pytest.mark.usefixtures("portal")
def test_what_is_chosen_is_found_again_without_doubt(typed: str) -> None:
    for spot in queries.suggestions(typed):
        again = queries.locate(spot.question)
        assert again is not None, spot.question
        assert again.spot is not None, spot.question
        assert again.spot.kreis_key == spot.kreis_key, spot.question


@pytest.mark.usefixtures("portal")
def test_a_code_in_several_kreise_is_shown_with_all_of_them_and_its_places_in_each() -> None:
    several = PostalCode.objects.filter(kreis_keys__len__gt=1)
    assert several.count() == 135
    for code in several:
        found = queries.suggestions(code.code, limit=40)
        assert set(found[0].kreis_keys) == set(code.kreis_keys)
    assert {spot.kreis_key for spot in queries.suggestions("06420", limit=40)} == {"15089", "15088"}


@pytest.mark.parametrize("typed", ["", "M", "9", "😀", "\x00", "%", "__", "xqxqxqxq", "123456", "' OR 1=1"])
@pytest.mark.usefixtures("portal")
def test_what_is_no_beginning_of_anything_suggests_nothing(typed: str) -> None:
    assert suggested(typed) == []


@pytest.mark.usefixtures("portal")
def test_a_slip_that_begins_another_name_shows_both() -> None:
    assert suggested("Meisen")[0] == "55590 Meisenheim"
    assert "01662 Meißen" in suggested("Meisen")


@pytest.mark.usefixtures("portal")
def test_letters_are_compared_only_where_hardly_anything_begins_like_that(
        django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        queries.suggestions("Mühl")
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.suggestions("9997")


@pytest.mark.usefixtures("portal")
def test_for_an_unknown_place_what_sounds_like_it_is_shown() -> None:
    assert queries.locate("Xyzmühlhausenau") is None
    assert any("Mühlhausen" in spot.label for spot in queries.look_alikes("Xyzmühlhausenau"))
    assert queries.look_alikes("😀") == queries.look_alikes("") == queries.look_alikes("00000") == []


@given(st.text(max_size=30))
def test_the_key_of_any_text_can_be_compared(text: str) -> None:
    assert distance(search_key(text), "muhlhausen") >= 0
