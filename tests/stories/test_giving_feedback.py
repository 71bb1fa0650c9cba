"""Somebody answers after the last date, with the digits under their card, without scripts and without a trace."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.bookings import TODAY, a_run
from verzahnt.desks.jobs import closing
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import rules
from verzahnt.programme.cards.rules import Kind
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import Answer, OpenAnswer
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
CHOSEN = {"welcome": "3", "understood": "3", "good_for_me": "2", "reached": "3", "again": "3"}


def test_from_the_card_to_the_answer_and_past_the_end_of_the_list(client: Client, plant: Callable[..., Any]) -> None:
    run: Run = plant(lambda: a_run(starts_on=TODAY, dates=1, is_invented=False))
    card = cards.make(Kind.OWN)
    keys = rules.keys_of(cards.root(card, None))
    with as_desk("portal"), queries.holding(keys):
        bookings.book(run.pk, keys=keys, wishes=Wishes("Ruhige Linde"), on=TODAY)

    things = client.post("/karte/", {"tat": "oeffnen", "karte": card.digits}).content.decode()
    [digits] = set(re.findall(r"/rueckmeldung/#(\d{20})", things))
    assert card.digits not in digits
    somebody = Client()  # the answer needs no card in use
    assert "angekommen" in somebody.post("/rueckmeldung/", {"ziffern": digits, **CHOSEN}).content.decode()
    with acting_as(PLANTING):
        rows = list(OpenAnswer.objects.filter(run=run.pk).values_list("token_hash", flat=True))
    assert len(rows) == 5
    assert not [row for row in rows if digits in row or row in keys]

    closing.close_the_day(on=TODAY + timedelta(days=15))
    with acting_as(PLANTING):
        assert not OpenAnswer.objects.exists()
        assert sorted(Answer.objects.filter(run=run.pk).values_list("value", flat=True)) == [2, 3, 3, 3, 3]


def test_before_the_last_date_the_card_asks_nothing(client: Client, plant: Callable[..., Any]) -> None:
    run: Run = plant(a_run)
    card = cards.make(Kind.OWN)
    keys = rules.keys_of(cards.root(card, None))
    with as_desk("portal"), queries.holding(keys):
        bookings.book(run.pk, keys=keys, wishes=Wishes("Ruhige Linde"), on=TODAY)
    things = client.post("/karte/", {"tat": "oeffnen", "karte": card.digits}).content.decode()
    assert "Ruhige Linde" in things
    assert "/rueckmeldung/" not in things
