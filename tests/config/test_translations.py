"""The catalogues: nothing missing, nothing lost on the way, and Leichte Sprache that is easy."""

import re
from collections.abc import Iterator
from gettext import c2py  # what Django reads the header with

import pytest
from babel.messages.catalog import Catalog

from scripts import translations

LEICHTE_SPRACHE = "de_Simple"
LETTERS = {"ar": "[\u0621-\u064a]", "fa": "[\u0621-\u06cc]", "uk": "[а-яіїєґ]", "ru": "[а-яё]"}
"""Alphabets of their own; the others are told from German by their words."""
FOREIGN_LETTERS = {"fa": "[\u0629\u0643\u064a]", "ar": "[پچژگکی]", "uk": "[ыэъё]", "ru": "[іїєґ]"}
"""What a neighbour writes, and this language never."""
LATIN_WORD = re.compile(r"[^\W\d_]{2,}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
SAME_AS_IN_GERMAN = {
    "en": {"Name", "Sitemap", "in %(place)s", "%(km)s km"},
    "tr": {"Kurs", "Liste", "Telefon", "%(km)s km"},
    "pl": {"Coaching", "Internet", "Kontakt", "Kurs", "Start", "Telefon", "%(km)s km"},
}


@pytest.fixture(scope="module")
def fresh() -> Catalog:
    return translations.collected()


def catalogue(language: str) -> Catalog:
    path = translations.LOCALE / language / "LC_MESSAGES" / "django.po"
    return translations.read(path, translations.LANGUAGES[language])


def said(language: str) -> Iterator[tuple[str, str]]:
    """Every German sentence and what it becomes; each plural form for itself."""
    for message in catalogue(language):
        if message.id:
            german = [message.id] if isinstance(message.id, str) else list(message.id)
            texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
            yield from ((german[min(form, len(german) - 1)], text) for form, text in enumerate(texts))


def words(text: str) -> str:
    """The text without what is filled in."""
    return PLACEHOLDER.sub("", text)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_sentence_is_there_with_its_placeholders(language: str, fresh: Catalog) -> None:
    assert list(translations.missing(catalogue(language), fresh)) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_sentence_that_nobody_says_any_more_is_kept(language: str, fresh: Catalog) -> None:
    kept = {(message.context, message.id) for message in catalogue(language)}

    assert kept - {(message.context, message.id) for message in fresh} == set()


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_a_catalogue_can_be_compiled(language: str) -> None:
    assert not catalogue(language).fuzzy  # a fuzzy header is passed over in silence


def test_the_check_names_what_is_missing_lost_or_left_over() -> None:
    german = Catalog()
    for message in ("Ja", "Noch %(n)s", ("%(n)s Platz", "%(n)s Plätze"), ("%(n)s Tag", "%(n)s Tage")):
        german.add(message)
    held = Catalog(locale="en")
    held.add("Ja", "")
    held.add("Noch %(n)s", "Still %(m)s")
    held.add(("%(n)s Platz", "%(n)s Plätze"), ("one place", "%(m)s places"))
    held.add(("%(n)s Tag", "%(n)s Tage"), ("one day", "%(n)s days"))

    assert list(translations.missing(held, german)) == [
        "missing: 'Ja'",
        "other placeholders: 'Noch %(n)s' → 'Still %(m)s'",
        "other placeholders: '%(n)s Plätze' → '%(m)s places'",
        "no form says all of '%(n)s Plätze'",
    ]


TURNED_TO_THE_PERSON = "desks/counselling/jinja2/counselling/turned.html"


def test_staff_desks_are_not_collected(fresh: Catalog) -> None:
    files = {file for message in fresh for file, _line in message.locations} - {TURNED_TO_THE_PERSON}

    assert {
        file
        for file in files
        if file.startswith(("desks/coordination/", "desks/providers/", "desks/funders/", "desks/entrance/"))
        or (file.startswith("desks/counselling/") and file.endswith(".html"))
    } == set()


@pytest.mark.parametrize(("number", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5)])
def test_arabic_counts_as_arabic_does(number: int, form: int) -> None:
    assert c2py(catalogue("ar").plural_expr)(number) == form


@pytest.mark.parametrize("language", LETTERS)
def test_an_alphabet_is_kept_to_with_the_digits_of_the_page(language: str) -> None:
    texts = [text for _german, text in said(language)]

    assert [text for text in texts if text != "Jobcenter" and LATIN_WORD.search(words(text))
            and not re.search(LETTERS[language], text, re.IGNORECASE)] == []
    assert [text for text in texts if re.search(FOREIGN_LETTERS[language], text.lower())] == []
    assert [text for text in texts if re.search(r"[\u0660-\u0669\u06f0-\u06f9]", text)] == []


@pytest.mark.parametrize("language", [language for language in translations.LANGUAGES if language != LEICHTE_SPRACHE])
def test_nothing_is_left_in_german(language: str) -> None:
    left = {
        german for german, text in said(language) if text == german and len(LATIN_WORD.findall(words(german))) > 0
    } - {"Jobcenter"} - SAME_AS_IN_GERMAN.get(language, set())

    assert left == set()
    assert [text for _german, text in said(language) if re.search(r"\b(?:und|nicht|Sie|der|die|das)\b", text)] == []


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_from_right_to_left_commas_and_question_marks_look_the_other_way(language: str) -> None:
    wrong = r"[\u0621-\u06cc][,;?]"
    assert [text for _german, text in said(language) if re.search(wrong, text)] == []


# Leichte Sprache


def easy() -> list[str]:
    return [text for _german, text in said(LEICHTE_SPRACHE)]


def easy_sentences() -> list[str]:
    return [sentence for text in easy() for sentence in re.split(r"(?<=[.?!:])\s+", text)]


def test_easy_sentences_are_short() -> None:
    lengths = [len(sentence.split()) for sentence in easy_sentences()]

    assert [sentence for sentence in easy_sentences() if len(sentence.split()) > 14] == []
    assert sum(lengths) / len(lengths) < 7


def test_easy_sentences_hold_one_thought() -> None:
    assert [
        sentence
        for sentence in easy_sentences()
        if sentence.count(",") > 2 or ";" in sentence or ("(" in sentence and len(sentence) > 80)
    ] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("raised voice", r"!"),
        ("genitive", r"\b(?:des|deren|dessen|wegen|trotz|mithilfe)\b"),
        ("passive", r"\b(?:wurde|wurden|worden|werden)\b|\bwird \w+ ?ge\w+t\b|\bist \w*ge(?:löscht|speichert|nannt)\b"),
        ("might be", r"\b(?:würde|könnte|hätte|wäre|dürfte)\w*\b"),
        ("abbreviation", r"\bz\. ?B\.|\busw\.|\bbzw\.|\bggf\.|\betc\.|\binkl\.|\bevtl\.|\bd\. ?h\."),
        ("office German", r"\b(?:erforderlich|bezüglich|gemäß|entsprechend|Maßnahme)\b"),
        ("number as a word", r"\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|vierzehn|sechzehn|zwanzig)\b"),
        ("promise turned round", r"\bdas Jobcenter (?:erfährt|weiß|sieht) (?!nicht)"),
        ("English quotes", r"[\"“”]\w"),
    ],
)
def test_easy_sentences_have_no(what: str, pattern: str) -> None:
    assert [text for text in easy() if re.search(pattern, text, re.IGNORECASE)] == [], what


def test_long_easy_words_are_parted() -> None:
    parts = {part for text in easy() for part in re.findall(r"[^\W\d_]+", words(text)) if len(part) > 14}

    assert parts == set()
