"""Counters tell as little as places: neither who booked two courses, nor who gave two back, nor who changed a wish.

Here every course and every meeting has one guest, and every card takes two of them: the worst case, in which a counter
that moved is as good as a place. As in `test_linker.py`, fewer than `TOO_MANY` hits are what chance gives.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories.bookings import TODAY, a_provider, a_run, some_keys
from tests.privacy.linking import TOO_MANY, Pair, Row, hits_of, neighbours
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.actions_order import forget_every_order, forget_the_order
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import OfferKind

CARDS = 40
Cards = dict[tuple[str, ...], tuple[Run, Run]]

# Each run with the version of whatever moved in it. A run stands for its one guest.
COUNTERS = """
    SELECT r.id AS run_id, r.id, s.xmin::text::bigint AS seats, d.xmin::text::bigint AS dates,
           g.xmin::text::bigint AS gone, p.xmin::text::bigint AS place, t.xmin::text::bigint AS told
    FROM offers_run r JOIN offers_seats s ON s.run_id = r.id
    LEFT JOIN bookings_dateseats d ON d.run_id = r.id LEFT JOIN bookings_gone g ON g.run_id = r.id
    LEFT JOIN bookings_place p ON p.run_id = r.id LEFT JOIN bookings_particulars t ON t.place_id = p.id
"""


@pytest.fixture
def runs(own_database: str, plant: Callable[..., Any]) -> list[Run]:
    """Meetings with a date today and one next week, in random order of who will come."""

    def meetings() -> list[Run]:
        provider = a_provider()
        return [a_run(provider=provider, offer={"kind": OfferKind.OPEN_MEETING}, starts_on=TODAY, dates=2)
                for _ in range(2 * CARDS)]

    made: list[Run] = plant(meetings)
    return random.sample(made, len(made))


def test_no_counter_tells_who_took_two_places(runs: list[Run]) -> None:
    truth = linked(take(runs))
    assert hits(truth, "seats") == CARDS, "as they were written"
    forget_the_order(TODAY)
    assert few(truth, "seats", "place", "told")


def test_no_counter_of_dates_tells_who_took_two(runs: list[Run]) -> None:
    truth = linked(take(runs, single=True))
    assert hits(truth, "dates") == CARDS, "as they were written"
    forget_the_order(TODAY)
    assert few(truth, "seats", "dates", "place", "told")


def test_no_counter_tells_after_the_night_whose_places_were_deleted_together(runs: list[Run]) -> None:
    cards = take(runs)
    weeks_ago()
    for keys in cards:
        with transaction.atomic(), as_desk("portal"), queries.holding(keys):
            assert actions.withdraw_all(keys=keys, on=TODAY + timedelta(days=1)) == 2
    truth = linked(cards)
    assert hits(truth, "gone") == CARDS, "as they were written"
    forget_every_order(TODAY)
    assert few(truth, "seats", "gone")


def test_nor_does_an_older_place_tell_what_was_changed_with_it(runs: list[Run]) -> None:
    cards = take(runs)
    weeks_ago()
    forget_every_order(TODAY)
    for keys in cards:
        stamp_keys = some_keys()
        with transaction.atomic(), as_desk("portal"), queries.holding((*keys, *stamp_keys)):
            for held in queries.held_under(keys):
                actions.keep_stamps(held.place.pk, keys=keys, stamp_keys=stamp_keys)
    truth = linked(cards)
    assert hits(truth, "place") >= TOO_MANY, "as they were written"
    forget_every_order(TODAY)
    assert few(truth, "seats", "place", "told")


def take(runs: list[Run], *, single: bool = False) -> Cards:
    """Each card takes a place in two runs, one right after the other; no run has two guests."""
    cards: Cards = {some_keys(): pair for pair in zip(runs[::2], runs[1::2], strict=True)}
    for keys, pair in cards.items():
        for run in pair:
            with transaction.atomic(), as_desk("portal"), queries.holding(keys):
                session = run.sessions.order_by("starts_at").last() if single else None
                actions.book(run.pk, keys=keys, wishes=Wishes("Stern"), on=TODAY,
                             session_id=session.pk if session else None)
    return cards


def weeks_ago() -> None:
    with transaction.atomic(), acting_as(PLANTING):
        Place.objects.update(given_on=TODAY - timedelta(days=30))


def linked(cards: Cards) -> set[Pair]:
    return {frozenset(run.pk for run in pair) for pair in cards.values()}  # type: ignore[misc]


def hits(truth: set[Pair], mark: str) -> int:
    """How many cards are found by laying runs side by side that were written one right after the other."""
    with transaction.atomic(), acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute(COUNTERS)
        assert cursor.description
        names = [column[0] for column in cursor.description]
        rows: list[Row] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    seen = [row for row in rows if row[mark] is not None]
    assert len(seen) == len(rows) == 2 * CARDS, "one row for each run"
    return hits_of(neighbours(mark), seen, truth)


def few(truth: set[Pair], *marks: str) -> bool:
    return {mark: found for mark in marks if (found := hits(truth, mark)) >= TOO_MANY} == {}


