"""Units with counsellors, courses and who completed them. Call what makes rows through `plant`."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from tests.factories.people import an_account, an_organisation
from verzahnt.kit.months import months_after
from verzahnt.programme.partners.models import Organisation, Site
from verzahnt.programme.partners.states import OrganisationKind
from verzahnt.programme.people.models import Account
from verzahnt.programme.training.models import Certificate, Course, CourseDate, Length, Staffing

_numbers = count(1)


def a_unit(site: Site, counsellors: int | None = 6, **changes: Any) -> Organisation:
    """A unit of the site's office with so many counsellors; None where it has not said."""
    office = site.offices.first()
    unit = an_organisation(OrganisationKind.JOBCENTER, **{"parent": office, **changes})
    if counsellors is not None:
        Staffing.objects.create(unit=unit, site=site, counsellors=counsellors, as_of=date(2026, 1, 1))
    return unit


def a_course(**changes: Any) -> Course:
    n = next(_numbers)
    return Course.objects.create(**{"slug": f"kurs-{n}", "name": f"Gespräche führen {n} (Beispiel)", "hours": 8,
                                    "length": Length.SHORT, "valid_months": 36, "is_invented": True, **changes})


def a_certificate(site: Site, unit: Organisation, *, valid_until: date, course: Course | None = None,
                  account: Account | None = None) -> Certificate:
    return Certificate.objects.create(account=account or an_account(), course=course or a_course(), site=site,
                                      unit=unit, completed_on=months_after(valid_until, -36),
                                      valid_until=valid_until)


def a_course_date(site: Site, starts_on: date, **changes: Any) -> CourseDate:
    return CourseDate.objects.create(**{
        "course": changes.pop("course", None) or a_course(), "site": site, "starts_on": starts_on, "ends_on": starts_on,
        "place": "Amtsstraße 1, Beispielstadt", "how_to_register": "Bei der Koordination.", **changes})
