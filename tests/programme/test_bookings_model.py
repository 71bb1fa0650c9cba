"""Places, waiting lists, single dates and deadlines against a small model: in whatever order, both agree.

Short by default; `HYPOTHESIS_PROFILE=long` walks at least ten thousand steps.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.kit.berlin import BERLIN
from verzahnt.kit.refusals import NotPossible
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions_closing as closing
from verzahnt.programme.bookings import actions, actions_dates, actions_ending, actions_telephone, queries
from verzahnt.programme.bookings.actions_seats import Counters
from verzahnt.programme.bookings.models import DateSeats, Place
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Seats, Session
from verzahnt.programme.offers.states import OfferKind, RunState

pytestmark = pytest.mark.django_db
GUESTS, DATES, A_WHILE = 6, 3, timedelta(days=8)
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
WALKS, STEPS = (400, 50) if LONG else (8, 25)
TAKEN, OFFERED, WAITING, LAPSED, OFF = (PlaceState.TAKEN, PlaceState.OFFERED, PlaceState.WAITING, PlaceState.LAPSED,
                                        PlaceState.CALLED_OFF)
IN_PLAY = (TAKEN, OFFERED, WAITING)
ALL = None
"""In place of the number of a date: the whole run."""


@dataclass
class Held:
    who: int
    what: int | None
    state: PlaceState
    turn: int = 0
    answer_by: date | None = None


@dataclass
class Model:
    """What should be true: who holds what, in the order in which they asked."""

    kind: str
    seats: int
    room_to_wait: int
    days: dict[int, date]
    today: date = TODAY
    answer_days: int = 0
    turns: int = 0
    is_on: bool = True
    is_closed: bool = False
    fewer_to: int = 0
    off: set[int] = field(default_factory=set)
    held: list[Held] = field(default_factory=list)

    @property
    def ahead(self) -> list[int]:
        return [number for number, day in self.days.items() if day >= self.today and number not in self.off]

    @property
    def ends_on(self) -> date:
        return max(day for number, day in self.days.items() if number not in self.off)

    @property
    def starts_on(self) -> date:
        return min(day for number, day in self.days.items() if number not in self.off)

    @property
    def is_open(self) -> bool:
        return self.is_on and self.ends_on >= self.today

    def of(self, who: int) -> list[Held]:
        return [one for one in self.held if one.who == who]

    def seated(self, what: int | None, *, but: int | None = None) -> int:
        return sum(one.what == what and one.state in (TAKEN, OFFERED) and one.who != but for one in self.held)

    def fits(self, what: int | None, *, but: int | None = None) -> bool:
        """Whether one more fits; `but` is somebody whose single dates would be given up for it."""
        beside = (max((self.seated(day, but=but) for day in self.ahead), default=0) if what is ALL
                  else self.seated(what))
        return self.seated(ALL) + beside < self.seats

    def waiting(self, what: int | None) -> list[Held]:
        return sorted((one for one in self.held if one.state == WAITING and one.what == what), key=lambda one: one.turn)

    @property
    def fullest(self) -> int:
        return self.seated(ALL) + max((self.seated(day) for day in self.ahead), default=0)

    def move_up(self) -> None:
        if not self.is_open:
            return
        if self.fewer_to:
            self.seats = max(self.fewer_to, min(self.seats, self.fullest))
            self.fewer_to = self.fewer_to if self.seats > self.fewer_to else 0
        for one in sorted((one for one in self.held if one.state == WAITING), key=lambda one: one.turn):
            if (one.what is ALL or one.what in self.ahead) and self.fits(one.what):
                one.state, one.turn = TAKEN, 0
                if self.answer_days:
                    first = self.starts_on if one.what is ALL else self.days[one.what]
                    last = self.today + timedelta(days=self.answer_days)
                    if self.today <= first:
                        last = max(self.today, min(last, first - timedelta(days=1)))
                    one.state, one.answer_by = OFFERED, last

    def ask(self, who: int, what: int | None, *, may_wait: bool) -> str:
        course = self.kind == OfferKind.COURSE
        if self.is_open and self.is_closed:
            return "SignUpClosed"
        if not self.is_open or (what is ALL and course and self.starts_on < self.today):
            return "RunOver"
        if what is not ALL and what not in self.ahead:
            return "DateOver"
        own = self.of(who)
        if any(one.state in IN_PLAY and one.what in (ALL, what) for one in own):
            return "AlreadyIn"
        if course and what is not ALL and any(one.what is not ALL for one in own):
            return "TriedAlready"
        if self.waiting(ALL) or self.fewer_to:
            self.move_up()
        given_up = [one for one in own if what is ALL and one.what in self.ahead and one.state in IN_PLAY]
        state = TAKEN
        if not (self.fits(what, but=who) and not (course and what is not ALL and self.waiting(ALL))):
            if course and what is not ALL:
                return "NoSeatToTry"
            if len(self.waiting(what)) >= self.room_to_wait:
                return "WaitingListFull"
            if not may_wait:
                return "AllTaken"
            state, given_up = WAITING, []
        gone = given_up + [one for one in own if one.what == what and one.state not in IN_PLAY]
        self.held = [one for one in self.held if one not in gone]
        self.turns += state == WAITING
        self.held.append(Held(who, what, state, self.turns if state == WAITING else 0))
        return ""

    def leave(self, one: Held) -> None:
        self.held.remove(one)
        self.move_up()

    def call_off(self, which: Callable[[Held], bool]) -> None:
        for one in self.held:
            if one.state in IN_PLAY and which(one):
                one.state, one.turn, one.answer_by = OFF, 0, None
        self.move_up()


class Walk(RuleBasedStateMachine):
    """The same deeds done by the house and by the model."""

    plant: Callable[..., Any]
    steps = 0

    @initialize(kind=st.sampled_from([OfferKind.COURSE, OfferKind.OPEN_MEETING]), seats=st.integers(1, 3),
                room=st.integers(0, 3))
    def begin(self, kind: str, seats: int, room: int) -> None:
        self.around = transaction.atomic()
        self.around.__enter__()
        self.run: Run = self.plant(a_run, seats=seats, waiting_places=room, dates=DATES,
                                   starts_on=TODAY + A_WHILE, offer={"kind": kind, "traits": ["schnuppern"]})
        with acting_as(PLANTING):
            self.sessions = dict(enumerate(Session.objects.filter(run=self.run).order_by("starts_at")))
        self.guests = [some_keys() for _ in range(GUESTS)]
        self.model = Model(kind, seats, room, {number: TODAY + A_WHILE + timedelta(weeks=number)
                                               for number in range(DATES)})
        self.leader = a_leader_of(self.run)

    def teardown(self) -> None:
        if hasattr(self, "around"):
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    @property
    def today(self) -> date:
        return self.model.today

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, NOON.time(), BERLIN)

    @contextmanager
    def portal(self, who: int) -> Iterator[tuple[str, ...]]:
        with as_desk("portal"), queries.holding(self.guests[who]):
            yield self.guests[who]

    def place(self, one: Held) -> Any:
        with acting_as(PLANTING):
            session = None if one.what is ALL else self.sessions[one.what]
            return Place.objects.get(key__in=self.guests[one.who], run=self.run, session=session).pk

    def same(self, expected: str, deed: Callable[[], object]) -> None:
        said = ""
        try:
            with transaction.atomic():
                deed()
        except NotPossible as no:
            said = type(no).__name__
        assert said == expected

    @rule(who=st.integers(0, GUESTS - 1), what=st.one_of(st.none(), st.integers(0, DATES - 1)), may_wait=st.booleans())
    def ask(self, who: int, what: int | None, may_wait: bool) -> None:
        self.book(who, what, may_wait)

    def book(self, who: int, what: int | None, may_wait: bool) -> None:
        session = None if what is ALL else self.sessions[what].pk
        with self.portal(who) as keys:
            self.same(self.model.ask(who, what, may_wait=may_wait),
                      lambda: actions.book(self.run.pk, keys=keys, wishes=Wishes(f"Gast {who}"), on=self.today,
                                           may_wait=may_wait, session_id=session))

    @rule(who=st.integers(0, GUESTS - 1), what=st.sampled_from([ALL, ALL, 0, 1]))
    def one_more_asks(self, who: int, what: int | None) -> None:
        """Somebody who is not in yet, so that runs fill and people wait."""
        others = [one for one in range(GUESTS) if not self.model.of(one)]
        if others:
            self.book(others[who % len(others)], what, True)

    @precondition(lambda self: self.model.held)
    @rule(which=st.integers(0, 20))
    def withdraw(self, which: int) -> None:
        one = self.model.held[which % len(self.model.held)]
        with self.portal(one.who) as keys:
            actions.withdraw(self.place(one), keys=keys, on=self.today)
        self.model.leave(one)

    @rule(who=st.integers(0, GUESTS - 1))
    def delete_the_card(self, who: int) -> None:
        with self.portal(who) as keys, acting_as(PLANTING):
            places = Place.objects.filter(key__in=keys).order_by("run_id", "pk")
            order = list(places.values_list("session_id", flat=True))
        with self.portal(who) as keys:
            actions.withdraw_all(keys=keys, on=self.today)
        numbers = {session.pk: number for number, session in self.sessions.items()}
        for session in order:
            what = ALL if session is None else numbers[session]
            self.model.leave(next(one for one in self.model.of(who) if one.what == what))

    @precondition(lambda self: any(one.state in (OFFERED, WAITING, LAPSED) for one in self.model.held))
    @rule(which=st.integers(0, 20))
    def accept(self, which: int) -> None:
        asked = [one for one in self.model.held if one.state in (OFFERED, WAITING, LAPSED)]
        one = asked[which % len(asked)]
        no = {OFFERED: "", WAITING: "NothingToAnswer", LAPSED: "AnswerTooLate"}[one.state]
        with self.portal(one.who) as keys:
            self.same(no, lambda: actions.accept(self.place(one), keys=keys, on=self.today))
        if one.state == OFFERED:
            one.state, one.answer_by = TAKEN, None

    @rule(days=st.integers(0, 3))
    def ask_for_answers(self, days: int) -> None:
        with as_desk("providers", self.leader):
            actions_telephone.set_answer_days(self.run.pk, days, actor=self.leader, at=self.now, on=self.today)
        self.model.answer_days = days

    @rule(seats=st.integers(0, 4), in_time=st.booleans())
    def change_seats(self, seats: int, in_time: bool) -> None:
        model, fullest = self.model, self.model.fullest
        no = ("RunOver" if not model.is_open else "AtLeastOneSeat" if seats < 1
              else "MorePlacesTaken" if seats < fullest and not in_time else "")
        with as_desk("providers", self.leader):
            self.same(no, lambda: actions_telephone.change_seats(self.run.pk, seats, actor=self.leader, at=self.now,
                                                                 on=self.today, in_time=in_time))
        if not no:
            model.seats, model.fewer_to = max(seats, fullest), seats if seats < fullest else 0
            model.move_up()

    @rule(closes=st.sampled_from([True, False, False]))
    def close_or_open_sign_up(self, closes: bool) -> None:
        deed = actions_telephone.close_sign_up if closes else actions_telephone.open_sign_up
        with as_desk("providers", self.leader):
            self.same("" if self.model.is_open else "RunOver",
                      lambda: deed(self.run.pk, actor=self.leader, at=self.now, on=self.today))
        if self.model.is_open:
            self.model.is_closed = closes

    @precondition(lambda self: self.model.is_open and self.model.ahead)
    @rule(which=st.integers(0, 20), really=st.sampled_from([True, False, False, False]))
    def cancel_a_date(self, which: int, really: bool) -> None:
        model = self.model
        what = model.ahead[which % len(model.ahead)]
        if model.days[what] <= self.today or not really:
            return
        with as_desk("providers", self.leader):
            actions_dates.cancel_session(self.sessions[what].pk, actor=self.leader, at=self.now)
        if set(model.days) - model.off == {what}:
            model.is_on = False
            model.call_off(lambda one: True)
        else:
            model.off.add(what)
            model.call_off(lambda one: one.what == what)

    @precondition(lambda self: self.model.is_open and self.model.ahead)
    @rule(which=st.integers(0, 20), hours=st.sampled_from([-5, -2, 2, 5]))
    def move_a_date(self, which: int, hours: int) -> None:
        model = self.model
        what = model.ahead[which % len(model.ahead)]
        if model.days[what] <= self.today:
            return
        with acting_as(PLANTING):
            session = Session.objects.get(pk=self.sessions[what].pk)
        starts = session.starts_at.astimezone(BERLIN).replace(hour=12 + hours)
        if starts == session.starts_at:
            return
        with as_desk("providers", self.leader):
            actions_dates.move_session(session.pk, starts_at=starts, ends_at=starts + timedelta(hours=1),
                                       actor=self.leader, at=self.now)

    @rule(days=st.sampled_from([0, 0, 1, 1, 2, 5]))
    def days_go_by(self, days: int) -> None:
        """And the night's work is done: late answers lapse, lists are counted and closed."""
        model = self.model
        if not days:
            return
        model.today += timedelta(days=days)
        actions_ending.lapse_due(model.today)
        if model.is_on and any(one.state == OFFERED and one.answer_by < model.today for one in model.held):
            for one in model.held:
                if one.state == OFFERED and one.answer_by < model.today:
                    one.state, one.answer_by = LAPSED, None
        model.move_up()
        actions_ending.refresh_bands(model.today)

    @precondition(lambda self: not self.model.is_open)
    @rule()
    def finish(self) -> None:
        """Two weeks later nobody is in it any more."""
        later = TODAY + A_WHILE + timedelta(weeks=DATES + 3)
        closing.close_due_dates(later)
        closing.close_due_runs(later)
        actions_ending.delete_due(later)
        self.model.held, self.model.today = [], max(self.model.today, later)
        with acting_as(PLANTING):
            assert Run.objects.get(pk=self.run.pk).state == (
                RunState.CLOSED if self.model.is_on else RunState.CANCELLED)
            assert not Place.objects.filter(run=self.run).exists()

    @invariant()
    def house_and_model_agree(self) -> None:
        if not hasattr(self, "model"):
            return
        Walk.steps += 1
        by_key = {key: number for number, keys in enumerate(self.guests) for key in keys}
        numbers = {session.pk: number for number, session in self.sessions.items()} | {None: ALL}
        with acting_as(PLANTING):
            real = {(by_key[one.key], numbers[one.session_id], one.state, one.turn, one.answer_by)
                    for one in Place.objects.filter(run=self.run)}
            row = Seats.objects.select_related("run").get(pk=self.run.pk)
            dates = {numbers[one.pk]: one for one in DateSeats.objects.filter(run=self.run)}
        assert real == {(one.who, one.what, one.state, one.turn, one.answer_by) for one in self.model.held}
        if row.run.state != RunState.CLOSED:
            assert (row.seats, row.fewer_to or 0, row.taken, row.waiting) == (
                self.model.seats, self.model.fewer_to, self.model.seated(ALL), len(self.model.waiting(ALL)))
            for number, one in dates.items():
                assert (one.taken, one.waiting) == (self.model.seated(number), len(self.model.waiting(number)))
        assert queries.lies(on=self.model.today) == []


def walk(plant: Callable[..., Run], walks: int = WALKS, steps: int = STEPS, **more: Any) -> None:
    Walk.plant, Walk.steps = staticmethod(plant), 0
    run_state_machine_as_test(Walk, settings=settings(
        max_examples=walks, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck), **more))


def test_house_and_model_agree_after_every_step(plant: Callable[..., Run]) -> None:
    walk(plant)
    assert Walk.steps >= (10_000 if LONG else 100)


@pytest.mark.parametrize(("method", "wrong"), [
    ("promote", lambda self: []),
    ("room", lambda self, session_id, *, without=(): 1),
    ("_dates_ahead", lambda self: {}),
])
def test_the_walk_would_notice(method: str, wrong: Callable[..., Any], plant: Callable[..., Run],
                               monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: with a deed done wrong, house and model part."""
    monkeypatch.setattr(Counters, method, wrong)
    with pytest.raises((AssertionError, DatabaseError, ExceptionGroup)):
        walk(plant, walks=40, steps=40, phases=[Phase.generate], derandomize=True)
