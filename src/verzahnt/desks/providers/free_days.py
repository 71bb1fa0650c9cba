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


def free_days(laender: list[Land], first: date, last: date, *, school: bool, public: bool) -> FreeDays:
    """The free days of these Länder from the first to the last given, as far as they are to be kept free.

    Where several Länder count, the reason says in which one a day is free.
    """
    found: dict[date, str] = {}
    for land in laender:
        where = f" ({land.name})" if len(laender) > 1 else ""
        if school:
            for stretch in reference.school_holidays(land, first, last).filter(only_for=""):
                for number in range((stretch.ends_on - stretch.begins_on).days + 1):
                    found[stretch.begins_on + timedelta(days=number)] = stretch.name + where
        if public:
            for year in range(first.year, last.year + 1):
                found |= {holiday.day: holiday.name + where for holiday in reference.public_holidays(land, year)}
    return FreeDays(found, _known_until(laender) if school else None)


def _known_until(laender: list[Land]) -> date | None:
    ends = SchoolHoliday.objects.filter(land__in=laender).values("land").annotate(last=Max("ends_on"))
    return min((one["last"] for one in ends), default=None)
