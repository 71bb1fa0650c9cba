"""Single dates, tasters, deadlines, dates that change, what stays as numbers: the rulebook case by case."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.attendance import actions_closing as closing
from verzahnt.programme.attendance.queries import own_marks
from verzahnt.programme.bookings import (
    actions,
    actions_dates,
    actions_ending,
    actions_telephone,
    queries,
    refusals,
    rules,
)
from verzahnt.programme.bookings.models import DateSeats, Gone, Notice, Particulars, Place, Stamp
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import OutboxItem, Tally
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Seats, Session
from verzahnt.programme.offers.refusals import NotYourRun
from verzahnt.programme.offers.states import OfferKind, RunState

pytestmark = pytest.mark.django_db
Plant = Callable[..., Run]
Keys = tuple[str, ...]
REACHABLE = Wishes("Blaue Wolke", contact="email:wolke@example.org")


def book(run: Run, keys: Keys | None = None, day: int | None = None, *, wishes: Wishes = REACHABLE, on: date = TODAY,
         may_wait: bool = True) -> Place:
    keys = keys or some_keys()
    with as_desk("portal"), queries.holding(keys):
        return actions.book(run.pk, keys=keys, wishes=wishes, on=on, may_wait=may_wait,
                            session_id=None if day is None else dates_of(run)[day].pk)


def withdraw(place: Place, *, on: date = TODAY) -> None:
    with as_desk("portal"), queries.holding([place.key]):
        actions.withdraw(place.pk, keys=[place.key], on=on)


def state_of(place: Place) -> str:
    with acting_as(PLANTING):
        return str(Place.objects.values_list("state", flat=True).get(pk=place.pk))


def dates_of(run: Run) -> list[Session]:
    with acting_as(PLANTING):
        return list(Session.objects.filter(run=run).order_by("starts_at"))


def planted(model: type, **where: object) -> list[Any]:
    with acting_as(PLANTING):
        return list(model.objects.filter(**where))


def letters(kind: str) -> set[object]:
    return {item.place for item in planted(OutboxItem, kind=kind)}


def by_provider(run: Run, deed: Callable[..., Any], *args: object, at: datetime = NOON, **more: object) -> Any:
    leader = a_leader_of(run)
    with as_desk("providers", leader), transaction.atomic():
        return deed(*args, actor=leader, at=at, **more)


@pytest.fixture
def meeting(plant: Plant) -> Run:
    """Weekly, from in eight days on; two seats."""
    return plant(a_run, seats=2, waiting_places=1, offer={"kind": OfferKind.OPEN_MEETING})


@pytest.fixture
def course(plant: Plant) -> Run:
    return plant(a_run, seats=2, waiting_places=2, offer={"traits": ["schnuppern"]})


# Single dates


def test_a_single_date_of_an_open_meeting_has_places_and_a_waiting_list_of_its_own(meeting: Run) -> None:
    keys = some_keys()
    first, second = book(meeting, keys, 0), book(meeting, day=0)
    assert book(meeting, keys, 1).state == "taken"
    waits = book(meeting, day=0)
    assert (first.state, second.state, waits.state) == ("taken", "taken", "waiting")
    with pytest.raises(refusals.WaitingListFull):
        book(meeting, day=0)
    with pytest.raises(refusals.AlreadyIn):
        book(meeting, keys, 0)
    with as_desk("portal"):
        told = [(one.is_full, one.ahead, one.may_wait) for one in queries.dates_to_choose(meeting, on=TODAY)]
        assert told == [(True, 1, False), (False, 0, True), (False, 0, True)]
        assert [queries.waiting_for(meeting.pk, day.pk) for day in dates_of(meeting)] == [1, None, None]
    withdraw(second)
    assert (state_of(waits), letters("place_promoted"), queries.lies()) == ("taken", {waits.pk}, [])


def test_a_list_of_a_single_date_closes_fourteen_days_after_it(meeting: Run) -> None:
    place = book(meeting, day=0)
    assert place.closes_on == meeting.starts_on + timedelta(days=15)
    [told] = planted(Particulars)
    assert (told.closes_on, told.month) == (place.closes_on, meeting.starts_on.replace(day=1))
    keys = [place.key]
    with as_desk("portal"), queries.holding(keys):
        [held] = queries.held_under(keys)
    assert (held.is_single, [session.starts_at.date() for session in held.sessions]) == (True, [meeting.starts_on])


def test_who_takes_all_dates_needs_a_seat_on_the_fullest_and_gives_back_single_ones(meeting: Run) -> None:
    keys = some_keys()
    own, other = book(meeting, keys, 1), book(meeting, day=1)
    with pytest.raises(refusals.AllTaken):
        book(meeting, may_wait=False)
    whole = book(meeting, keys)
    assert (whole.state, planted(Place, pk=own.pk)) == ("taken", [])
    waits = book(meeting)
    assert waits.state == "waiting"
    withdraw(other)
    assert (state_of(waits), queries.lies()) == ("taken", [])


def test_a_date_that_is_over_holds_nobody_up_any_more(meeting: Run) -> None:
    for _ in range(2):
        book(meeting, day=0)
    waits = book(meeting)
    assert actions_ending.lapse_due(meeting.starts_on) == 0
    assert state_of(waits) == "waiting"
    actions_ending.lapse_due(meeting.starts_on + timedelta(days=1))
    assert (state_of(waits), queries.lies()) == ("taken", [])


def test_the_database_itself_lets_nobody_overbook_a_date(meeting: Run) -> None:
    book(meeting, day=0)
    for model, facts in ((DateSeats, {"taken": 3}), (Seats, {"taken": 2}), (Seats, {"seats": 3, "taken": 3})):
        with pytest.raises(IntegrityError, match="date_not_over_its_seats"), transaction.atomic(), acting_as(PLANTING):
            model.objects.filter(run=meeting.pk).update(**facts)
    with acting_as(PLANTING):
        Seats.objects.filter(run=meeting.pk).update(seats=5, taken=4)
        [row] = DateSeats.objects.filter(run=meeting.pk)
    assert (row.seats, row.whole) == (5, 4), "carried over by the database"
    assert len(queries.lies()) == 1, "four places are said to be taken, none is"


def test_a_taster_is_one_date_if_a_seat_is_free_and_nobody_waits_for_the_course(course: Run) -> None:
    keys = some_keys()
    book(course, keys, 0)
    with pytest.raises(refusals.TriedAlready):
        book(course, keys, 1)
    book(course)
    with pytest.raises(refusals.NoSeatToTry):
        book(course, day=0)
    assert book(course).state == "waiting", "the first date is full"
    with pytest.raises(refusals.NoSeatToTry):
        book(course, day=2)  # a seat is free there, and somebody waits for the course


def test_dates_that_belong_together_are_not_taken_singly(plant: Plant) -> None:
    run = plant(a_run)
    with pytest.raises(refusals.NoSingleDates):
        book(run, day=0)
    with as_desk("portal"):
        assert queries.dates_to_choose(run, on=TODAY) == []


# Deadlines


def test_where_the_provider_wants_an_answer_the_place_is_offered_until_a_day(plant: Plant) -> None:
    run = plant(a_run, seats=1, waiting_places=3)
    holder, first, second = book(run), book(run), book(run)
    by_provider(run, actions_telephone.set_answer_days, run.pk, 3, on=TODAY)
    withdraw(holder)
    [offered] = planted(Place, pk=first.pk)
    assert (offered.state, offered.answer_by, letters("place_offered")) == (
        "offered", TODAY + timedelta(days=3), {first.pk})
    assert [actions_ending.lapse_due(TODAY + timedelta(days=days)) for days in (3, 4, 4)] == [0, 1, 0]
    assert (state_of(first), state_of(second), letters("place_lapsed")) == ("lapsed", "offered", {first.pk})
    with as_desk("portal"), queries.holding([first.key]):
        assert queries.held_under([first.key])[0].is_lapsed
        with pytest.raises(refusals.AnswerTooLate):
            actions.accept(first.pk, keys=[first.key], on=TODAY)
    with as_desk("portal"), queries.holding([second.key]):
        for _twice in range(2):
            actions.accept(second.pk, keys=[second.key], on=TODAY)
    again = book(run, (first.key, *some_keys()))
    assert (state_of(second), again.state, again.key, queries.lies()) == ("taken", "waiting", first.key, [])


@pytest.mark.parametrize(("on", "days", "first", "until"), [(1, 3, 20, 4), (1, 3, 3, 2), (1, 3, 2, 1), (1, 3, 1, 1),
                                                            (9, 3, 1, 12)])
def test_a_deadline_ends_the_day_before_the_first_date(on: int, days: int, first: int, until: int) -> None:
    day = [date(2026, 3, number) for number in range(1, 31)]
    assert rules.answer_by(on=day[on - 1], days=days, first_date=day[first - 1]) == day[until - 1]


def test_the_provider_notes_a_yes_by_telephone_and_no_stranger_does(plant: Plant) -> None:
    run, foreign = plant(a_run, seats=1), plant(a_run)
    holder, waits = book(run), book(run)
    by_provider(run, actions_telephone.set_answer_days, run.pk, 2, on=TODAY)
    withdraw(holder)
    with pytest.raises(refusals.NotYours):
        by_provider(foreign, actions_telephone.accept_by_telephone, waits.pk, on=TODAY)
    by_provider(run, actions_telephone.accept_by_telephone, waits.pk, on=TODAY)
    assert state_of(waits) == "taken"
    with pytest.raises(refusals.TooManyDays):
        by_provider(run, actions_telephone.set_answer_days, run.pk, 15, on=TODAY)


# Dates that change


def test_who_wished_to_hear_of_changes_is_told_and_the_provider_sees_whom_to_call(plant: Plant) -> None:
    run = plant(a_run, seats=3, waiting_places=1)
    told, waits_too = book(run), None
    silent = book(run, wishes=Wishes("See"))
    calls = book(run, wishes=Wishes("Linde", call_me="03601 5550123"))
    waits_too = book(run)
    assert waits_too.state == "waiting"
    second = dates_of(run)[1]
    by_provider(run, actions_dates.cancel_session, second.pk)
    assert letters("session_cancelled") == {told.pk, waits_too.pk}
    assert {item.subject for item in planted(OutboxItem, kind="session_cancelled")} == {str(second.pk)}
    starts = dates_of(run)[0].starts_at + timedelta(hours=2)
    by_provider(run, actions_dates.move_session, dates_of(run)[0].pk, starts_at=starts,
                ends_at=starts + timedelta(hours=1))
    assert letters("session_moved") == {told.pk, waits_too.pk}
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        seen = attendance.open_list(run.pk, actor=leader, at=NOON)
    assert {row.place: row.wishes.call_me for row in seen.rows if row.to_call} == {calls.pk: "03601 5550123"}
    assert silent.pk in {row.place for row in seen.rows}


def test_a_single_date_called_off_leaves_a_note_and_no_seat(meeting: Run) -> None:
    single, whole = book(meeting, day=1), book(meeting)
    by_provider(meeting, actions_dates.cancel_session, dates_of(meeting)[1].pk)
    assert (state_of(single), state_of(whole), queries.lies()) == ("called_off", "taken", [])
    with as_desk("portal"), queries.holding([single.key]):
        assert queries.held_under([single.key])[0].is_called_off
    withdraw(single)
    assert planted(Place, pk=single.pk) == []


def test_a_single_date_moves_with_its_guests_and_stays_in_its_month(plant: Plant) -> None:
    start = TODAY.replace(day=1) + timedelta(days=45)
    run = plant(a_run, starts_on=start.replace(day=10), dates=2, offer={"kind": OfferKind.OPEN_MEETING})
    place, first = book(run, day=0), dates_of(run)[0]
    for days, fits in ((1, True), (40, False)):
        moved = first.starts_at + timedelta(days=days)
        if fits:
            by_provider(run, actions_dates.move_session, first.pk, starts_at=moved, ends_at=moved + timedelta(hours=1))
        else:
            with pytest.raises(refusals.AnotherMonth):
                by_provider(run, actions_dates.move_session, first.pk, starts_at=moved,
                            ends_at=moved + timedelta(hours=1))
    [told] = planted(Particulars)
    assert planted(Place, pk=place.pk)[0].closes_on == told.closes_on == rules.closes_on(start.replace(day=11))


def test_a_date_replaced_later_in_the_month_keeps_the_list_open_for_longer(plant: Plant) -> None:
    start = (TODAY.replace(day=1) + timedelta(days=45)).replace(day=3)
    run = plant(a_run, starts_on=start, dates=2)
    place, last = book(run), dates_of(run)[-1]
    later = last.starts_at + timedelta(days=7)
    new = by_provider(run, actions_dates.replace_session, last.pk, starts_at=later, ends_at=later + timedelta(hours=1))
    assert (letters("session_replaced"), planted(OutboxItem, kind="session_replaced")[0].subject) == (
        {place.pk}, str(new.pk))
    [told], [kept] = planted(Particulars), planted(Place)
    assert told.closes_on == kept.closes_on == rules.closes_on(start + timedelta(days=14))


def test_a_run_called_off_keeps_notes_no_longer_than_its_first_date_would_have_been(plant: Plant) -> None:
    run = plant(a_run, seats=1, dates=5)
    place, waits = book(run), book(run)
    by_provider(run, actions_dates.cancel_run, run.pk)
    assert letters("run_cancelled") == {place.pk, waits.pk}
    assert {one.state for one in planted(Place)} == {"called_off"}
    assert {one.closes_on for one in planted(Place)} == {rules.closes_on(run.starts_on)}
    assert (planted(Run, pk=run.pk)[0].state, queries.lies()) == (RunState.CANCELLED, [])
    closing.close_due_runs(TODAY + timedelta(days=90))
    actions_ending.delete_due(rules.closes_on(run.starts_on))
    assert (planted(Place), planted(Tally)) == ([], [])


def test_a_run_that_has_begun_ends_with_what_took_place(plant: Plant) -> None:
    run = plant(a_run, seats=1, starts_on=TODAY - timedelta(days=7))
    place, waits = book(run, on=run.starts_on), book(run, on=run.starts_on)
    by_provider(run, actions_dates.cancel_run, run.pk, at=NOON + timedelta(hours=8))
    assert (state_of(place), state_of(waits)) == ("taken", "called_off")
    [kept] = planted(Place, pk=place.pk)
    assert (kept.closes_on, queries.lies()) == (rules.closes_on(TODAY), [])


def test_a_message_to_all_is_a_sentence_with_one_gap(meeting: Run) -> None:
    single, other = book(meeting, day=0), book(meeting, day=1)
    notice = by_provider(meeting, actions_dates.tell_all, meeting.pk, kind="room", words=" Raum  2 ",
                         session_id=dates_of(meeting)[0].pk)
    assert (notice.words, letters("message_to_all")) == ("Raum 2", {single.pk})
    for place, seen in ((single, 1), (other, 0)):
        with as_desk("portal"), queries.holding([place.key]):
            assert len(queries.held_under([place.key])[0].notices) == seen
    for kind, words in (("diagnose", "x"), ("room", ""), ("room", "x" * 81)):
        with pytest.raises(refusals.NoSuchNotice):
            by_provider(meeting, actions_dates.tell_all, meeting.pk, kind=kind, words=words)
    actions_ending.delete_due(rules.closes_on(meeting.ends_on))
    assert planted(Notice) == []


def test_nobody_touches_anothers_places_by_their_dates(meeting: Run, plant: Plant) -> None:
    stranger, session = plant(a_run), dates_of(meeting)[0]
    times = {"starts_at": session.starts_at + timedelta(hours=1), "ends_at": session.ends_at + timedelta(hours=1)}
    for deed, number, more in ((actions_dates.cancel_session, session.pk, {}),
                               (actions_dates.move_session, session.pk, times),
                               (actions_dates.replace_session, session.pk, times),
                               (actions_dates.cancel_run, meeting.pk, {}),
                               (actions_dates.tell_all, meeting.pk, {"kind": "room", "words": "x"})):
        with pytest.raises(NotYourRun):
            by_provider(stranger, deed, number, **more)


# What is told, and kept


def test_what_was_told_can_be_told_anew_by_its_holder_alone(plant: Plant) -> None:
    run = plant(a_run)
    place, new = book(run), Wishes("Neuer Name", ("childcare",), "uk", "sms:+4915112345678", ("change",))
    for keys in (some_keys(), (place.key,)):
        with as_desk("portal"), queries.holding(keys):
            actions.change_wishes(place.pk, keys=keys, wishes=new)
            assert [held.wishes for held in queries.held_under(keys)] == ([new] if place.key in keys else [])


def test_somebody_who_called_is_described_anew_by_the_provider_and_a_card_is_not(plant: Plant) -> None:
    run = plant(a_run)
    caller = by_provider(run, actions_telephone.book_by_telephone, run.pk, wishes=Wishes("Frau am Telefon"), on=TODAY)
    with_card = book(run)
    told = {"wishes": Wishes("Rosa Kleid", call_me="0361 5550199"), "on": TODAY}
    by_provider(run, actions_telephone.change_wishes_by_telephone, caller.pk, **told)
    with pytest.raises(refusals.NotYours):
        by_provider(run, actions_telephone.change_wishes_by_telephone, with_card.pk, **told)
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        assert Particulars.objects.filter(place_id=with_card.pk).update(alias=b"x") == 0
        seen = attendance.open_list(run.pk, actor=leader, at=NOON)
    assert sorted((row.wishes.alias, row.wishes.call_me) for row in seen.rows) == [
        ("Blaue Wolke", ""), ("Rosa Kleid", "0361 5550199")]


@pytest.fixture
def begun(plant: Plant) -> Run:
    """A week ago, today, in a week."""
    return plant(a_run, seats=5, starts_on=TODAY - timedelta(days=7), dates=3)


def came(run: Run, place: Place, *days: int) -> None:
    for day in days:
        by_provider(run, attendance.mark, dates_of(run)[day].pk, place.pk)


def test_who_came_sees_it_under_the_own_card_and_nobody_elses(begun: Run) -> None:
    place, other = book(begun, on=begun.starts_on), book(begun, on=begun.starts_on)
    came(begun, place, 0, 1)
    came(begun, place, 1)
    assert planted(Place, pk=place.pk)[0].visits == 2
    first, second, _third = dates_of(begun)
    for keys, seen in (((place.key,), {place.pk: {first.pk, second.pk}}), ((other.key,), {}), (some_keys(), {})):
        with as_desk("portal"), queries.holding(keys):
            assert own_marks(keys) == own_marks((place.key, other.key)) == seen
    by_provider(begun, attendance.unmark, second.pk, place.pk)
    by_provider(begun, attendance.unmark, second.pk, place.pk)
    assert planted(Place, pk=place.pk)[0].visits == 1


@pytest.mark.parametrize("who_deletes", [(), (0,), (0, 1, 2)])
def test_whoever_deletes_everything_changes_no_figure(begun: Run, who_deletes: tuple[int, ...]) -> None:
    places = [book(begun, on=begun.starts_on) for _ in range(3)]
    came(begun, places[0], 0, 1)
    came(begun, places[1], 1)
    given_back = book(begun, on=begun.starts_on)
    withdraw(given_back, on=begun.starts_on)  # in time, so it never was
    for number in who_deletes:
        with as_desk("portal"), queries.holding([places[number].key]):
            actions.withdraw_all(keys=[places[number].key], on=TODAY)
    assert len(planted(Place)) == 3 - len(who_deletes)
    closing.close_due_runs(rules.closes_on(begun.ends_on))
    figures = {row.kind: (row.total, row.largest_unit) for row in planted(Tally)}
    assert figures == {"seats_offered": (5, 5), "places_booked": (3, 3), "places_came": (2, 2), "visits": (3, 2)}
    assert planted(Gone) == []


def test_a_date_of_an_open_meeting_is_counted_by_itself_when_its_list_closes(plant: Plant) -> None:
    run = plant(a_run, seats=5, starts_on=TODAY, offer={"kind": OfferKind.OPEN_MEETING})
    book(run)
    single = book(run, day=0)
    book(run, day=0)
    came(run, single, 0)
    closes = rules.closes_on(TODAY)
    assert [closing.close_due_dates(closes - timedelta(days=1)), closing.close_due_dates(closes),
            closing.close_due_dates(closes)] == [0, 1, 0]
    assert actions_ending.delete_due(closes) == 2
    figures = {row.kind: (row.total, row.units) for row in planted(Tally)}
    assert figures == {"seats_offered": (4, 1), "places_booked": (2, 1), "places_came": (1, 1), "visits": (1, 1)}
    assert (planted(Run, pk=run.pk)[0].state, queries.lies()) == (RunState.OPEN, [])


def test_stamps_are_kept_for_who_wished_it_in_rows_that_say_no_run(begun: Run) -> None:
    place, stamp_keys = book(begun, on=begun.starts_on), some_keys()
    other = book(begun, on=begun.starts_on)
    came(begun, place, 0, 1)
    came(begun, other, 0)
    with as_desk("portal"), queries.holding(stamp_keys):
        for keep in (True, False, True):
            actions.keep_stamps(place.pk, keys=(place.key,), stamp_keys=stamp_keys, keep=keep)
    closes = rules.closes_on(begun.ends_on)
    assert [actions_ending.keep_stamps_due(closes), actions_ending.delete_due(closes)] == [1, 2]
    [stamp] = planted(Stamp)
    assert (stamp.key, stamp.dates, stamp.month, stamp.until_on) == (
        stamp_keys[0], 2, begun.ends_on.replace(day=1), date(begun.ends_on.year + 1, 12, 31))
    assert actions_ending.keep_stamps_due(closes) == 0
