"""Lists, marks and the one count of a run. Marks need dates that are over, so runs here began in the past."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from tests.factories.people import a_site
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions, actions_closing
from verzahnt.programme.attendance.models import Mark
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import actions_ending, queries
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes, closes_on
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import JournalEntry, Tally
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.offers.states import RunState

pytestmark = pytest.mark.django_db
Plant = Callable[..., Run]
LAST_WEEK = TODAY - timedelta(days=7)


@pytest.fixture
def run(plant: Plant) -> Run:
    """A run whose first date was a week ago, whose second is today, and whose third is in a week."""
    return plant(a_run, seats=2, starts_on=LAST_WEEK)


def guest(run: Run, alias: str, **told: object) -> Place:
    keys = some_keys()
    with as_desk("portal"), queries.holding(keys):
        return bookings.book(run.pk, keys=keys, wishes=Wishes(alias, **told), on=run.starts_on, may_wait=True)


def dates_of(run: Run) -> list[Session]:
    with acting_as(PLANTING):
        return list(Session.objects.filter(run=run).order_by("starts_at"))


def planted(model: type, **where: object) -> list:
    with acting_as(PLANTING):
        return list(model.objects.filter(**where))


def test_the_list_shows_aliases_needs_and_who_waits_and_never_key_or_contact(run: Run) -> None:
    guest(run, "Ruhiger See", needs=("childcare",), language="ar", contact="email:see@example.org")
    guest(run, "Blaue Wolke")
    guest(run, "Später Stern")
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        seen = actions.open_list(run.pk, actor=leader, at=NOON)
    assert [(row.wishes.alias, row.wishes.needs, row.wishes.language) for row in seen.rows] == [
        ("Blaue Wolke", (), "de"), ("Ruhiger See", ("childcare",), "ar")]
    assert [row.wishes.alias for row in seen.waiting] == ["Später Stern"]
    assert "see@example.org" not in repr(seen) + "".join(row.wishes.contact for row in seen.rows)
    assert len(seen.sessions) == 3


def test_every_look_at_a_list_stands_in_the_journal(run: Run) -> None:
    leader = a_leader_of(run)
    with as_desk("providers", leader):
        actions.open_list(run.pk, actor=leader, at=NOON)
        actions.open_list(run.pk, actor=leader, at=NOON + timedelta(minutes=5))
    assert [(entry.deed, entry.account, entry.object_id, entry.organisation) for entry in planted(JournalEntry)] == [
        ("open_list", 1, str(run.pk), run.provider_id)] * 2


def test_a_list_costs_the_same_number_of_questions_for_one_and_for_many(plant: Plant) -> None:
    counts = []
    for number in (1, 6):
        run = plant(a_run, seats=9, starts_on=LAST_WEEK)
        for n in range(number):
            guest(run, f"Stern {n}")
        leader = a_leader_of(run)
        with as_desk("providers", leader), CaptureQueriesContext(connection) as asked:
            actions.open_list(run.pk, actor=leader, at=NOON)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_nobody_opens_a_list_of_others_a_closed_list_or_without_the_right(plant: Plant, run: Run) -> None:
    over = plant(a_run, starts_on=TODAY - timedelta(days=15), dates=1)
    leader = a_leader_of(run)
    for actor, number in [(a_leader_of(plant(a_run)), run.pk), (a_leader_of(over), over.pk),
                          (a_leader_of(run, "attendance.mark"), run.pk), (Actor("providers"), run.pk)]:
        with as_desk("providers", actor), pytest.raises(actions.NotYours):
            actions.open_list(number, actor=actor, at=NOON)
    with as_desk("providers", leader):
        assert actions.open_list(run.pk, actor=leader, at=NOON).rows == ()


def test_who_came_is_marked_once_and_a_slip_is_taken_back(run: Run) -> None:
    place, leader, today = guest(run, "Blaue Wolke"), a_leader_of(run), dates_of(run)[1]
    with as_desk("providers", leader):
        for _ in range(2):
            actions.mark(today.pk, place.pk, actor=leader, at=NOON)
        assert actions.open_list(run.pk, actor=leader, at=NOON).rows[0].came == {today.pk}
        actions.unmark(today.pk, place.pk, actor=leader, at=NOON)
        assert actions.open_list(run.pk, actor=leader, at=NOON).rows[0].came == frozenset()


def test_guests_are_a_number_that_can_be_changed(run: Run) -> None:
    leader, today = a_leader_of(run), dates_of(run)[1]
    with as_desk("providers", leader):
        for number in (2, 3):
            actions.guests(today.pk, number, actor=leader, at=NOON)
        assert actions.open_list(run.pk, actor=leader, at=NOON).guests == {today.pk: 3}
        with pytest.raises(actions.NoSuchNumber):
            actions.guests(today.pk, -1, actor=leader, at=NOON)


def test_what_cannot_be_marked(plant: Plant, run: Run) -> None:
    place, waiting_run = guest(run, "Blaue Wolke"), plant(a_run, seats=1, starts_on=LAST_WEEK)
    guest(waiting_run, "Erste")
    waits = guest(waiting_run, "Wartet")
    leader, foreign = a_leader_of(run), a_leader_of(waiting_run)
    _past, today, next_week = dates_of(run)
    with as_desk("providers", leader):
        with pytest.raises(actions.NotYet):
            actions.mark(next_week.pk, place.pk, actor=leader, at=NOON)
        with pytest.raises(actions.NotOnTheList):
            actions.mark(today.pk, waits.pk, actor=leader, at=NOON)
        with pytest.raises(actions.NotYours):
            actions.mark(dates_of(waiting_run)[0].pk, place.pk, actor=leader, at=NOON)
    with as_desk("providers", foreign), pytest.raises(actions.NotOnTheList):
        actions.mark(dates_of(waiting_run)[0].pk, waits.pk, actor=foreign, at=NOON)
    assert planted(Mark) == []


def test_marks_go_with_the_place(run: Run) -> None:
    keys, leader = some_keys(), a_leader_of(run)
    with as_desk("portal"), queries.holding(keys):
        place = bookings.book(run.pk, keys=keys, wishes=Wishes("Blaue Wolke"), on=run.starts_on)
    with as_desk("providers", leader):
        actions.mark(dates_of(run)[0].pk, place.pk, actor=leader, at=NOON)
    with as_desk("portal"), queries.holding(keys):
        bookings.withdraw(place.pk, keys=keys, on=TODAY)
    assert planted(Mark) == []


def test_a_run_is_counted_once_when_its_list_closes_and_then_nobody_is_in_it(plant: Plant) -> None:
    provider = None
    for visits in ((2, 1), (1,)):  # two runs of one provider in one month: how often each guest came
        run = plant(a_run, seats=5, starts_on=LAST_WEEK, dates=2, **({"provider": provider} if provider else {}))
        provider, leader = run.provider, a_leader_of(run)
        for times in visits:
            place = guest(run, "Stern")
            with as_desk("providers", leader):
                for session in dates_of(run)[:times]:
                    actions.mark(session.pk, place.pk, actor=leader, at=NOON)
        guest(run, "Kam nie")
        with as_desk("providers", leader):
            actions.guests(dates_of(run)[0].pk, 1, actor=leader, at=NOON)
        closing = closes_on(run.ends_on)
    assert actions_closing.close_due_runs(closing - timedelta(days=1)) == 0
    assert [actions_closing.close_due_runs(closing), actions_closing.close_due_runs(closing)] == [2, 0]
    actions_ending.delete_due(closing)
    rows = {row.kind: (row.total, row.units, row.largest_unit, row.providers) for row in planted(Tally)}
    one = [provider.pk]
    assert rows == {"seats_offered": (10, 2, 5, one), "places_booked": (5, 2, 3, one), "places_came": (3, 2, 2, one),
                    "visits": (4, 2, 2, one), "guests": (2, 2, 1, one)}
    (cell,) = {(row.month, row.site, row.kreis, row.topic) for row in planted(Tally)}
    assert cell == (run.ends_on.replace(day=1), None, "16064", "bewegung")
    assert (planted(Place), planted(Mark)) == ([], [])
    assert {one.state for one in planted(Run)} == {RunState.CLOSED}


@pytest.mark.parametrize(("invented", "counted"), [(False, 0), (True, 1)])
def test_an_invented_run_never_becomes_a_figure_of_a_real_office(plant: Plant, invented: bool, counted: int) -> None:
    site = plant(a_site, is_invented=invented)
    run = plant(a_run, starts_on=LAST_WEEK, dates=1, site=site, is_invented=True)
    assert actions_closing.close_due_runs(closes_on(run.ends_on)) == 1
    assert len(planted(Tally)) == counted


def test_a_cancelled_run_is_not_counted(plant: Plant) -> None:
    run = plant(a_run, starts_on=LAST_WEEK, dates=1, state=RunState.CANCELLED)
    assert actions_closing.close_due_runs(closes_on(run.ends_on)) == 0
    assert planted(Tally) == []
