"""Whoever wants to come once, or to try, is told on the offer's page that they may, and led to the choice of dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories import offers
from tests.factories.bookings import TODAY, a_run
from verzahnt.kit.roles import acting_as
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.offers.states import OfferKind

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
OPEN = {"kind": OfferKind.OPEN_MEETING}
TO_TRY = {"traits": ["schnuppern"]}
WORDS = {"open": ("Auch ein einzelner Termin ist in Ordnung.", "Einen Termin wählen", "Nur zu einem Termin kommen"),
         "to_try": ("Sie können erst einmal zu einem Termin kommen", "Einen Termin zum Schnuppern wählen",
                    "Erst einmal schnuppern")}


def page_of(client: Client, run: Run) -> str:
    return client.get(f"/angebote/{run.offer.slug}/").content.decode()


def link(run: Run) -> str:
    return f"/angebote/{run.offer.slug}/platz/{run.pk}/?termin=einer"


def first_date(run: Run) -> int:
    with acting_as("planting"):
        return Session.objects.filter(run=run).order_by("starts_at").values_list("pk", flat=True)[0]


def ticked(page: str) -> list[str]:
    return re.findall(r'name="termin"[^>]*value="(\w+)" checked', page)


@pytest.mark.parametrize(("offer", "words"), [(OPEN, WORDS["open"]), (TO_TRY, WORDS["to_try"])])
def test_one_date_is_said_and_leads_to_the_choice_with_that_date_ticked(
        client: Client, plant: Plant, offer: dict[str, object], words: tuple[str, ...]) -> None:
    run = plant(a_run, offer=offer)
    shown = page_of(client, run)
    assert words[0] in shown
    assert f'<a href="{link(run)}">{words[1]}</a>' in shown
    assert f'<a href="{link(run)}">{words[2]}</a>' in shown.split("<aside")[0]  # beside the button one sees first
    assert ticked(client.get(link(run)).content.decode()) == [str(first_date(run))]


def test_whoever_follows_the_large_button_of_a_course_takes_all_dates(client: Client, plant: Plant) -> None:
    run = plant(a_run, offer=TO_TRY)
    assert ticked(client.get(link(run).removesuffix("?termin=einer")).content.decode()) == ["alle"]


def test_a_course_that_belongs_together_promises_no_single_date(client: Client, plant: Plant) -> None:
    run = plant(a_run)
    shown = page_of(client, run)
    assert "Platz nehmen" in shown
    assert "termin=einer" not in shown
    assert not any(words in shown for both in WORDS.values() for words in both)
    assert 'name="termin"' not in client.get(link(run)).content.decode()


def test_where_one_date_is_left_nothing_has_to_be_chosen(client: Client, plant: Plant) -> None:
    assert "termin=einer" not in page_of(client, plant(a_run, dates=1, offer=OPEN))


def test_a_full_course_promises_no_date_to_try(client: Client, plant: Plant) -> None:
    run = plant(a_run, offer=TO_TRY)
    plant(Run.objects.filter(pk=run.pk).update, band="waiting")
    shown = page_of(client, run)
    assert "Auf die Warteliste" in shown
    assert "termin=einer" not in shown


@pytest.mark.parametrize("registration", ["none", "telephone"])
def test_without_a_card_a_single_date_is_said_and_nothing_has_to_be_booked(
        client: Client, plant: Plant, registration: str) -> None:
    run = plant(a_run, offer={**OPEN, "registration": registration, "telephone": "03601 123456"})
    shown = page_of(client, run)
    assert WORDS["open"][0] in shown
    assert "/platz/" not in shown


def test_of_several_runs_each_leads_to_its_own_dates(client: Client, plant: Plant) -> None:
    first = plant(a_run, offer=OPEN)
    second = plant(offers.a_run, first.offer, starts_on=TODAY + timedelta(days=5))
    shown = page_of(client, first)
    assert set(re.findall(r'href="([^"]*termin=einer)"', shown)) == {link(first), link(second)}
