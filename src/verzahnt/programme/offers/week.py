"""What happens when: the dates of one week of everything that fits a question, by day and time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.offers import search, search_sql
from verzahnt.programme.offers.hits import Hit, hits_by_row
from verzahnt.programme.offers.listing import TIMES_OF_A_RUN
from verzahnt.programme.offers.search_sql import Look

MOST_DATES = 200


@dataclass(frozen=True, slots=True)
class Happening:
    """One date of a run, and what there is to say about its offer."""

    session: int
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    hit: Hit


@dataclass(frozen=True)
class Week:
    """The dates of a week, the earliest first; `more` tells how many there are beyond those shown."""

    monday: date
    happenings: list[Happening] = field(default_factory=list)
    more: int = 0

    @property
    def days(self) -> list[tuple[date, list[Happening]]]:
        """All seven days, each with its dates."""
        days = [self.monday + timedelta(days=number) for number in range(7)]
        return [(day, [one for one in self.happenings if one.starts_at.astimezone(BERLIN).date() == day])
                for day in days]


def week_of(look: Look, *, monday: date) -> Week:
    """What takes place of this in the week of this Monday (or of this day), from today on, and can still be joined;
    and what was to take place and is cancelled, so that nobody stands before a closed door."""
    monday -= timedelta(days=monday.weekday())
    dates: list[tuple[Any, ...]] = []
    for one in search.looks(look):
        dates = _dates(one, monday)
        if not all(is_cancelled for _, _, _, is_cancelled, *_ in dates):
            break
    hits = hits_by_row({number: km for _, _, _, _, number, km, _ in dates}, look.question, today=look.today)
    happenings = [Happening(session, begin, end, is_cancelled, hits[number])
                  for session, begin, end, is_cancelled, number, _, _ in dates if number in hits]
    return Week(monday, happenings, dates[0][-1] - len(dates) if dates else 0)


STATEMENT = """
SELECT session, starts_at, ends_at, is_cancelled, listed, km, count(*) OVER () FROM (
    SELECT DISTINCT ON (s.id) s.id AS session, s.starts_at, s.ends_at, s.is_cancelled, near.id AS listed, near.km
    FROM near JOIN offers_session s ON s.run_id = near.id / %(times_of_a_run)s
    CROSS JOIN LATERAL (SELECT s.starts_at AT TIME ZONE 'Europe/Berlin' AS there) AS local
    CROSS JOIN LATERAL (
        SELECT on_days IS NULL OR weekdays = 1 << extract(isodow FROM there)::int - 1
                                  AND begins_first = extract(hour FROM there) * 60 + extract(minute FROM there)
                                  AND ends_last = begins_first + extract(epoch FROM s.ends_at - s.starts_at) / 60
               AS at_its_time) AS row
    WHERE fits AND near.id > 0 AND (on_days IS NOT NULL OR starts_on < %(end)s::date)
      AND s.starts_at >= %(begin)s::timestamp AT TIME ZONE 'Europe/Berlin'
      AND s.starts_at < %(end)s::timestamp AT TIME ZONE 'Europe/Berlin'
      -- A weekly time of which all dates are cancelled has no row any more: any other of the run tells where it was.
      AND (at_its_time OR s.is_cancelled AND NOT %(by_time)s)
    ORDER BY s.id, at_its_time DESC, near.id
) AS found
ORDER BY starts_at, km NULLS LAST, session LIMIT %(most)s
"""


def _dates(look: Look, monday: date) -> list[tuple[Any, ...]]:
    """Dates (session, begin, end, whether it is cancelled, row, km, how many there are in all). Of a run in which one
    may come in at any date, a row is one of its weekly times, and its dates are those at that time."""
    values: dict[str, Any] = {
        "times_of_a_run": TIMES_OF_A_RUN, "begin": max(monday, look.today), "end": monday + timedelta(days=7),
        "most": MOST_DATES, "by_time": look.question.asks_a_time}
    statement = search_sql.near(look, values) + STATEMENT
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
