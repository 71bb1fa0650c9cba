"""Every contradiction that can be asked for is found when it is planted: a truthful house alone says nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.attendance.lies import lies
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import OfferKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(plant: Callable[..., Run]) -> Run:
    """Somebody has all dates, somebody tomorrow's; two wait; one came."""
    run = plant(a_run, seats=2, starts_on=TODAY, offer={"kind": OfferKind.OPEN_MEETING})
    with acting_as(PLANTING):
        first, second, _third = run.sessions.order_by("starts_at").values_list("pk", flat=True)
    for session in (None, second, second, None):
        keys = some_keys()
        with as_desk("portal"), queries.holding(keys):
            place = actions.book(run.pk, keys=keys, wishes=Wishes("Stern"), on=TODAY, may_wait=True,
                                 session_id=session)
        if session is None and place.state == "taken":
            leader = a_leader_of(run)
            with as_desk("providers", leader):
                attendance.mark(first, place.pk, actor=leader, at=NOON)
    return run


def plant_a_lie(statement: str) -> None:
    """Past every wall; what the database would refuse at once is asked of it later."""
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_truthful_house_has_nothing_to_say(run: Run) -> None:
    assert lies() == []


@pytest.mark.parametrize(("statement", "found"), [
    ("UPDATE offers_seats SET waiting = 2", "are said to wait"),
    ("UPDATE offers_seats SET seats = 5", "there is room"),
    ("UPDATE offers_seats SET singles = 7", "places in single dates ahead"),
    ("UPDATE offers_seats SET turns = 0", "the last turn given"),
    ("UPDATE offers_seats SET taken = 0", "places are said to be taken"),
    ("UPDATE bookings_dateseats SET waiting = 2", "Date"),
    ("UPDATE bookings_dateseats SET seats = NULL", "places in single dates ahead"),
    ("UPDATE bookings_dateseats SET waiting = 0, taken = 0", "Date"),
    ("UPDATE offers_run SET state = 'cancelled'", "it is called off, and somebody"),
    ("UPDATE offers_session SET is_cancelled = true", "somebody still has a place in it"),
    ("UPDATE bookings_place SET closes_on = closes_on + 90", "its list closes before"),
    ("UPDATE bookings_place SET visits = 3", "marks are there"),
    ("UPDATE attendance_mark SET key = 'another'", "another key"),
    ("DELETE FROM bookings_place WHERE state = 'taken'", "places are said to be taken"),
    ("DELETE FROM bookings_dateseats", "no counters"),
])
def test_a_planted_lie_is_found(run: Run, statement: str, found: str) -> None:
    plant_a_lie(statement)
    assert [told for told in lies() if found in told]


def test_who_leaves_after_the_count_is_not_counted_again(run: Run, plant: Callable[..., Any]) -> None:
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("UPDATE offers_run SET state = 'closed'")
        cursor.execute("SELECT id, key FROM bookings_place WHERE visits = 1")
        place, key = cursor.fetchone()
    with as_desk("portal"), queries.holding([key]), transaction.atomic():
        actions.withdraw(place, keys=[key], on=TODAY + timedelta(days=1))
    with acting_as(PLANTING), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bookings_place WHERE key = %s "
                       "UNION ALL SELECT count(*) FROM bookings_gone",
                       [key])
        assert cursor.fetchall() == [(0,), (0,)]
