"""Results as a week: what happens on which day, at what time, where; the week before and after one click away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from verzahnt.desks.parts import words
from verzahnt.desks.parts.words import BERLIN
from verzahnt.kit.distance import Point, km_between
from verzahnt.programme.offers import of_dates
from verzahnt.programme.offers import search as offers
from verzahnt.programme.offers.models import Session
from verzahnt.programme.offers.question import Question
from verzahnt.programme.offers.rules import WEEKDAYS
from verzahnt.programme.offers.states import Band, Registration

PAGES = 5
A_WEEK = timedelta(weeks=1)
MOST_WEEKS_AHEAD = 52


@dataclass(frozen=True)
class DateTold:
    """One date in the plan, with the offer it belongs to."""

    session: Session
    hit: offers.Hit
    where: str


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday on. `later` and `earlier` are addresses; empty where there is nothing to see."""

    monday: date
    days: list[tuple[date, list[DateTold]]]
    earlier: str
    later: str
    is_cut: bool
    """Whether there were too many results for one plan."""

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def is_empty(self) -> bool:
        return not any(dates for _day, dates in self.days)


def week_of(results: offers.Results, *, asked: str, at: datetime) -> Week:
    """The week that is asked for by its Monday (`ab=2026-03-02`); else the one in which something next takes place."""
    today = at.astimezone(BERLIN).date()
    hits = {hit.offer: hit for hit in _all_hits(results, today)}
    first = _monday(_asked(asked, today) or _begins(hits, at) or today)
    begin = datetime.combine(first, time(), BERLIN)
    sessions = of_dates.open_sessions_of(hits, begin=begin, end=datetime.combine(first + A_WEEK, time(), BERLIN))
    dates: dict[date, list[DateTold]] = {first + timedelta(days=number): [] for number in range(7)}
    for session in sessions:
        if session.ends_at > at and _fits(session, results):
            hit = hits[session.run.offer_id]
            dates[session.starts_at.astimezone(BERLIN).date()].append(DateTold(session, hit, _where(session, hit)))
    return Week(first, list(dates.items()),
                _address(results.question, first - A_WEEK) if first > _monday(today) else "",
                _address(results.question, first + A_WEEK) if first < today + MOST_WEEKS_AHEAD * A_WEEK else "",
                results.pages > PAGES)


def _all_hits(results: offers.Results, today: date) -> list[offers.Hit]:
    """All results, not only those of a page: a week has no pages."""
    question = replace(results.question, page=1)
    pages = [results if page == results.page else offers.find(replace(question, page=page), today=today,
                                                              with_next_best=False)
             for page in range(1, min(results.pages, PAGES) + 1)]
    return [hit for page in pages for hit in page.hits]


def _fits(session: Session, results: offers.Results) -> bool:
    """An offer may have other runs, elsewhere or at other hours: only what was asked for is in the plan."""
    question, run = results.question, session.run
    start, end = session.starts_at.astimezone(BERLIN), session.ends_at.astimezone(BERLIN)
    hours = question.hours
    in_time = WEEKDAYS[start.weekday()] in hours.days and hours.begin <= start.hour and (
        start.hour < hours.end if hours.begins_within else end.hour * 60 + end.minute <= hours.end * 60)
    if end.date() > start.date():
        in_time = in_time and hours.end == 24
    is_free = not question.free or run.band != Band.WAITING or run.offer.registration == Registration.NONE
    return in_time and is_free and _is_near(session, results)


def _is_near(session: Session, results: offers.Results) -> bool:
    venue, spot = session.run.venue, results.spot
    if venue is None or spot is None:
        return True
    if results.question.km is None:
        return venue.kreis in spot.kreis_keys
    return km_between(spot.point, Point(venue.lat, venue.lon)) <= results.question.km


def _where(session: Session, hit: offers.Hit) -> str:
    venue = session.run.venue
    return words.isolated(f"{venue.name}, {venue.town}") if venue else ""


def _begins(hits: dict[int, offers.Hit], at: datetime) -> date | None:
    first = of_dates.first_after(hits, at=at)
    return first.astimezone(BERLIN).date() if first else None


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
