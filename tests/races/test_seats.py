"""Two hundred at once for fifty places: exactly fifty get one, the others a clear answer; and the test can fail."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import QuerySet

from tests.factories.bookings import TODAY, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions, actions_seats, queries, refusals
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Seats

pytestmark = pytest.mark.slow
AT_ONCE = 20  # connections open at a time; each stands for ten people one after the other


def crowd(run: Run, people: int, *, may_wait: bool = False) -> Counter[str]:
    """So many people press the button at once; what each was told."""
    told: Counter[str] = Counter()
    start, said = threading.Barrier(AT_ONCE), threading.Lock()

    def one_after_the_other(number: int) -> None:
        start.wait()
        try:
            for _ in range(number):
                answer = _try(run, may_wait=may_wait)
                with said:
                    told[answer] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one_after_the_other, args=[people // AT_ONCE]) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return told


def _try(run: Run, *, may_wait: bool) -> str:
    keys = some_keys()
    try:
        with transaction.atomic(), as_desk("portal"), queries.holding(keys):
            place = actions.book(run.pk, keys=keys, wishes=Wishes("Stern"), on=TODAY, may_wait=may_wait)
        return str(place.state)
    except refusals.NotPossible as no:
        return type(no).__name__
    except IntegrityError:
        return "broken"


def standing(run: Run) -> dict[str, int]:
    with transaction.atomic(), acting_as(PLANTING):
        row = Seats.objects.get(pk=run.pk)
        places = Place.objects.filter(run=run)
        return {"taken": row.taken, "waiting": row.waiting, "places": places.filter(state="taken").count(),
                "turns": places.filter(state="waiting").count(), "told": Particulars.objects.count()}


def test_two_hundred_at_once_for_fifty_places(own_database: str, plant: Callable[..., Run]) -> None:
    run = plant(a_run, seats=50, waiting_places=0)
    assert crowd(run, 200) == {"taken": 50, "WaitingListFull": 150}
    assert standing(run) == {"taken": 50, "waiting": 0, "places": 50, "turns": 0, "told": 50}


def test_a_crowd_fills_seats_and_waiting_list_exactly(own_database: str, plant: Callable[..., Run]) -> None:
    run = plant(a_run, seats=10, waiting_places=10)
    assert crowd(run, 60, may_wait=True) == {"taken": 10, "waiting": 10, "WaitingListFull": 40}
    with transaction.atomic(), acting_as(PLANTING):
        turns = sorted(Place.objects.filter(run=run, state="waiting").values_list("turn", flat=True))
    assert turns == list(range(1, 11))


def test_one_card_pressed_twenty_times_at_once_holds_one_place(own_database: str, plant: Callable[..., Run],
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    run, keys = plant(a_run, seats=50), some_keys()
    monkeypatch.setattr("tests.races.test_seats.some_keys", lambda: keys)
    assert crowd(run, 20) == {"taken": 1, "AlreadyIn": 19}


def test_without_the_lock_the_same_crowd_breaks_the_count(own_database: str, plant: Callable[..., Run],
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: shows that the tests above would notice a missing lock."""

    def unlocked() -> QuerySet[Seats]:
        return Seats.objects.all()

    monkeypatch.setattr(actions_seats, "locking", unlocked)
    run = plant(a_run, seats=50, waiting_places=0)
    told = crowd(run, 200)
    seen = standing(run)
    assert (told, seen["places"]) != ({"taken": 50, "WaitingListFull": 150}, 50)
    assert seen["places"] != seen["taken"] or told["broken"]
