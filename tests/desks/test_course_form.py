"""The form of a certified course: blank, the same for everybody, only while the list is open; and nothing is kept."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.factories.bookings import TODAY, a_run
from tests.factories.people import a_membership, an_account, an_organisation
from verzahnt.desks.papers.course_form import CourseForm, course_form_pdf
from verzahnt.kit.roles import acting_as
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
CERTIFIED = {"title": "Rückenfit", "certificate": "ZPP 20240123-001"}


@pytest.fixture
def run(plant: Plant) -> Run:
    return plant(lambda: a_run(provider=an_organisation(), starts_on=TODAY - timedelta(days=14), offer=CERTIFIED))


@pytest.fixture
def client(client: Client, run: Run) -> Client:
    with acting_as(PLANTING):
        person = an_account()
        a_membership(person, run.provider, Role.PROVIDER)
        client.force_login(person)
    return client


def test_the_form_names_course_and_certificate_and_leaves_the_name_to_a_hand(client: Client, run: Run) -> None:
    assert _form(run) in client.get(f"/anbieter/durchgaenge/{run.pk}/").content.decode()
    answer = client.get(_form(run))
    said = _text(answer.content)
    for words in ("Teilnahmebescheinigung", "Rückenfit", "ZPP 20240123-001", "von 3 Terminen", run.provider.name,
                  "Den schreibt die Person selbst"):
        assert words in said
    assert [word for word in ("Jobcenter", "teamw", "Verzahnung", "arbeitslos") if word in said] == []
    with acting_as(PLANTING):
        assert not JournalEntry.objects.exclude(deed="open_list").exists()


def test_a_course_without_certificate_has_no_form(client: Client, run: Run, plant: Plant) -> None:
    plain = plant(lambda: a_run(provider=run.provider, starts_on=TODAY))
    assert "bescheinigung.pdf" not in client.get(f"/anbieter/durchgaenge/{plain.pk}/").content.decode()
    assert client.get(_form(plain)).status_code == 404
    assert client.get(_form(plant(a_run, offer=CERTIFIED))).status_code == 404, "nor has somebody else's"


def test_it_can_be_asked_for_until_the_list_closes_as_the_card_says(client: Client, run: Run, plant: Plant) -> None:
    for days, status in ((14, 200), (15, 302)):
        over = TODAY - timedelta(days=days)
        plant(Run.objects.filter(pk=run.pk).update, starts_on=over, ends_on=over)
        assert client.get(_form(run)).status_code == status


def test_a_single_day_is_said_in_the_singular() -> None:
    pdf = course_form_pdf(CourseForm(title="Rückenfit", certificate="ZPP 1", provider="Verein", demo=True,
                                     dates=[date(2026, 3, 3)]))
    said = _text(pdf)
    assert "am 3. März 2026, Verein" in said
    assert "von einem Termin" in said
    assert "Vorführung" in said


def _form(run: Run) -> str:
    return f"/anbieter/durchgaenge/{run.pk}/bescheinigung.pdf"


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
