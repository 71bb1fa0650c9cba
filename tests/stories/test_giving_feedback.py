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
from verzahnt.programme.offers.states import OfferKind

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


def test_who_came_to_one_date_of_a_meeting_says_afterwards_how_it_was(client: Client,
                                                                      plant: Callable[..., Any]) -> None:
    meeting: Run = plant(lambda: a_run(starts_on=TODAY, dates=4, offer={"kind": OfferKind.OPEN_MEETING}))
    card = cards.make(Kind.OWN)
    keys = rules.keys_of(cards.root(card, None))
    with acting_as(PLANTING):
        today, later = [one.pk for one in meeting.sessions.order_by("starts_at")][:2]
    with as_desk("portal"), queries.holding(keys):
        bookings.book(meeting.pk, keys=keys, wishes=Wishes("Ruhige Linde"), on=TODAY, session_id=later)
    assert "/rueckmeldung/" not in client.post("/karte/", {"tat": "oeffnen", "karte": card.digits}).content.decode()
    with as_desk("portal"), queries.holding(keys):
        bookings.book(meeting.pk, keys=keys, wishes=Wishes("Ruhige Linde"), on=TODAY, session_id=today)
    things = client.post("/karte/", {"tat": "oeffnen", "karte": card.digits}).content.decode()
    [digits] = set(re.findall(r"/rueckmeldung/#(\d{20})", things))
    assert "angekommen" in Client().post("/rueckmeldung/", {"ziffern": digits, **CHOSEN}).content.decode()


def test_before_the_last_date_the_card_asks_nothing(client: Client, plant: Callable[..., Any]) -> None:
    run: Run = plant(a_run)
    card = cards.make(Kind.OWN)
    keys = rules.keys_of(cards.root(card, None))
    with as_desk("portal"), queries.holding(keys):
        bookings.book(run.pk, keys=keys, wishes=Wishes("Ruhige Linde"), on=TODAY)
    things = client.post("/karte/", {"tat": "oeffnen", "karte": card.digits}).content.decode()
    assert "Ruhige Linde" in things
    assert "/rueckmeldung/" not in things
