"""How words are compared, in every script, and which slips of the finger are forgiven."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from verzahnt.kit.words import Spelling, distance, folded, mistakes_allowed, without_umlaut_letters, words_in

SAID = ["Rücken-Schule", "STRASSE straße", "İstanbul ISPARTA ılık", "Łódź żółć", "Ёлка ёж йод", "здоров’я ґанок її",
        "الصحّة أرق آلام مقهى", "می‌خواهم یک کتاب", "ＡＢＣ ① ﷲ", "Cafe\u0301 nai\u0308ve", "50+ z.B. 1a 3:30", "don't"]


@pytest.mark.parametrize(("one", "other"), [
    ("Rücken", "RUCKEN"), ("Straße", "strasse"), ("İstanbul", "istanbul"), ("ёлка", "елка"), ("کتاب", "كتاب"),
    ("الصحّة", "الصحه"), ("Łódź", "lodz"), ("ґанок", "ганок"), ("здоров’я", "здоровя"), ("می‌خواهم", "ميخواهم"),
])
def test_what_reads_the_same_is_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.django_db
def test_the_database_folds_words_as_we_do() -> None:
    with connection.cursor() as cursor:
        for text in SAID:
            cursor.execute("SELECT word_fold(%s), word_list(%s)", [text, text])
            assert cursor.fetchone() == (folded(text), words_in(text)), text


def test_words_stand_in_their_order_without_signs() -> None:
    assert words_in("  Qi-Gong & Yoga, 2x!") == ["qi", "gong", "yoga", "2x"]
    assert words_in("…!?") == []


@pytest.mark.parametrize(("typed", "meant"), [
    ("ruecken", "rucken"), ("gaertnern", "gartnern"), ("neue", "neue"), ("bauen", "bauen"), ("bequem", "bequem")])
def test_a_keyboard_without_umlauts_is_understood(typed: str, meant: str) -> None:
    assert without_umlaut_letters(typed) == meant


@pytest.mark.parametrize(("one", "other", "slips"), [
    ("yoga", "yoga", 0), ("yoga", "joga", 1), ("rucken", "rukcen", 1), ("rucken", "ruken", 1), ("stress", "stres", 1),
    ("", "ab", 2), ("kochen", "lachen", 2)])
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, most=3) == slips


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_slips_are_a_distance(one: str, other: str, third: str) -> None:
    far = 20
    assert distance(one, other, most=far) == distance(other, one, most=far)
    assert (distance(one, other, most=far) == 0) == (one == other)
    assert abs(distance(one, other, most=far) - len(one)) <= max(len(other), 0) + len(one)
    # Swapped neighbours count once, so a way around a third word can be one swap shorter at most per letter of it.
    assert distance(one, other, most=far) <= distance(one, third, most=far) + distance(third, other, most=far) + len(
        third)


@given(st.text("abcdef", min_size=5, max_size=9), st.integers(0, 8), st.sampled_from("abcdefg"))
def test_one_wrong_letter_is_always_forgiven(word: str, at: int, letter: str) -> None:
    mistyped = word[: at % len(word)] + letter + word[at % len(word) + 1 :]
    assert word in Spelling([word, "zzzzzzzz"]).nearest(mistyped)


def test_short_words_are_taken_as_they_are() -> None:
    assert mistakes_allowed("tai") == 0
    assert Spelling(["tai", "tee"]).nearest("tei") == []
