"""The document on data protection is true: its table is today's, and each test it names exists."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from verzahnt.config.secrets import operator
from verzahnt.desks.parts.promises import PROMISES

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = (ROOT / "docs" / "data-protection.md").read_text()
FORBIDDEN = re.compile(r"diagnos|krank|reason_for|benefit|leistung|versicher|insurer|health|geburt|birth")
ABOUT_PARTICIPANTS = {"bookings", "attendance", "cards", "conversations", "feedback"}
ANSWERS = {"NAME": "Trägerverein Beispiel e. V.", "ADDRESS": "Beispielweg 7, 99974 Beispielstadt",
           "EMAIL": "post@traeger.example"}


def test_the_table_is_todays() -> None:
    done = subprocess.run([sys.executable, "scripts/data_protection.py", "check"], cwd=ROOT)
    assert done.returncode == 0, "run: python scripts/data_protection.py"


def test_every_test_it_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", DOCUMENT)
    missing = [f"{file}::{name}" for file, name in named if f"def {name}(" not in (ROOT / file).read_text()]
    assert len(named) >= 10
    assert missing == []


def test_every_promise_of_the_page_names_tests_that_exist() -> None:
    named = [test.split("::") for promise in PROMISES for test in promise.tests]
    assert [name for file, name in named if f"def {name}(" not in (ROOT / file).read_text()] == []
    assert [promise.title for promise in PROMISES if not promise.tests] == []


@pytest.mark.django_db
def test_the_page_shows_each_promise_with_its_tests(client: Client) -> None:
    page = client.get("/datenschutz/").content.decode().replace("<wbr>", "")
    rows = re.findall(r'<th role="rowheader"[^>]*>[^<]*</th><td[^>]*><span>(.*?)</span></td>', page, flags=re.S)
    shown = [re.findall(r"<code[^>]*>(\w+)</code>", row) for row in rows]
    assert [names for names in shown if names] == [
        [test.split("::")[1] for test in promise.tests] for promise in PROMISES]
    assert len(PROMISES) == 10


def test_the_drafts_say_that_they_are_drafts() -> None:
    drafts = sorted((ROOT / "docs" / "privacy").glob("*.md"))
    assert len(drafts) == 3
    for draft in drafts:
        assert "Entwurf" in draft.read_text()[:400]
        assert "Datenschutzbeauftragte" in draft.read_text()[:700]


@pytest.mark.parametrize("office", ["Jobcenter Beispielkreis", "Job-Center Nord", "Agentur für Arbeit Beispielstadt",
                                    "Bundesagentur für Arbeit"])
def test_production_starts_for_no_office_that_pays_benefits(monkeypatch: pytest.MonkeyPatch, office: str) -> None:
    monkeypatch.setenv("VERZAHNT_OPERATOR_NAME", office)
    with pytest.raises(ImproperlyConfigured, match="can't be the operator"):
        operator("VERZAHNT_OPERATOR_NAME", "who answers")
    monkeypatch.setenv("VERZAHNT_OPERATOR_NAME", "Trägerverein Beispiel e. V.")
    assert operator("VERZAHNT_OPERATOR_NAME", "who answers") == "Trägerverein Beispiel e. V."


@pytest.mark.parametrize("missing", ANSWERS)
def test_production_starts_only_where_somebody_answers_for_it(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setenv("DJANGO_SECRET_KEY", "x" * 64)
    monkeypatch.setenv("VERZAHNT_HOSTS", "verzahnt.example")
    for name, value in ANSWERS.items():
        monkeypatch.setenv(f"VERZAHNT_OPERATOR_{name}", value if name != missing else " ")
    with pytest.raises(ImproperlyConfigured, match=f"VERZAHNT_OPERATOR_{missing} is missing"):
        import_module("verzahnt.config.settings.production")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/datenschutz/", "/impressum/", "/kontakt/"])
def test_who_answers_stands_where_people_look_for_it(client: Client, settings: Any, path: str) -> None:
    settings.VERZAHNT_OPERATOR = {name.lower(): value for name, value in ANSWERS.items()} | {"telephone": ""}
    page = client.get(path).content.decode()
    assert [said for said in (ANSWERS["NAME"], ANSWERS["ADDRESS"]) if said not in page] == []
    assert "traeger" in page, "its mailbox, in a way that people can read"


def test_every_promise_has_its_row() -> None:
    assert re.findall(r"^\| (\d+)\. ", DOCUMENT, flags=re.M) == [str(n) for n in range(1, 11)]


def test_no_column_asks_for_diagnosis_reason_benefit_or_insurer() -> None:
    asking = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ABOUT_PARTICIPANTS
        for field in model._meta.concrete_fields
        if FORBIDDEN.search(field.name)
    ]
    assert asking == []
