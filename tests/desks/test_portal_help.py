"""Whoever types words of great distress is told whom they can call, above whatever was found. Nobody else is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import verzahnt.content
from tests.factories.offers import NOW, TODAY, a_run, an_offer
from verzahnt.desks.parts.languages import KNOWN
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.reference.queries import help_for

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
HERE = Path(__file__).parent
DATA = tomllib.loads((Path(verzahnt.content.__file__).parent / "data" / "crisis.toml").read_text())
CONCEPTS = tomllib.loads((Path(verzahnt.content.__file__).parent / "data" / "synonyms.toml").read_text())["concepts"]
JUDGED = tomllib.loads((HERE.parent / "judged" / "searches.toml").read_text())["searches"]
LISTENING = ["08001110111", "08001110222", "030443509821", "112"]
IN_RUSSIAN = ["08001110111", "08001110222", "030440308454", "030443509821", "112"]
AGAINST_VIOLENCE = ["116016", "08001239900", "110", "112"]


@pytest.fixture(autouse=True)
def on_a_day_in_march() -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", return_value=NOW):
        yield


def page(client: Client, prefix: str = "", **asked: str) -> str:
    response = client.get(f"/{prefix}angebote/?{urlencode(asked)}")
    assert response.status_code == 200
    return str(response.content.decode())


def told(shown: str) -> list[str]:
    """The numbers in the note, in its order."""
    note = re.search(r'<ul class="help-lines">.*?</ul>', shown, re.S)
    return re.findall(r'href="tel:(\d+)"', note.group()) if note else []


def numbers_for(text: str, reads: str = "de") -> list[str]:
    with as_desk("portal"):
        return [number.replace(" ", "") for line in help_for(text, reads=reads, on=TODAY) for number in line.numbers]


@pytest.mark.parametrize(("prefix", "text", "numbers"), [
    ("", "Suizid", LISTENING), ("", "ich will nicht mehr leben", LISTENING), ("", "mich umbringen", LISTENING),
    ("", "Suizidgedanken", LISTENING), ("", "Selbstmord", LISTENING), ("", "moechte sterben", LISTENING),
    ("", "Gewalt zu Hause", AGAINST_VIOLENCE), ("", "mein Mann schlägt mich", AGAINST_VIOLENCE),
    ("", "mein Mann schlaegt mich", AGAINST_VIOLENCE), ("", "Frauenhaus", AGAINST_VIOLENCE),
    ("leicht/", "Selbst-Mord", LISTENING), ("leicht/", "Ich will nicht mehr leben.", LISTENING),
    ("leicht/", "Miss-Brauch", AGAINST_VIOLENCE),
    ("en/", "I want to die", LISTENING), ("en/", "suicidal thoughts", LISTENING),
    ("en/", "domestic violence", AGAINST_VIOLENCE),
    ("uk/", "самогубство", IN_RUSSIAN), ("uk/", "не хочу жити", IN_RUSSIAN),
    ("uk/", "домашнє насильство", AGAINST_VIOLENCE), ("uk/", "чоловік б'є мене", AGAINST_VIOLENCE),
    ("ar/", "انتحار", LISTENING), ("ar/", "لا أريد أن أعيش", LISTENING), ("ar/", "العنف المنزلي", AGAINST_VIOLENCE),
    ("tr/", "intihar", LISTENING), ("tr/", "Yaşamak istemiyorum", LISTENING),
    ("tr/", "aile içi şiddet", AGAINST_VIOLENCE),
    ("ru/", "самоубийство", IN_RUSSIAN), ("ru/", "не хочу жить", IN_RUSSIAN), ("ru/", "муж бьёт", AGAINST_VIOLENCE),
    ("fa/", "خودکشی", LISTENING), ("fa/", "می‌خواهم بمیرم", LISTENING), ("fa/", "خشونت خانگی", AGAINST_VIOLENCE),
    ("pl/", "samobójstwo", LISTENING), ("pl/", "nie chcę żyć", LISTENING), ("pl/", "przemoc domowa", AGAINST_VIOLENCE),
])
def test_in_every_language_words_of_distress_name_whom_one_can_call(
        client: Client, prefix: str, text: str, numbers: list[str]) -> None:
    assert told(page(client, prefix, suche=text)) == numbers


@pytest.mark.parametrize("view", ["", "woche", "karte"])
def test_the_note_stands_above_the_results_in_every_view(client: Client, plant: Plant, view: str) -> None:
    plant(a_run, plant(an_offer, title="Offener Gesprächskreis", topics=["stress"]))
    shown = page(client, suche="Suizid Gesprächskreis", ort="99974", ansicht=view)
    assert told(shown) == LISTENING
    assert "Offener Gesprächskreis" in shown
    assert shown.index("help-lines") < shown.index("Offener Gesprächskreis")
    assert shown.index('id="ergebnis"') < shown.index("help-lines")  # so that it comes with htmx, too


@pytest.mark.parametrize("place", ["", "99974", "Nirgendwohausen"])
def test_it_stands_there_as_well_where_nothing_is_found(client: Client, place: str) -> None:
    assert told(page(client, suche="Suizid", ort=place)) == LISTENING


def test_one_can_write_instead_and_every_number_can_be_tapped(client: Client) -> None:
    shown = page(client, suche="Suizid")
    assert 'href="https://online.telefonseelsorge.de/"' in shown
    assert '<a href="tel:08001110111" dir="ltr">0800 1110111</a>' in shown


def test_a_text_in_russian_names_the_russian_telephone_on_any_page(client: Client) -> None:
    assert told(page(client, suche="самоубийство")) == IN_RUSSIAN
    assert told(page(client, suche="Suizid")) == LISTENING


HARMLESS = ["", "Stress", "Yoga", "traurig", "ich kann nicht mehr", "Depression", "Burnout", "Trauer", "Einsamkeit",
            "nicht mehr allein leben", "mehr Leben, nicht nur Arbeit", "gesund leben", "das Leben nehmen wie es ist",
            "Missbrauch von Alkohol", "Gewaltfreie Kommunikation", "Gewaltprävention", "Schlagzeug", "Ball schlagen",
            "die", "drug abuse", "şiddetli baş ağrısı", "Sterbebegleitung", "life", "жизнь", "життя", "حياة",
            "زندگی", "życie"]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_name_nobody(client: Client, text: str) -> None:
    assert told(page(client, suche=text, ort="99974")) == []


def test_of_all_the_words_the_search_knows_only_those_in_distress_name_a_number() -> None:
    known = {(one["slug"], said) for one in CONCEPTS for language in KNOWN for said in one.get(language.code, ())
             if numbers_for(said)}
    assert len(known) > 15
    assert {slug for slug, _ in known} == {"seele"}


def test_of_all_judged_searches_only_those_in_distress_name_a_number() -> None:
    named = {one["text"] for one in JUDGED if one.get("text") and numbers_for(one["text"])}
    assert named == {one["text"] for one in JUDGED if re.search("suizid|selbstmord", one.get("text", ""), re.I)}


@pytest.mark.parametrize("crisis", DATA["crises"], ids=lambda one: one["slug"])
def test_everything_on_the_list_is_understood_and_names_its_numbers(crisis: dict[str, Any]) -> None:
    languages = [one.code for one in KNOWN]
    assert [one for one in languages if not crisis[one]] == []
    deaf = [said for language in languages for said in crisis[language] if "112" not in numbers_for(said.rstrip("*"))]
    assert deaf == []


def test_every_help_line_speaks_every_language_and_names_its_source() -> None:
    languages = {one.code for one in KNOWN}
    for line in DATA["lines"]:
        assert set(line["names"]) == set(line["said"]) == languages, line["slug"]
        assert line["source"].startswith("https://"), line["slug"]
    slugs = [line["slug"] for line in DATA["lines"]]
    assert {one for crisis in DATA["crises"] for one in crisis["lines"]} == set(slugs)


def test_it_costs_no_question_and_writes_nothing(client: Client, plant: Plant) -> None:
    plant(a_run, plant(an_offer, title="Gesprächskreis"))

    def asked(text: str) -> list[str]:
        with CaptureQueriesContext(connection) as questions:
            page(client, suche=text, ort="99974")
        return [one["sql"] for one in questions]

    asked("Gesprächskreis")  # what is read once a day
    assert not any("crisis" in one or "helpline" in one for one in asked("Gesprächskreis"))
    distressed = asked("Suizid")
    assert not any("crisis" in one or "helpline" in one for one in distressed)
    assert [one for one in distressed if re.match(r"\s*(INSERT|UPDATE|DELETE|MERGE)", one, re.I)] == []
