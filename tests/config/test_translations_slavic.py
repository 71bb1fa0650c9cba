"""Ukrainian, Russian and Polish speak as themselves: with their letters, politely, never loud."""

import re

import pytest
from babel.messages.catalog import Message

from scripts.translations import LOCALE, read

SPOKEN = ("uk", "ru", "pl")


def _sentences(language: str) -> list[tuple[Message, str]]:
    held = read(LOCALE / language / "LC_MESSAGES" / "django.po", language)
    return [(one, text) for one in held if one.id
            for text in ([one.string] if isinstance(one.string, str) else one.string)]


@pytest.mark.parametrize(("language", "strange"), [("uk", "ыэёъ"), ("ru", "іїєґ"), ("pl", "äößабвгд")])
def test_no_letter_comes_from_a_neighbouring_language(language: str, strange: str) -> None:
    assert [text for _, text in _sentences(language) if set(text.lower()) & set(strange)] == []


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_latin_letter_hides_in_a_cyrillic_word(language: str) -> None:
    mixed = re.compile(r"[а-яёіїєґ][a-z]|[a-z][а-яёіїєґ]", re.IGNORECASE)
    assert [text for _, text in _sentences(language) if mixed.search(re.sub(r"%\(\w+\)[sd]|\{\w+\}", " ", text))] == []


@pytest.mark.parametrize("language", SPOKEN)
def test_nobody_is_shouted_at_and_nothing_is_left_in_german(language: str) -> None:
    for message, text in _sentences(language):
        assert "!" not in text
        german = message.id if isinstance(message.id, str) else message.id[1]
        assert text != german or len(german) < 30


def test_polish_is_polite() -> None:
    impolite = re.compile(r"\b(możesz|musisz|masz|chcesz|twoj\w*|twój|ciebie|tobie)\b", re.IGNORECASE)
    assert [text for _, text in _sentences("pl") if impolite.search(text)] == []


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_ukrainian_and_russian_are_polite(language: str) -> None:
    impolite = re.compile(r"\b(ты|тебя|тебе|твой|твоя|твои|ти|твій|можеш\w?|хочеш\w?)\b", re.IGNORECASE)
    assert [text for _, text in _sentences(language) if impolite.search(text)] == []
