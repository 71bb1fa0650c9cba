"""Aliases to suggest: friendly, in the reader's language, and as somebody who speaks it would say them."""

import pytest

from verzahnt.desks.parts.languages import KNOWN
from verzahnt.programme.bookings.rules import tidy_alias
from verzahnt.programme.cards import aliases
from verzahnt.programme.cards.alias_words import BY_LANGUAGE


def suggested(language: str, noun: int, adjective: int) -> str:
    """The alias of the nth noun and the nth adjective: the noun is asked for first."""
    numbers = iter((noun, adjective))
    return aliases.suggest(language, lambda many: next(numbers) % many)


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("de", "Ruhige Amsel", "Kupferner Fink"),
        ("de-simple", "Ruhige Amsel", "Kupferner Fink"),
        ("en", "Calm Blackbird", "Velvet Comet"),
        ("uk", "Сонячний Вітер", "Мідне Сонечко"),
        ("ar", "نسيم هادئ", "روضة أنيقة"),
        ("tr", "Sakin Serçe", "Serin Koru"),
        ("ru", "Солнечный Ветер", "Бронзовое Утро"),
        ("fa", "نسیم آرام", "بادبادک کنجکاو"),
        ("pl", "Słoneczny Wiatr", "Wędrowne Wzgórze"),
        ("xx", "Ruhige Amsel", "Kupferner Fink"),
    ],
)
def test_aliases_agree_in_gender_and_come_in_the_readers_language(language, first, last):
    assert suggested(language, 0, 0) == first
    assert suggested(language, -1, -1) == last


@pytest.mark.parametrize(
    ("language", "noun", "said"),
    [("uk", "Горобина", "Сонячна Горобина"), ("ru", "Берёза", "Солнечная Берёза"), ("pl", "Brzoza", "Słoneczna Brzoza"),
     ("fa", "ستارهٔ", "ستارهٔ آرام"), ("ar", "نجمة", "نجمة هادئة")],
)
def test_a_feminine_noun_and_a_persian_one_get_what_binds_them_to_their_adjective(language, noun, said):
    nouns = [each for of_one_ending in BY_LANGUAGE[language].nouns.values() for each in of_one_ending]
    assert suggested(language, nouns.index(noun), 0) == said


def test_every_language_of_the_pages_has_enough_words_and_each_stands_once():
    assert set(BY_LANGUAGE) == {language.code for language in KNOWN if not language.html}
    for language, words in BY_LANGUAGE.items():
        nouns = [noun for of_one_ending in words.nouns.values() for noun in of_one_ending]
        assert min(len(nouns), len(words.adjectives)) >= 40, language
        assert len(nouns) == len(set(nouns)), language
        assert len(words.adjectives) == len(set(words.adjectives)), language


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_an_alias_is_two_words_and_stays_as_it_was_suggested(language):
    for n in range(100):
        alias = suggested(language, n, n)
        assert len(alias.split()) == 2
        assert tidy_alias(alias) == alias


def test_the_sign_that_parts_a_persian_word_stays_and_other_invisible_signs_go():
    assert tidy_alias(" ماه  نقره\u200cای\u200c ") == "ماه نقره\u200cای"
    assert tidy_alias("\u200c\u200cA\u200cn\u202en\u200ba\u200c") == "Anna"
    assert tidy_alias("\u200c \u200c") == ""
