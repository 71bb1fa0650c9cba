"""Slips for feedback, no more than seats, and what a provider reads of it: what was released, and only their own."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run
from tests.factories.people import a_membership, an_account, an_organisation
from verzahnt.desks.papers.feedback_slips import Slips, slips_pdf
from verzahnt.desks.parts import languages
from verzahnt.kit.roles import acting_as
from verzahnt.programme.evaluation.models import ReleasedAnswers
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.feedback import actions_remarks, queries
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.people.states import Role

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
SAID = "/anbieter/rueckmeldung/"


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
    assert "Noch keine Rückmeldung" in client.get(SAID).content.decode()
    for one in (run, foreign):
        plant(ReleasedAnswers.objects.create, provider=one.provider_id, question="welcome", runs=[one.pk], answers=6,
              face=3, released_on=TODAY)

    said = client.get(SAID).content.decode()
    assert "Haben Sie sich willkommen gefühlt?" in said
    assert "Gehört jemand anderem" not in said


def test_words_are_asked_for_only_once_the_provider_has_said_so(client: Client, run: Run) -> None:
    before = client.get(_page(run)).content.decode()
    assert "Ein freies Feld: aus" in before
    assert "Menschen schreiben dann manchmal mehr, als sie wollen" in before

    assert "Ein freies Feld: an" in _choose(client, run, "ja")
    assert _noted("ask_for_words") == [run.provider_id]
    assert "Ein freies Feld: aus" in _choose(client, run, "nein")
    assert client.get(f"{_page(run)}worte/").status_code == 302


def test_what_was_written_is_shown_as_text_to_its_provider_alone(
        client: Client, run: Run, plant: Plant, settings: Any, tmp_path: Path) -> None:
    settings.VERZAHNT_KEYS = tmp_path / "keys"
    foreign = plant(a_run, starts_on=TODAY, dates=1, seats=9)
    for one in (run, foreign):
        _written(one, ["<b>Später</b> anfangen", f"Das war Lauf {one.pk}"])

    page = client.get(_page(run))
    said = page.content.decode()
    assert "&lt;b&gt;Später&lt;/b&gt; anfangen" in said
    assert f"Das war Lauf {run.pk}" in said
    assert f"Das war Lauf {foreign.pk}" not in said
    assert "no-store" in page["Cache-Control"]
    assert _noted("read_remarks") == [run.provider_id]
    overview = client.get(SAID).content.decode()
    assert (_page(run) in overview, _page(foreign) in overview, "Später" in overview) == (True, False, False)
    assert client.get(_page(foreign)).status_code == 404

    with as_desk("providers", a_leader_of(run)):
        numbers = {one.text: one.id for one in queries.remarks_of(run)}
    with as_desk("providers", a_leader_of(foreign)):
        theirs = queries.remarks_of(foreign)[0]
    _forget(client, run, numbers["<b>Später</b> anfangen"])
    assert client.post(f"{_page(foreign)}worte/loeschen/", {"nummer": str(theirs.id)}).status_code == 404
    _forget(client, run, theirs.id)
    with as_desk("providers", a_leader_of(foreign)):
        assert theirs in queries.remarks_of(foreign)
    left = client.get(_page(run)).content.decode()
    assert "Später" not in left
    assert f"Das war Lauf {run.pk}" in left


def test_whoever_leads_without_planning_reads_words_and_chooses_nothing(client: Client, run: Run) -> None:
    def leading() -> object:
        person = an_account("leitung@example.org")
        a_membership(person, run.provider, Role.LEADER)
        return person
    with acting_as(PLANTING):
        client.force_login(leading())  # type: ignore[arg-type]
    assert "Einschalten" not in client.get(_page(run)).content.decode()
    assert client.post(f"{_page(run)}worte/", {"worte": "ja"}).status_code == 403
    assert client.post(f"{_page(run)}worte/loeschen/", {"nummer": "x"}).status_code == 403


def test_a_list_that_has_closed_leads_to_what_was_said(client: Client, run: Run, plant: Plant) -> None:
    over = TODAY - timedelta(days=15)
    plant(Run.objects.filter(pk=run.pk).update, starts_on=over, ends_on=over, state="closed")
    assert _page(run) in client.get(f"/anbieter/durchgaenge/{run.pk}/").content.decode()
    assert "Einschalten" not in client.get(_page(run)).content.decode()
    assert "solange die Liste offen ist" in _choose(client, run, "ja")


@pytest.mark.parametrize("language", [one.code for one in languages.KNOWN])
def test_slips_are_set_in_every_language(language: str) -> None:
    pdf = slips_pdf(Slips(slips=[("0000 0010 0000 0112 3456", "https://verzahnt.example.org/rueckmeldung/#0")] * 9,
                          address="verzahnt.example.org/rueckmeldung", language=language, demo=True))
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) == (3 if language == "de-simple" else 2)
    assert _text(pdf).count("3456") == 9


def _choose(client: Client, run: Run, choice: str) -> str:
    return client.post(f"{_page(run)}worte/", {"worte": choice}, follow=True).content.decode()


def _forget(client: Client, run: Run, number: UUID) -> None:
    client.post(f"{_page(run)}worte/loeschen/", {"nummer": str(number)})


def _written(run: Run, words: list[str]) -> None:
    """Five answers, some with words, and the night in which the list closes."""
    actor = a_leader_of(run)
    with as_desk("providers", actor):
        actions_remarks.ask_for_words(run, actor=actor, at=NOON)
    with as_desk("portal"):
        tokens = feedback.slips(run, 5)
        for token in tokens:
            feedback.answer(token, {"again": 3}, on=TODAY)
        for token, text in zip(tokens, words, strict=False):
            feedback.remark(token, text, proof=feedback.proof_of_answer(token), on=TODAY)
    feedback.close_due(TODAY + timedelta(days=15))


def _noted(deed: str) -> list[int | None]:
    with acting_as(PLANTING):
        return [one.organisation for one in JournalEntry.objects.filter(deed=deed)]


def _page(run: Run) -> str:
    return f"/anbieter/durchgaenge/{run.pk}/rueckmeldung/"


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
