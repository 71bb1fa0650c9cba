"""Questions about training: how many counsellors of a site are prepared, never who; and where to learn it next.

own_certificates · courses · next_courses · dates_of · staffing_of · groups_of · coverage · coverage_by_group ·
lapsing_soon
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from verzahnt.programme.partners.models import Site
from verzahnt.programme.training import rules
from verzahnt.programme.training.models import Certificate, Course, CourseDate, Length, Staffing
from verzahnt.programme.training.rules import Coverage, Group, Unit


def own_certificates(account: int) -> QuerySet[Certificate]:
    """What a staff member has completed, the latest first. Only they themselves see it, at the entrance."""
    return Certificate.objects.filter(account=account).select_related("course").order_by("-completed_on", "pk")


def courses() -> QuerySet[Course]:
    """All courses, short form first."""
    return Course.objects.order_by("-length", "name")


def next_courses(*, on: date, kreis: str = "") -> QuerySet[CourseDate]:
    """What begins on this day or later, the soonest first; with a Kreis only at sites that serve it."""
    found = CourseDate.objects.filter(starts_on__gte=on, is_cancelled=False)
    if kreis:
        found = found.filter(site__in=Site.objects.filter(kreise=kreis))
    return found.select_related("course", "site").order_by("starts_on", "pk")


def dates_of(site: Site, *, on: date) -> QuerySet[CourseDate]:
    """What a site's coordination offers from this day on, cancelled ones too."""
    return CourseDate.objects.filter(site=site, ends_on__gte=on).select_related("course").order_by("starts_on", "pk")


def staffing_of(site: Site) -> QuerySet[Staffing]:
    """How many counsellors the site's units have."""
    return Staffing.objects.filter(site=site).select_related("unit").order_by("unit__name", "unit")


def groups_of(site: Site | int) -> list[Group]:
    """The site's units as they report and are shown: never fewer than five counsellors together."""
    rows = Staffing.objects.filter(site=site).select_related("unit")
    return rules.reporting_groups(Unit(row.unit_id, row.unit.called, row.counsellors) for row in rows)


def coverage(site: Site, *, on: date) -> Coverage | None:
    """How many of a site's counsellors are trained on a day; None where its units have not said how many they are.

    Row security shows certificates to the coordination of the site alone: elsewhere nobody seems trained.
    """
    counsellors = Staffing.objects.filter(site=site).aggregate(all=Sum("counsellors"))["all"]
    return _coverage(_valid(site, on), counsellors) if counsellors else None


def coverage_by_group(site: Site, *, on: date) -> list[tuple[Group, Coverage]]:
    """The same for each group of units."""
    held = _valid(site, on)
    return [(group, _coverage([one for one in held if one.unit in group.numbers], group.counsellors))
            for group in groups_of(site)]


def lapsing_soon(site: Site, *, on: date) -> int:
    """How many counsellors of a site are trained today, and will not be when the first reminder's time is over."""
    later = rules.first_reminder_by(on)
    held = _valid(site, on)
    return len({one.account for one in held} - {one.account for one in held if one.valid_until > later})


class _Held(NamedTuple):
    """A valid certificate; its account is a number to count by and never leaves this file."""

    account: int
    unit: int | None
    length: str
    valid_until: date


def _valid(site: Site, on: date) -> list[_Held]:
    found = Certificate.objects.filter(site=site, completed_on__lte=on, valid_until__gt=on)
    return [_Held(*row) for row in found.values_list("account_id", "unit_id", "course__length", "valid_until")]


def _coverage(held: Sequence[_Held], counsellors: int) -> Coverage:
    trained = {one.account for one in held}
    long_form = {one.account for one in held if one.length == Length.LONG}
    return Coverage(min(len(trained), counsellors), counsellors, min(len(long_form), counsellors))
