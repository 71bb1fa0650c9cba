"""Places and waiting list against a small reference model: whatever people do in whatever order, both agree."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import actions, actions_telephone, queries, refusals
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Seats
from verzahnt.programme.offers.states import Band

pytestmark = pytest.mark.django_db
GUESTS = 6

STEPS = st.one_of(
    st.tuples(st.just("book"), st.integers(0, GUESTS - 1)),
    st.tuples(st.just("wait"), st.integers(0, GUESTS - 1)),
    st.tuples(st.just("withdraw"), st.integers(0, GUESTS - 1)),
    st.tuples(st.just("delete everything"), st.integers(0, GUESTS - 1)),
    st.tuples(st.just("seats"), st.integers(0, 4)),
)


@dataclass
class Model:
    """What should be true: who is in, and who waits in which order."""

    seats: int
    room_to_wait: int
    taken: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)

    def do(self, deed: str, who: int) -> type[Exception] | None:
        match deed:
            case "book" | "wait":
                if who in self.taken + self.waiting:
                    return refusals.AlreadyIn
                if len(self.taken) < self.seats:
                    self.taken.append(who)
                elif len(self.waiting) >= self.room_to_wait:
                    return refusals.WaitingListFull
                elif deed == "book":
                    return refusals.AllTaken
                else:
                    self.waiting.append(who)
            case "withdraw" | "delete everything":
                self.taken = [one for one in self.taken if one != who]
                self.waiting = [one for one in self.waiting if one != who]
                self._move_up()
            case "seats":
                if who < 1:
                    return refusals.AtLeastOneSeat
                if who < len(self.taken):
                    return refusals.MorePlacesTaken
                self.seats = who
                self._move_up()
        return None

    def _move_up(self) -> None:
        while self.waiting and len(self.taken) < self.seats:
            self.taken.append(self.waiting.pop(0))


def really(run: Run, guests: list[tuple[str, ...]], deed: str, who: int) -> type[Exception] | None:
    """The same deed by the house's own actions."""
    try:
        if deed == "seats":
            leader = a_leader_of(run)
            with as_desk("providers", leader):
                actions_telephone.change_seats(run.pk, who, actor=leader, at=NOON, on=TODAY)
            return None
        keys = guests[who]
        with as_desk("portal"), queries.holding(keys):
            if deed in ("book", "wait"):
                actions.book(run.pk, keys=keys, wishes=Wishes(f"Gast {who}"), on=TODAY, may_wait=deed == "wait")
            elif deed == "withdraw":
                for held in queries.held_under(keys):
                    actions.withdraw(held.place.pk, keys=keys, on=TODAY)
            else:
                actions.withdraw_all(keys=keys, on=TODAY)
    except refusals.NotPossible as no:
        return type(no)
    return None


def standing(run: Run, guests: list[tuple[str, ...]]) -> tuple[list[int], list[int]]:
    """Who is in, and who waits in order; and that counters and band say the same."""
    by_key = {key: number for number, keys in enumerate(guests) for key in keys}
    with acting_as(PLANTING):
        places = list(Place.objects.filter(run=run).order_by("turn"))
        row = Seats.objects.select_related("run").get(pk=run.pk)
    taken = sorted(by_key[place.key] for place in places if place.state == "taken")
    waiting = [by_key[place.key] for place in places if place.state == "waiting"]
    assert (row.taken, row.waiting) == (len(taken), len(waiting))
    assert (row.run.band == Band.WAITING) == (row.taken >= row.seats)
    return taken, waiting


@given(st.integers(1, 3), st.integers(0, 2), st.lists(STEPS, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_house_and_model_agree_after_every_step(plant: Callable[..., Run], seats: int, room: int,
                                                steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        run, model = plant(a_run, seats=seats, waiting_places=room), Model(seats, room)
        guests = [some_keys() for _ in range(GUESTS)]
        for deed, who in steps:
            assert really(run, guests, deed, who) == model.do(deed, who), (deed, who)
            assert standing(run, guests) == (sorted(model.taken), model.waiting)
        transaction.set_rollback(True)
