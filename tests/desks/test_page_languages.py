"""Every language of the pages is offered, says so to browsers, and reads in its own direction."""

import re

import pytest
from django.conf import settings
from django.test import Client

from verzahnt.desks.parts.languages import KNOWN

pytestmark = pytest.mark.django_db

LETTERS = {"uk": "[а-яіїєґ]", "ru": "[а-яё]", "ar": "[\u0621-\u064a]", "fa": "[\u0621-\u06cc]"}


def test_every_known_language_is_offered_in_the_order_it_is_known() -> None:
    offered = [code for code, _name in settings.LANGUAGES]

    assert set(offered) == {language.code for language in KNOWN}
    assert dict(settings.LANGUAGES) == {language.code: language.own_name for language in KNOWN}
    assert [code for code in offered if not code.startswith("de")] == [
        language.code for language in KNOWN if not language.code.startswith("de")]


@pytest.mark.parametrize("language", KNOWN, ids=lambda language: language.code)
def test_a_page_says_its_language_and_its_direction(language, client: Client) -> None:
    page = client.get(f"/{language.prefix}").content.decode()
    heading = re.sub(r"<[^>]*>", "", re.search(r"<h1.*?</h1>", page, re.DOTALL)[0])

    assert re.search(rf'<html lang="{language.tag}"[^>]* dir="{language.direction}"', page)
    assert re.search(LETTERS.get(language.code, "[a-z]"), heading)
    assert ("Kostenlose Angebote" in heading) == (language.code == "de")
    for other in KNOWN:
        assert f'href="/{other.prefix}"' in page or other == language
        assert other.own_name in page


def test_from_right_to_left_only_where_it_is_written_so() -> None:
    assert [language.code for language in KNOWN if language.direction == "rtl"] == ["ar", "fa"]
