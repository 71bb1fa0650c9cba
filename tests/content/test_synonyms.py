"""The list of what people type and what they mean: it names only what exists, in every language of the pages."""

import tomllib
from pathlib import Path

import pytest

import verzahnt.content
from verzahnt.desks.parts import languages
from verzahnt.kit.words import words_in
from verzahnt.programme.offers.states import OfferKind

DATA = Path(verzahnt.content.__file__).parent / "data"
CONCEPTS = tomllib.loads((DATA / "synonyms.toml").read_text())["concepts"]
LISTS = tomllib.loads((DATA / "lists.toml").read_text())
LANGUAGES = [one.code for one in languages.KNOWN if one.code != "de-simple"]  # Leichte Sprache is German


def test_each_concept_stands_once() -> None:
    slugs = [one["slug"] for one in CONCEPTS]
    assert sorted(set(slugs)) == sorted(slugs)


def test_topics_and_facts_exist() -> None:
    known = {f"kind:{kind}" for kind in OfferKind.values}
    for name in ("topics", "audiences", "traits"):
        known |= {f"{name[:-1]}:{one['slug']}" for one in LISTS[name]}
    named = {f"topic:{topic}" for one in CONCEPTS for topic in one.get("topics", ())}
    named |= {key for one in CONCEPTS for key in one.get("keys", ())}
    assert named - known == set()


def test_a_concept_knows_only_these_names() -> None:
    allowed = {"slug", "refusable", "words", "also", "topics", "keys", "de-simple", *LANGUAGES}
    assert {name for one in CONCEPTS for name in one} - allowed == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_can_be_asked_for_in_every_language(language: str) -> None:
    silent = [one["slug"] for one in CONCEPTS if not one.get(language)]
    assert len(silent) <= len(CONCEPTS) // 10, silent


def test_whatever_is_listed_has_a_word_in_it() -> None:
    empty = [said for one in CONCEPTS for language in LANGUAGES for said in one.get(language, ()) if not words_in(said)]
    assert empty == []
