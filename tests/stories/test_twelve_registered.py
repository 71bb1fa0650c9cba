"""Twelve register, nine come to the first date, five keep coming; one of the five deletes everything in the middle.

The figures at the end are the same as if she had not: what was, was.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.factories.bookings import NOON, TODAY, a_leader_of, a_run, some_keys
from tests.factories.people import a_site
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.attendance import actions_closing
from verzahnt.programme.bookings import actions, queries
from verzahnt.programme.bookings.lies import lies
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.rules import Wishes, closes_on
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import PLANTING
from verzahnt.programme.offers.models import Run

pytestmark = pytest.mark.django_db
Plant = Callable[..., Run]
REGISTERED, FIRST_TIME, REGULAR, DATES = 12, 9, 5, 4


def a_course(plant: Plant) -> Run:
    site = plant(a_site, is_invented=True)
    return plant(a_run, seats=REGISTERED, dates=DATES, starts_on=TODAY - timedelta(days=7 * (DATES - 1)), site=site)


def registered(run: Run) -> list[tuple[tuple[str, ...], Place]]:
    people = []
    for number in range(REGISTERED):
        keys = some_keys()
        with as_desk("portal"), queries.holding(keys):
            people.append((keys, actions.book(run.pk, keys=keys, wishes=Wishes(f"Stern {number}"), on=run.starts_on)))
    return people


def came(run: Run, places: list[Place], date_number: int) -> None:
    leader = a_leader_of(run)
    with acting_as(PLANTING):
        session = run.sessions.order_by("starts_at")[date_number].pk
    with as_desk("providers", leader):
        for place in places:
            attendance.mark(session, place.pk, actor=leader, at=NOON)


def figures(run: Run) -> dict[str, int]:
    actions_closing.close_run(run.pk, closes_on(run.ends_on))
    with acting_as(PLANTING):
        return dict(Tally.objects.filter(site=run.site_id).values_list("kind", "total"))


@pytest.mark.parametrize("somebody_deletes_everything", [False, True])
def test_the_figures_are_what_was_whoever_deletes_what(plant: Plant, somebody_deletes_everything: bool) -> None:
    run = a_course(plant)
    people = registered(run)
    places = [place for _keys, place in people]
    came(run, places[:FIRST_TIME], 0)
    came(run, places[:REGULAR], 1)
    if somebody_deletes_everything:
        keys = people[0][0]
        with as_desk("portal"), queries.holding(keys):
            assert actions.withdraw_all(keys=keys, on=TODAY) == 1
        with acting_as(PLANTING):
            assert not Place.objects.filter(key__in=keys).exists()
    still = places[1:REGULAR] if somebody_deletes_everything else places[:REGULAR]
    for number in (2, 3):
        came(run, still, number)
    assert lies() == []

    missing_later = 2 if somebody_deletes_everything else 0  # her third and fourth time never were
    assert figures(run) == {
        "seats_offered": REGISTERED, "places_booked": REGISTERED, "places_came": FIRST_TIME,
        "visits": FIRST_TIME + REGULAR * (DATES - 1) - missing_later}
