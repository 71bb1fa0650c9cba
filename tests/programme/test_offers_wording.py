"""What a typed text asks for: everyday words, joined words, slips of the finger, in every language."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import offers as make
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.offers.understanding import understood
from verzahnt.programme.offers.wording import Thing, Wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_offers(plant: Callable[..., Any]) -> None:
    plant(make.an_offer, "ruecken", title="Rückenschule", summary="Für einen starken Rücken.")
    plant(make.an_offer, "kochen", title="Gut und günstig kochen", topics=["ernaehrung"], summary="Wir kochen.")
    plant(make.an_offer, "interesse", title="Wer Interesse hat", topics=["kontakte"], summary="Kommen Sie vorbei.")


def _understood(text: str) -> Wording:
    with as_desk("portal"):
        return understood(text, on=make.TODAY)


@pytest.mark.parametrize("text", ["", "  ", "!!!", "ich suche etwas", "Hilfe", "I want something", "أريد شيء"])
def test_who_says_nothing_in_particular_is_shown_everything(text: str) -> None:
    assert _understood(text).says_nothing


@pytest.mark.usefixtures("some_offers")
def test_a_word_is_found_in_its_forms_and_inside_joined_words() -> None:
    [thing] = _understood("Rücken").things
    assert "rucken" in thing.exact
    assert "ruckenschule" in thing.joined
    [thing] = _understood("Schule").things
    assert "ruckenschule" in thing.joined


@pytest.mark.usefixtures("some_offers")
def test_a_part_counts_only_where_the_rest_is_a_word_too() -> None:
    assert "interesse" not in {word for thing in _understood("Esse").things for word in thing.exact | thing.joined}


def test_a_little_word_before_makes_another_word(plant: Callable[..., Any]) -> None:
    plant(make.an_offer, "beispiel", title="Beispiel bei der Vorsorge", summary="Spiele, Sorgen, Spieletreff vor Ort.")
    joined = {word for text in ("Spiele", "Sorgen") for thing in _understood(text).things for word in thing.joined}
    assert "spieletreff" in joined
    assert joined & {"beispiel", "vorsorge"} == set()


def test_what_only_begins_alike_and_means_something_else_is_left_out(plant: Callable[..., Any]) -> None:
    plant(make.an_offer, "allein", title="Auszeit für Alleinerziehende", summary="Niemand ist allein, bei Spielsucht.")
    [thing] = _understood("allein").things
    assert "allein" in thing.exact
    assert "alleinerziehende" not in thing.joined
    [thing] = _understood("Spiele").things
    assert "spielsucht" not in thing.joined


def test_a_short_word_is_no_part_of_whatever_begins_like_it(plant: Callable[..., Any]) -> None:
    plant(make.an_offer, "kilometer", title="Chorprobe für Mutter und Kind", summary="Zwei Kilometer zum Chor.")
    joined = {text: {word for thing in _understood(text).things for word in thing.joined}
              for text in ("Kilo", "Mut", "Chor")}
    assert "kilometer" not in joined["Kilo"]
    assert "mutter" not in joined["Mut"]
    assert "chorprobe" in joined["Chor"]


@pytest.mark.parametrize("text", ["Ich kann nicht mehr", "ich habe keine Lust mehr"])
def test_little_words_together_may_say_a_lot(text: str) -> None:
    wording = _understood(text)
    assert not wording.says_nothing
    assert ["gespraech" in thing.topics for thing in wording.things] == [True]


@pytest.mark.usefixtures("some_offers")
def test_little_words_count_only_where_nothing_else_is_said() -> None:
    [thing] = _understood("Ich kann nicht mehr kochen").things
    assert "gespraech" not in thing.topics


@pytest.mark.usefixtures("some_offers")
@pytest.mark.parametrize(("typed", "topic"), [
    ("Rauchen aufhören", "sucht"), ("mit dem Rauchen aufhören", "sucht"), ("Schlafprobleme", "stress"),
    ("Burnout", "stress"), ("abnehmen", "ernaehrung"), ("ألم الظهر", "bewegung"), ("lose weight", "ernaehrung")])
def test_everyday_words_lead_to_a_topic(typed: str, topic: str) -> None:
    [thing] = _understood(typed).things
    assert topic in thing.topics


@pytest.mark.usefixtures("some_offers")
@pytest.mark.parametrize(("typed", "meant"), [
    ("Rükcenschule", "ruckenschule"), ("Rueckenschule", ""), ("kohcen", "kochen"), ("gymnastick", "gymnastik"),
    ("Schlafprobelme", "schlafprobleme")])
def test_slips_are_taken_for_the_nearest_word(typed: str, meant: str) -> None:
    wording = _understood(typed)
    assert wording.things
    assert not wording.unknown
    assert [other for _, other in wording.instead if meant] == [meant] * bool(meant)


@pytest.mark.usefixtures("some_offers")
def test_two_words_joined_are_two_things() -> None:
    wording = _understood("Rückenkochen")
    assert len(wording.things) == 2
    assert wording.instead == (("ruckenkochen", "rucken kochen"),)


@pytest.mark.usefixtures("some_offers")
def test_a_word_nobody_knows_is_left_out_and_named() -> None:
    wording = _understood("Rücken Xylophilqwertz")
    assert (len(wording.things), wording.unknown) == (1, ("xylophilqwertz",))
    assert _understood("Xylophilqwertz").conditions == []


def test_conditions_widen_and_never_repeat() -> None:
    yoga = Thing(exact=frozenset({"yoga"}), also=frozenset({"qigong*"}), topics=frozenset({"stress"}))
    women = Thing(exact=frozenset({"frauen"}), keys=frozenset({"trait:nur-frauen"}))
    assert Wording((yoga, women)).conditions == [
        "('yoga') & ('frauen' | ':trait:nur-frauen')",
        "('yoga' | 'qigong':* | ':topic:stress') & ('frauen' | ':trait:nur-frauen')",
        "('yoga' | 'qigong':* | ':topic:stress') | ('frauen' | ':trait:nur-frauen')"]
    assert Wording((women,)).conditions == ["('frauen' | ':trait:nur-frauen')"]


def test_said_in_the_title_counts_most() -> None:
    [degrees] = Wording((Thing(exact=frozenset({"yoga"}), close=frozenset({"qigong*"}),
                               keys=frozenset({"trait:x"})),)).degrees()
    assert degrees == [("'yoga':A", 60), ("'qigong':*A", 44), ("'yoga':C", 42), ("':trait:x'", 34), ("'qigong':*C", 30),
                       ("'yoga' | 'qigong':*", 24)]


def test_what_is_only_a_topic_is_no_narrow_condition() -> None:
    job = Thing(topics=frozenset({"tagesstruktur"}))
    yoga = Thing(exact=frozenset({"yoga"}))
    assert Wording((yoga, job)).conditions == [
        "('yoga') & (':topic:tagesstruktur')", "('yoga') | (':topic:tagesstruktur')"]
