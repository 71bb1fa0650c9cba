"""Invented asks, weekly numbers and training dates of the Musterkreis, as if its people had used the house for a year.

Months and weeks are written once, when they are over, and never changed: what was released of them stays true.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from verzahnt.content.entering import enter_once
from verzahnt.kit.months import first_of_month, months_before
from verzahnt.programme.conversations.models import WeeklyNumbers
from verzahnt.programme.conversations.rules import A_WEEK, monday_of
from verzahnt.programme.ledgers.models import Tally
from verzahnt.programme.ledgers.tally import Kind
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.training.models import Course, CourseDate, Staffing
from verzahnt.programme.training.rules import Group, Unit, reporting_groups

MONTHS, WEEKS = 9, 3
# topic: asks in a month at the portal, and in vain in the conversations; a little more or less each month
ASKED = {"sucht": (6, 4), "stress": (5, 3), "gespraech": (3, 2), "bewegung": (2, 1), "ernaehrung": (1, 0)}
TALKS, PAPERS = 34, 19
COURSE_DATES = (("gob-kurzform", 24, 1, "9 bis 16 Uhr"), ("gob-langform", 53, 3, "jeweils 9 bis 16 Uhr"))


def load(site: Site, kreis: str, on: date) -> None:
    """Everything that is counted by month or week, and the next trainings."""
    this_month = first_of_month(on)
    for back in range(1, MONTHS + 1):
        _enter_month(site, kreis, months_before(this_month, back))
    for number, group in enumerate(_groups(site)):
        for back in range(1, WEEKS + 1):
            _enter_week(site, group, monday_of(on) - back * A_WEEK, number + back)
    _announce(site, on)


def _enter_month(site: Site, kreis: str, month: date) -> None:
    shift = month.month % 3
    for topic, (asks, missed) in ASKED.items():
        _count(Kind.WISHES, month, topic, max(asks + shift - 1, 0), kreis=kreis)
        _count(Kind.MISSED, month, topic, max(missed + shift - 1, 0), site=site.pk, reports=3)
    _count(Kind.CONVERSATIONS, month, "", TALKS + 5 * shift, site=site.pk, reports=8)
    _count(Kind.HANDOUTS, month, "", PAPERS + 3 * shift, site=site.pk, reports=8)


def _count(kind: Kind, month: date, topic: str, total: int, *, kreis: str = "", site: int | None = None,
           reports: int = 0) -> None:
    if total:
        enter_once(Tally, {"kind": kind, "month": month, "site": site, "kreis": kreis, "topic": topic}, total=total,
                   units=reports or total, largest_unit=1 if not reports else -(-total // reports))


def _groups(site: Site) -> Iterable[Group]:
    rows = Staffing.objects.filter(site=site).select_related("unit")
    return reporting_groups(Unit(row.unit_id, row.unit.called, row.counsellors) for row in rows)


def _enter_week(site: Site, group: Group, week: date, shift: int) -> None:
    unit = Organisation.objects.get(pk=group.numbers[0])
    said: dict[str, Any] = {"conversations": 4 + shift, "handouts": 2 + shift % 3, "missing": {"sucht": 1 + shift % 2}}
    enter_once(WeeklyNumbers, {"site": site, "unit": unit, "week": week}, units=list(group.numbers), **said)


def _announce(site: Site, on: date) -> None:
    """There is always a next one: a new date is announced when the last has begun."""
    for slug, ahead, days, times in COURSE_DATES:
        course = Course.objects.get(slug=slug)
        if not CourseDate.objects.filter(course=course, site=site, starts_on__gt=on).exists():
            first = monday_of(on + timedelta(days=ahead)) + timedelta(days=1)
            CourseDate.objects.create(
                course=course, site=site, starts_on=first, ends_on=first + timedelta(days=days - 1), times=times,
                place="Haus am Hafen (Beispiel), Hafenstraße 1, Musterstadt",
                how_to_register="Bei der Koordination: koordination-musterkreis@example.org")
