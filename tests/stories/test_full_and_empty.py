"""A course fills in the evening, empties in the night and is full again in the morning. Nobody has to do a thing."""

from collections.abc import Callable

import pytest

from tests.factories.bookings import TODAY, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.lies import lies
from verzahnt.programme.bookings.refusals import AllTaken, WaitingListFull
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.ledgers.outbox import PLACE_PROMOTED
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
Keys = tuple[str, ...]


def asks(run: Run, *, may_wait: bool = True) -> Keys:
    keys = some_keys()
    with as_desk("portal"), queries.holding(keys):
        wishes = Wishes("Stille Welle", contact="email:welle@example.org", contact_for=("change",))
        actions.book(run.pk, keys=keys, wishes=wishes, on=TODAY, may_wait=may_wait)
    return keys


def gives_back(keys: Keys) -> None:
    with as_desk("portal"), queries.holding(keys):
        [held] = queries.held_under(keys)
        actions.withdraw(held.place.pk, keys=keys, on=TODAY)


def waits(keys: Keys) -> int | None:
    """How many stand before; None with a place."""
    with as_desk("portal"), queries.holding(keys):
        [held] = queries.held_under(keys)
        return held.ahead if held.waits else None


def band(run: Run) -> str:
    with acting_as(PLANTING):
        return Run.objects.get(pk=run.pk).band


def test_who_waited_longest_has_the_place_in_the_morning(plant: Callable[..., Run]) -> None:
    run = plant(a_run, seats=2, waiting_places=3)
    first, second = asks(run), asks(run)
    assert band(run) == "waiting"
    third, fourth, fifth = asks(run), asks(run), asks(run)
    assert [waits(keys) for keys in (third, fourth, fifth)] == [0, 1, 2]
    with pytest.raises(WaitingListFull):
        asks(run)

    gives_back(first)
    gives_back(fourth)
    gives_back(second)
    assert [waits(keys) for keys in (third, fifth)] == [None, None]
    assert lies() == []

    gives_back(third)
    gives_back(fifth)
    assert band(run) == "few"  # the step to "free" comes with the night, so that nobody can watch single places
    sixth, seventh = asks(run, may_wait=False), asks(run, may_wait=False)
    assert [waits(keys) for keys in (sixth, seventh)] == [None, None]
    with pytest.raises(AllTaken):
        asks(run, may_wait=False)
    assert lies() == []
    with acting_as(PLANTING):
        assert OutboxItem.objects.filter(kind=PLACE_PROMOTED).count() == 2  # each who moved up is told, once
