"""A tap on the list counts once, however often it arrives and however late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import bookings as of_bookings
from tests.factories.bookings import NOON, TODAY, a_leader_of
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions_taps as taps
from verzahnt.programme.attendance.models import Tap
from verzahnt.programme.attendance.refusals import NotYet, NotYours
from verzahnt.programme.bookings import actions_telephone
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Session

pytestmark = pytest.mark.django_db
Plant = Callable[..., object]


@pytest.fixture
def run(plant: Plant) -> Run:
    return plant(of_bookings.a_run, starts_on=TODAY)


@pytest.fixture
def leader(run: Run) -> Actor:
    return a_leader_of(run)


@pytest.fixture
def place(run: Run, leader: Actor) -> Place:
    with as_desk("providers", leader):
        return actions_telephone.book_by_telephone(run.pk, wishes=Wishes("Linde"), actor=leader, at=NOON, on=TODAY)


@pytest.fixture
def first(run: Run) -> Session:
    with acting_as(PLANTING):
        return run.sessions.earliest("starts_at")


def test_a_late_repeat_does_not_bring_back_what_was_undone(
        leader: Actor, place: Place, first: Session) -> None:
    came, slip = uuid4(), uuid4()
    with as_desk("providers", leader):
        assert taps.tap(came, first.pk, place.pk, came=True, actor=leader, at=NOON)
        assert taps.tap(came, first.pk, place.pk, came=True, actor=leader, at=NOON)
        assert not taps.tap(slip, first.pk, place.pk, came=False, actor=leader, at=NOON)
        assert not taps.tap(came, first.pk, place.pk, came=True, actor=leader, at=NOON)


def test_a_guest_counts_once_and_never_below_nobody(leader: Actor, first: Session) -> None:
    one, another = uuid4(), uuid4()
    with as_desk("providers", leader):
        told = [taps.tap_guest(number, first.pk, by=by, actor=leader, at=NOON)
                for number, by in ((one, 1), (one, 1), (another, 1), (uuid4(), -1), (uuid4(), -1), (uuid4(), -1))]
    assert told == [1, 1, 2, 1, 0, 0]


def test_what_was_refused_may_be_tried_again_with_the_same_number(
        plant: Plant, leader: Actor, place: Place, run: Run, first: Session) -> None:
    number = uuid4()
    later = plant(run.sessions.order_by("starts_at").__getitem__, 1)
    with as_desk("providers", leader):
        with pytest.raises(NotYet):
            taps.tap(number, later.pk, place.pk, came=True, actor=leader, at=NOON)
        assert taps.tap(number, later.pk, place.pk, came=True, actor=leader, at=NOON + timedelta(weeks=1))


def test_nobody_taps_on_anothers_list(plant: Plant, place: Place, first: Session) -> None:
    stranger = a_leader_of(plant(of_bookings.a_run, starts_on=TODAY))
    with as_desk("providers", stranger), pytest.raises(NotYours):
        taps.tap(uuid4(), first.pk, place.pk, came=True, actor=stranger, at=NOON)
    with acting_as(PLANTING):
        assert not Tap.objects.exists()


def test_numbers_of_taps_are_forgotten_after_two_days(leader: Actor, first: Session) -> None:
    with as_desk("providers", leader):
        taps.tap_guest(uuid4(), first.pk, by=1, actor=leader, at=NOON)
    assert [taps.forget_due(TODAY + timedelta(days=after)) for after in (2, 3)] == [0, 1]
