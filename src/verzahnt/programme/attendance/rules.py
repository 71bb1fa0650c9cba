"""When somebody's coming may be noted, and how a run is counted when it closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from verzahnt.programme.bookings.rules import closes_on
from verzahnt.programme.ledgers.tally import Kind

MOST_GUESTS = 500
A_DAY = timedelta(days=1)
MOST_LINKS = 5
"""Links of one run that are good at a time."""


def may_mark(session_on: date, *, run_ends_on: date, on: date) -> bool:
    """Attendance is noted from the day of the session until the list closes."""
    return session_on <= on < closes_on(run_ends_on)


def is_due(run_ends_on: date, *, on: date) -> bool:
    """A run closes on the day its list does."""
    return closes_on(run_ends_on) <= on


def enters_the_tally(*, run_is_invented: bool, site_is_invented: bool) -> bool:
    """An invented run never becomes a figure of a real office; at an invented site it may."""
    return site_is_invented or not run_is_invented


@dataclass(frozen=True)
class Counted:
    """One number of a run for the tally, and how many places (or seats) stand behind it."""

    kind: Kind
    total: int
    behind: int


@dataclass(frozen=True)
class Before:
    """What places had been that were deleted before the count."""

    booked: int = 0
    came: int = 0
    visits: int = 0


NOTHING = Before()


def count(*, seats: int, taken: int, visits_by_place: Mapping[UUID, int], guests: Sequence[int],
          gone: Before = NOTHING) -> list[Counted]:
    """What a closed run, or a single date, adds to the tally. What is nothing is left out."""
    taken += gone.booked
    came, visits = len(visits_by_place) + gone.came, sum(visits_by_place.values()) + gone.visits
    counted = [
        Counted(Kind.SEATS_OFFERED, seats, seats),
        Counted(Kind.PLACES_BOOKED, taken, taken),
        Counted(Kind.PLACES_CAME, came, came),
        Counted(Kind.VISITS, visits, came),
        Counted(Kind.GUESTS, sum(guests), max(guests, default=0)),
    ]
    return [one for one in counted if one.total]
