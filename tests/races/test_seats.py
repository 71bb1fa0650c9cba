"""Two hundred at once for fifty places: exactly fifty get one, the others a clear answer; and the test can fail."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.models import QuerySet

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import (
    actions,
    actions_ending,
    actions_seats,
    actions_telephone,
    queries,
    refusals,
)
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Seats
from verzahnt.programme.offers.states import OfferKind

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


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Each in a connection of its own, all let go at the same moment; what each was told, or its refusal's name."""
    told = [""] * len(deeds)
    start = threading.Barrier(len(deeds))

    def one(number: int, deed: Callable[[], object]) -> None:
        start.wait()
        try:
            with transaction.atomic():
                told[number] = str(deed())
        except refusals.NotPossible as no:
            told[number] = type(no).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[number, deed]) for number, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return told


def booking(run: Run, keys: tuple[str, ...], **more: object) -> str:
    with as_desk("portal"), queries.holding(keys):
        return str(actions.book(run.pk, keys=keys, wishes=Wishes("Stern"), on=TODAY, **more).state)


def leaving(place: Place, keys: tuple[str, ...]) -> str:
    with as_desk("portal"), queries.holding(keys):
        actions.withdraw(place.pk, keys=keys, on=TODAY)
    return "left"


def held(keys: tuple[str, ...]) -> list[Place]:
    with transaction.atomic(), acting_as(PLANTING):
        return list(Place.objects.filter(key__in=keys))


def test_leaving_and_booking_at_once_gives_the_seat_to_whoever_waited(own_database: str,
                                                                      plant: Callable[..., Run]) -> None:
    for _round in range(10):
        run = plant(a_run, seats=1, waiting_places=3)
        holder, waits, comes = some_keys(), some_keys(), some_keys()
        for keys in (holder, waits):
            with transaction.atomic():
                booking(run, keys, may_wait=True)
        [place] = held(holder)
        told = at_once(lambda: leaving(place, holder), lambda: booking(run, comes, may_wait=True))  # noqa: B023
        assert told == ["left", "waiting"]
        assert [one.state for one in (*held(holder), *held(waits), *held(comes))] == ["taken", "waiting"]
    assert queries.lies() == []


def test_a_yes_and_the_deadline_at_once_leave_one_holder(own_database: str, plant: Callable[..., Run]) -> None:
    for _round in range(10):
        run = plant(a_run, seats=1, waiting_places=3)
        holder, first, second = some_keys(), some_keys(), some_keys()
        leader = a_leader_of(run)
        with transaction.atomic(), as_desk("providers", leader):
            actions_telephone.set_answer_days(run.pk, 2, actor=leader, at=NOON, on=TODAY)
        for keys in (holder, first, second):
            with transaction.atomic():
                booking(run, keys, may_wait=True)
        with transaction.atomic():
            leaving(held(holder)[0], holder)
        [offered] = held(first)

        def yes(keys: tuple[str, ...] = first, place: Place = offered) -> str:
            with as_desk("portal"), queries.holding(keys):
                actions.accept(place.pk, keys=keys, on=TODAY)
            return "yes"

        told = at_once(yes, lambda: actions_ending.lapse_due(TODAY + timedelta(days=3)))
        states = [held(first)[0].state, held(second)[0].state]
        assert (told, states) in ((["yes", "0"], ["taken", "waiting"]),
                                  (["AnswerTooLate", "1"], ["lapsed", "offered"]))
    assert queries.lies() == []


def test_one_form_sent_from_two_tabs_at_once_books_once(own_database: str, plant: Callable[..., Run]) -> None:
    for _round in range(10):
        run, keys, number = plant(a_run, seats=5), some_keys(), uuid4()
        told = at_once(*[lambda: booking(run, keys, place_id=number)] * 3)  # noqa: B023
        assert sorted(told) == ["AlreadyIn", "AlreadyIn", "taken"]
        assert [place.pk for place in held(keys)] == [number]
    assert queries.lies() == []


def test_single_dates_and_the_whole_run_wanted_at_once_fill_no_date_twice(own_database: str,
                                                                         plant: Callable[..., Run]) -> None:
    run = plant(a_run, seats=4, waiting_places=0, offer={"kind": OfferKind.OPEN_MEETING})
    with transaction.atomic(), acting_as(PLANTING):
        days = list(run.sessions.values_list("pk", flat=True))
    told = at_once(*[lambda what=what: booking(run, some_keys(), session_id=what)
                     for what in [None, *days, None, *days, None, *days, None, *days, None, *days]])
    assert set(told) == {"taken", "WaitingListFull"}
    with transaction.atomic(), acting_as(PLANTING):
        whole = Place.objects.filter(run=run, session=None).count()
        fullest = [whole + Place.objects.filter(session=day).count() for day in days]
    assert max(fullest) == 4
    assert queries.lies() == []
