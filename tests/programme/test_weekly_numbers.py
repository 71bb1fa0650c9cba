"""The rules of weekly numbers, what is counted of them, and what never leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.people import a_jobcenter, a_site
from tests.factories.training import a_unit
from verzahnt.kit.roles import acting_as
from verzahnt.programme.conversations import actions, queries, rules
from verzahnt.programme.conversations.models import WeeklyNumbers
from verzahnt.programme.conversations.rules import A_WEEK, Numbers
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.roles import DESK_ROLES, PLANTING
from verzahnt.programme.partners.models import Site
from verzahnt.programme.training.rules import Group, Unit, reporting_groups

pytestmark = pytest.mark.django_db
Plant = Callable[..., Any]
MONDAY = date(2026, 11, 16)
AT = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.fixture
def site(plant: Plant) -> Site:
    def make() -> Site:
        site = a_site(office=a_jobcenter())
        a_unit(site, 7)
        return site
    return plant(make)


@pytest.fixture
def counsellor(site: Site, plant: Plant) -> Actor:
    return Actor("counselling", account=1, organisations=(plant(lambda: site.offices.get().pk),), sites=(site.pk,),
                 permissions=frozenset({"weeks.report"}))


def report(actor: Actor, numbers: Numbers, *, week: date = MONDAY, at: datetime = AT, seen: str = "") -> None:
    with as_desk("counselling", actor):
        [reporting] = queries.reporting_for(actor)
        actions.report(reporting, week, numbers, seen=seen, actor=actor, at=at)


def sizes(*counsellors: int) -> list[list[int]]:
    groups = reporting_groups(Unit(number, f"Einheit {number}", size) for number, size in enumerate(counsellors))
    assert all(group.counsellors >= 5 for group in groups)
    return [[unit.counsellors for unit in group.units] for group in groups]


@pytest.mark.parametrize(("counsellors", "together"), [
    ((), []), ((4,), []), ((2, 2), []), ((5,), [[5]]), ((5, 9), [[5], [9]]), ((3, 2), [[3, 2]]),
    ((9, 6, 3), [[9], [6, 3]]), ((9, 4, 3), [[9], [4, 3]]), ((9, 6, 1, 1, 1), [[9], [6, 1, 1, 1]]),
    ((5, 0), [[5, 0]]),
])
def test_no_group_has_fewer_than_five_counsellors(counsellors: tuple[int, ...], together: list[list[int]]) -> None:
    assert sizes(*counsellors) == together


def test_every_unit_is_in_one_group_or_nobody_reports() -> None:
    for first in range(8):
        for second in range(8):
            for third in range(8):
                units = [Unit(n, str(n), size) for n, size in enumerate((first, second, third))]
                groups: list[Group] = reporting_groups(units)
                assert sorted(n for group in groups for n in group.numbers) in ([], [0, 1, 2])
                assert bool(groups) == (first + second + third >= 5)


def test_a_week_is_open_until_the_sunday_after_it() -> None:
    opened = [day for day in range(-2, 30) if rules.may_enter(MONDAY, on=MONDAY + timedelta(days=day))]
    assert opened == list(range(14))
    assert not rules.may_enter(MONDAY + timedelta(days=1), on=MONDAY + timedelta(days=2)), "a week begins on Monday"


@pytest.mark.parametrize(("monday", "month"), [
    (date(2026, 8, 31), date(2026, 9, 1)), (date(2026, 9, 28), date(2026, 9, 1)), (date(2026, 12, 28),
                                                                                   date(2026, 12, 1)),
    (date(2026, 6, 29), date(2026, 7, 1)),
])
def test_a_week_counts_where_its_wednesday_lies(monday: date, month: date) -> None:
    assert rules.month_of(monday) == month


@pytest.mark.parametrize(("numbers", "no"), [
    (Numbers(1000, 0), actions.TooMuch), (Numbers(-1, 0), actions.TooMuch), (Numbers(1, 1, {"stress": 100}),
                                                                             actions.TooMuch),
    (Numbers(1, 1, {"erfunden": 3}), actions.NoSuchTopic),
])
def test_numbers_that_cannot_be_are_refused(counsellor: Actor, numbers: Numbers, no: type[Exception]) -> None:
    with pytest.raises(no):
        report(counsellor, numbers)
    with acting_as(PLANTING):
        assert not WeeklyNumbers.objects.exists()


def test_a_week_that_is_over_is_neither_entered_nor_changed(counsellor: Actor) -> None:
    report(counsellor, Numbers(8, 3))
    for later in (AT + 2 * timedelta(days=7), AT - timedelta(days=7)):
        with pytest.raises(actions.WeekIsClosed):
            report(counsellor, Numbers(9, 3), at=later, seen=Numbers(8, 3).mark)


def test_closed_weeks_are_counted_once_by_site_and_month(counsellor: Actor, site: Site) -> None:
    report(counsellor, Numbers(8, 3, {"stress": 2}))
    report(counsellor, Numbers(4, 0, {"stress": 1, "sucht": 0}), week=MONDAY - A_WEEK)
    assert actions.count_closed_weeks(rules.last_day_to_enter(MONDAY)) == 1, "this one can still be corrected"
    assert actions.count_closed_weeks(rules.last_day_to_enter(MONDAY) + timedelta(days=1)) == 1
    assert actions.count_closed_weeks(MONDAY + timedelta(days=99)) == 0

    with acting_as(PLANTING):
        rows = Tally.objects.filter(site=site.pk).order_by("kind")
        found = list(rows.values_list("kind", "month", "kreis", "topic", "total", "units", "largest_unit"))
    november = date(2026, 11, 1)
    assert found == [("conversations", november, "", "", 12, 2, 8), ("handouts", november, "", "", 3, 2, 3),
                     ("missed", november, "", "stress", 3, 2, 2)]


def test_a_counted_week_is_beyond_change(counsellor: Actor) -> None:
    report(counsellor, Numbers(8, 3))
    actions.count_closed_weeks(MONDAY + timedelta(days=14))
    with as_desk("counselling", counsellor):
        assert WeeklyNumbers.objects.update(conversations=1) == 0


def test_weeks_go_after_thirteen_months(counsellor: Actor) -> None:
    report(counsellor, Numbers(8, 3))
    assert actions.delete_due(date(2027, 12, 16)) == 0
    assert actions.delete_due(date(2027, 12, 17)) == 1


def test_no_column_says_who_typed_it_or_when() -> None:
    named = {field.column for field in WeeklyNumbers._meta.concrete_fields}
    assert named == {"id", "site_id", "unit_id", "units", "week", "conversations", "handouts", "missing", "is_counted"}


@pytest.mark.parametrize("desk", [role for role in DESK_ROLES if role != "desk_counselling"])
def test_no_other_desk_reads_a_week(counsellor: Actor, desk: str) -> None:
    report(counsellor, Numbers(8, 3))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), \
            acting_as(desk, **counsellor.context()), connection.cursor() as cursor:
        cursor.execute("SELECT conversations FROM conversations_weeklynumbers")
