"""Which days of a Land are free: public holidays and school holidays, each with its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from verzahnt.programme.reference import queries as reference
from verzahnt.programme.reference.models import Land, SchoolHoliday


@dataclass(frozen=True)
class FreeDays:
    days: dict[date, str]
    known_until: date | None
    """The last day whose school holidays we know; None where none were asked for."""


def free_days(land: Land | None, first: date, last: date, *, school: bool, public: bool) -> FreeDays:
    """The free days from the first to the last given, as far as they are to be kept free."""
    if land is None:
        return FreeDays({}, None)
    found: dict[date, str] = {}
    if school:
        for stretch in reference.school_holidays(land, first, last).filter(only_for=""):
            for number in range((stretch.ends_on - stretch.begins_on).days + 1):
                found[stretch.begins_on + timedelta(days=number)] = stretch.name
    if public:
        for year in range(first.year, last.year + 1):
            found |= {holiday.day: holiday.name for holiday in reference.public_holidays(land, year)}
    known = SchoolHoliday.objects.filter(land=land).aggregate(last=Max("ends_on"))["last"] if school else None
    return FreeDays(found, known)
