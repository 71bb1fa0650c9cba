"""The page for feedback: five questions, three faces, one slip; in every language, with and without scripts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.bookings import TODAY, a_run
from verzahnt.desks.parts import languages
from verzahnt.kit.roles import acting_as
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.ledgers.models import OpenAnswer
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
PAGE = "/rueckmeldung/"
GLAD = {"welcome": "3", "understood": "2", "again": "1"}


@pytest.fixture
def run(plant: Callable[..., Any]) -> Run:
    return plant(a_run, starts_on=TODAY - timedelta(days=7), dates=2)


@pytest.mark.parametrize("language", [one.code for one in languages.shown()])
def test_the_page_asks_five_questions_with_three_faces_in_every_language(client: Client, language: str) -> None:
    said = client.get(f"/{languages.BY_CODE[language].prefix}rueckmeldung/")
    body = said.content.decode()
    assert (said.status_code, body.count("<fieldset"), body.count('type="radio"')) == (200, 5, 15)
    assert "<textarea" not in body
    assert said.cookies == {}
    assert "no-store" in said["Cache-Control"]


def test_an_answer_is_taken_once(client: Client, run: Run) -> None:
    [token] = feedback.slips(run, 1)

    assert "angekommen" in _sent(client, token.grouped)
    assert "schon geantwortet" in _sent(client, token.grouped)
    assert _faces(run) == [0, 0, 1, 2, 3]


def test_a_wrong_digit_keeps_what_was_chosen(client: Client, run: Run) -> None:
    [token] = feedback.slips(run, 1)
    wrong = token.digits[:-1] + str((int(token.digits[-1]) + 1) % 10)

    said = _sent(client, wrong)
    assert "Eine Ziffer stimmt nicht" in said
    assert said.count(" checked") == 3
    assert _faces(run) == []


@pytest.mark.parametrize(("digits", "sentence"), [("", "alle Ziffern"), ("12345", "alle Ziffern")])
def test_missing_digits_are_asked_for(client: Client, digits: str, sentence: str) -> None:
    assert sentence in _sent(client, digits)


def test_an_answer_before_the_last_date_says_when(client: Client, plant: Callable[..., Any]) -> None:
    [token] = feedback.slips(plant(a_run), 1)
    assert "ab dem letzten Termin" in _sent(client, token.grouped)


def test_a_foreign_page_cannot_answer(client: Client, run: Run) -> None:
    [token] = feedback.slips(run, 1)
    answer = client.post(PAGE, {"ziffern": token.digits, **GLAD}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, _faces(run)) == (403, [])


def _sent(client: Client, digits: str) -> str:
    return client.post(PAGE, {"ziffern": digits, **GLAD}).content.decode()


def _faces(run: Run) -> list[int]:
    with acting_as(PLANTING):
        return sorted(OpenAnswer.objects.filter(run=run.pk).values_list("value", flat=True))
