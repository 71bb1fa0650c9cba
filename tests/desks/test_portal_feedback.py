"""The page for feedback: five questions, three faces, one slip; in every language, with and without scripts."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run
from verzahnt.desks.parts import languages
from verzahnt.kit.roles import acting_as
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import actions_remarks, refusals
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import OpenAnswer
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
PAGE, WORDS = "/rueckmeldung/", "/rueckmeldung/worte/"
GLAD = {"welcome": "3", "understood": "2", "again": "1"}


@pytest.fixture
def run(plant: Callable[..., Any]) -> Run:
    return plant(a_run, starts_on=TODAY - timedelta(days=7), dates=2)


@pytest.fixture
def asking(run: Run, settings: Any, tmp_path: Path) -> Run:
    """The same, and its provider asks for a few words."""
    settings.VERZAHNT_KEYS = tmp_path / "keys"
    actor = a_leader_of(run)
    with as_desk("providers", actor):
        actions_remarks.ask_for_words(run, actor=actor, at=NOON)
    return run


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


@pytest.mark.parametrize("language", [one.code for one in languages.shown()])
def test_where_nobody_asks_for_words_there_is_no_field_for_them(client: Client, run: Run, language: str) -> None:
    [token] = feedback.slips(run, 1)
    said = client.post(f"/{languages.BY_CODE[language].prefix}rueckmeldung/", {"ziffern": token.digits, **GLAD})
    assert "<textarea" not in said.content.decode()
    assert "fragt nicht mehr danach" in _written(client, token.digits, "Später anfangen")


@pytest.mark.parametrize("language", [one.code for one in languages.shown()])
def test_where_a_provider_asks_a_few_words_may_be_written_after_the_faces(
        client: Client, asking: Run, language: str) -> None:
    prefix = languages.BY_CODE[language].prefix
    [token] = feedback.slips(asking, 1)
    assert "<textarea" not in client.get(f"/{prefix}rueckmeldung/").content.decode(), "the page knows no run yet"

    said = client.post(f"/{prefix}rueckmeldung/", {"ziffern": token.grouped, **GLAD})
    page = said.content.decode()
    assert (page.count("<textarea"), said.cookies) == (1, {})
    assert "no-store" in said["Cache-Control"]
    assert f'action="/{prefix}rueckmeldung/worte/"' in page
    hidden = dict(re.findall(r'type="hidden" name="(\w+)"[^>]* value="(\w+)"', page))
    done = client.post(f"/{prefix}rueckmeldung/worte/", hidden | {"worte": "Später anfangen"})
    assert "<textarea" not in done.content.decode()
    assert _faces(asking) == [0, 0, 0, 1, 2, 3]


def test_the_page_says_who_reads_words_and_when_nobody_does(client: Client, asking: Run) -> None:
    [token] = feedback.slips(asking, 1)
    said = _sent(client, token.digits)
    for promise in ("keine Namen und nichts über Ihre Gesundheit", "mindestens fünf Menschen geantwortet",
                    "ohne dass es jemand liest", "Die Sprache, in der Sie schreiben, sieht er"):
        assert promise in said


@pytest.mark.parametrize(("typed", "sentence"), [
    ("", "Hier steht noch nichts"), ("ä" * 301, "höchstens 300 Zeichen")])
def test_nothing_and_too_much_come_back_with_a_sentence_and_whole(client: Client, asking: Run, typed: str,
                                                                  sentence: str) -> None:
    [token] = feedback.slips(asking, 1)
    _sent(client, token.digits)
    said = _written(client, token.digits, typed)
    assert sentence in said
    assert typed in said
    assert _faces(asking) == [0, 0, 1, 2, 3]
    assert "angekommen" in _written(client, token.digits, "Später anfangen")
    assert "schon geantwortet" in _written(client, token.digits, "Früher anfangen")


def test_digits_alone_write_nothing_and_tell_nothing(client: Client, asking: Run) -> None:
    used, unused = feedback.slips(asking, 2)
    _sent(client, used.digits)
    said = {client.post(WORDS, {"ziffern": one.digits, "nachweis": "0" * 32, "worte": "Schon fertig?"}).content
            for one in (used, unused)}
    assert len(said) == 1
    assert "zuerst die fünf Fragen" in said.pop().decode()


@pytest.mark.parametrize("typed", ["", "1234", "00000010000000112345"])
def test_words_with_digits_nobody_made_are_taken_from_nobody(client: Client, asking: Run, typed: str) -> None:
    assert "Später anfangen" not in _written(client, typed, "Später anfangen")
    assert _faces(asking) == []
    assert client.get("/rueckmeldung/worte/").status_code == 302


def test_a_foreign_page_writes_no_words(client: Client, asking: Run) -> None:
    [token] = feedback.slips(asking, 1)
    _sent(client, token.digits)
    answer = client.post(WORDS, _proven(token.digits) | {"worte": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, _faces(asking)) == (403, [0, 0, 1, 2, 3])


def _written(client: Client, digits: str, words: str) -> str:
    return client.post(WORDS, _proven(digits) | {"worte": words}, follow=True).content.decode()


def _proven(digits: str) -> dict[str, str]:
    """What the page of the answer holds."""
    try:
        return {"ziffern": digits, "nachweis": feedback.proof_of_answer(feedback.read(digits))}
    except refusals.TokenRefused:
        return {"ziffern": digits, "nachweis": "0" * 32}


def _sent(client: Client, digits: str) -> str:
    return client.post(PAGE, {"ziffern": digits, **GLAD}).content.decode()


def _faces(run: Run) -> list[int]:
    with acting_as(PLANTING):
        return sorted(OpenAnswer.objects.filter(run=run.pk).values_list("value", flat=True))
