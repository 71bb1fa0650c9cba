"""Slips for feedback, no more than seats, and what a provider reads of it: what was released, and only their own."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.factories.bookings import TODAY, a_run
from tests.factories.people import a_membership, an_account, an_organisation
from verzahnt.desks.papers.feedback_slips import Slips, slips_pdf
from verzahnt.desks.parts import languages
from verzahnt.kit.roles import acting_as
from verzahnt.programme.evaluation.models import ReleasedAnswers
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]


@pytest.fixture
def run(plant: Plant) -> Run:
    return plant(lambda: a_run(provider=an_organisation(), seats=9, starts_on=TODAY, dates=1))


@pytest.fixture
def client(client: Client, run: Run, plant: Plant) -> Client:
    def make() -> object:
        person = an_account()
        a_membership(person, run.provider, Role.PROVIDER)
        return person
    with acting_as(PLANTING):
        client.force_login(make())  # type: ignore[arg-type]
    return client


def test_every_slip_opens_the_questions_once(client: Client, run: Run) -> None:
    answer = client.post(_page(run), {"number": "9", "language": "de"})

    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    printed = re.findall(r"\d{4} \d{4} \d{4} \d{4} \d{4}", _text(answer.content))
    assert len(set(printed)) == 9
    assert {feedback.read(digits).run for digits in printed} == {run.pk}
    assert run.offer.title not in _text(answer.content)


@pytest.mark.parametrize(("number", "sentence"), [
    ("10", "Höchstens 9"), ("", "wie viele"), ("viele", "eine Zahl"), ("0", "rößer")])
def test_no_more_slips_than_seats(client: Client, run: Run, number: str, sentence: str) -> None:
    said = client.post(_page(run), {"number": number, "language": "de"})
    assert said["Content-Type"].startswith("text/html")
    assert sentence in said.content.decode()


def test_a_list_that_has_closed_and_somebody_elses_run_have_no_slips(client: Client, run: Run, plant: Plant) -> None:
    foreign = plant(a_run, starts_on=TODAY)
    assert client.get(_page(foreign)).status_code == 404
    over = TODAY - timedelta(days=15)
    plant(Run.objects.filter(pk=run.pk).update, starts_on=over, ends_on=over)
    answer = client.post(_page(run), {"number": "3", "language": "de"})
    assert answer["Content-Type"].startswith("text/html")


def test_a_provider_reads_what_was_released_of_their_own_runs_alone(client: Client, run: Run, plant: Plant) -> None:
    foreign = plant(a_run, starts_on=TODAY, offer={"title": "Gehört jemand anderem"})
    assert "Noch keine Rückmeldung" in client.get(_page(run)).content.decode()
    for one in (run, foreign):
        plant(ReleasedAnswers.objects.create, provider=one.provider_id, question="welcome", runs=[one.pk], answers=6,
              face=3, released_on=TODAY)

    said = client.get(_page(run)).content.decode()
    assert "Haben Sie sich willkommen gefühlt?" in said
    assert "Gehört jemand anderem" not in said


@pytest.mark.parametrize("language", [one.code for one in languages.KNOWN])
def test_slips_are_set_in_every_language(language: str) -> None:
    pdf = slips_pdf(Slips(slips=[("0000 0010 0000 0112 3456", "https://verzahnt.example.org/rueckmeldung/#0")] * 9,
                          address="verzahnt.example.org/rueckmeldung", language=language, demo=True))
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) == (3 if language == "de-simple" else 2)
    assert _text(pdf).count("3456") == 9


def _page(run: Run) -> str:
    return f"/anbieter/durchgaenge/{run.pk}/rueckmeldung/"


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
