"""Results as a week: what happens on which day, at what time, where; the week before and after one click away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.offers import search as offers
from verzahnt.programme.offers import week
from verzahnt.programme.offers.question import Question

A_WEEK = timedelta(weeks=1)
MOST_WEEKS_AHEAD = 52


@dataclass(frozen=True)
class WeekTold:
    """Seven days from a Monday on. `later` and `earlier` are addresses; empty where there is nothing to see."""

    found: week.Week
    earlier: str
    later: str

    @property
    def sunday(self) -> date:
        return self.found.monday + timedelta(days=6)


def week_of(results: offers.Results, *, asked: str, today: date) -> WeekTold | None:
    """The week that is asked for by its Monday (`ab=2026-03-02`); else the one in which something next takes place.
    None where nothing was found."""
    if results.look is None or not results.count:
        return None
    monday = _monday(_asked(asked, today) or _begins(results) or today)
    return WeekTold(
        week.week_of(results.look, monday=monday),
        _address(results.question, monday - A_WEEK) if monday > _monday(today) else "",
        _address(results.question, monday + A_WEEK) if monday < today + MOST_WEEKS_AHEAD * A_WEEK else "")


def _begins(results: offers.Results) -> date | None:
    """The day of the first date among the results one would read first."""
    return min((hit.dates.starts_at.astimezone(BERLIN).date() for hit in results.hits if hit.dates), default=None)


def _asked(typed: str, today: date) -> date | None:
    """The day in the address; what is past or far away counts as not asked."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if _monday(today) <= day <= today + MOST_WEEKS_AHEAD * A_WEEK else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _address(question: Question, monday: date) -> str:
    return f"{question.but(view='woche').address()}&{urlencode({'ab': monday.isoformat()})}"
