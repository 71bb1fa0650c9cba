"""Until when a list is open, who fits in, how free places are spoken of, and what a holder tells about themselves.

What figures say of places that are gone: before its first date a place given back never was. From then on it was
booked, and came as often as it was marked, whoever deletes it and when. Places of what was called off are no figure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from verzahnt.kit.months import first_of_month, months_after

LIST_KEPT_DAYS = 14
LIST_OPEN_FOR = timedelta(days=LIST_KEPT_DAYS + 1)
"""A list is kept fourteen days after the last date; on the fifteenth it is gone."""

OPEN_TO_COME_IN = frozenset({"open_meeting", "consultation", "self_help_group"})
TASTER = "schnuppern"  # the trait of offers of which one may try a single date
LONGEST_ALIAS = 40
FEW_AT_MOST = 3
# Persian parts a word with a sign nobody sees ("نقره‌ای"). Between its letters it stays; anywhere else it is dropped.
_PARTS_A_WORD = re.compile("(?<=[\u0620-\u06ff])\u200c(?=[\u0620-\u06ff])")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the holder wants the provider to know for this one run. Nothing of it appears in logs."""

    alias: str = field(repr=False)
    needs: tuple[str, ...] = field(default=(), repr=False)
    language: str = field(default="de", repr=False)
    contact: str = field(default="", repr=False)
    """`email:…` or `sms:+49…`; empty for whoever comes without reminders. Read by the sending job alone."""
    contact_for: tuple[str, ...] = field(default=("reminder", "change"), repr=False)
    """What the contact may be used for; without a contact it says nothing."""
    call_me: str = field(default="", repr=False)
    """A telephone number the provider may read, instead of a contact: "Bitte rufen Sie mich an"."""

    def hears_of(self, purpose: str) -> bool:
        """Whether somebody wants letters or messages about this."""
        return bool(self.contact) and purpose in self.contact_for


def closes_on(ends_on: date) -> date:
    """The first day on which a run's list is closed and its places are gone."""
    return ends_on + LIST_OPEN_FOR


def join_until(kind: str, *, starts_on: date, ends_on: date) -> date:
    """The last day on which somebody may still come in: a closed series on its first day, an open meeting always."""
    return ends_on if kind in OPEN_TO_COME_IN else starts_on


class Single(StrEnum):
    """Whether one may take a single date of a run: as a guest at a meeting, or once to try."""

    NO = "no"
    ANY = "any"
    TASTER = "taster"


def single_dates(kind: str, traits: Collection[str]) -> Single:
    """An open meeting can be joined for a single date, and waited for; a taster is one date, if a seat is free."""
    if kind in OPEN_TO_COME_IN:
        return Single.ANY
    return Single.TASTER if TASTER in traits else Single.NO


def room(*, seats: int, whole: int, singles: Mapping[int, int], date: int | None) -> int:
    """How many more fit in: on one date, or, without a date, into the whole run, that is on its fullest date ahead."""
    beside = max(singles.values(), default=0) if date is None else singles.get(date, 0)
    return seats - whole - beside


def taken_beside(kind: str, singles: Mapping[int, int]) -> int:
    """How many seats single dates take from somebody who comes anew; `singles` names every date ahead, or none.

    Where one comes for a date it is the emptiest that counts, else the fullest.
    """
    pick = min if kind in OPEN_TO_COME_IN else max
    return pick(singles.values(), default=0)


def stamps_until(last_date: date) -> date:
    """Stamps are kept to the end of the year after."""
    return date(last_date.year + 1, 12, 31)


def answer_by(*, on: date, days: int, first_date: date) -> date:
    """Until when somebody who moves up may say yes: some days, yet the day before the first date at the latest.

    Where that is over, until the end of today.
    """
    last = on + timedelta(days=days)
    return max(on, min(last, first_date - timedelta(days=1))) if on <= first_date else last


def reminded_of(dates: Collection[date], *, on: date) -> list[date]:
    """Which of somebody's dates they are reminded of today: each the day before, the first also a week before."""
    tomorrow, in_a_week = on + timedelta(days=1), on + timedelta(days=7)
    first = min(dates, default=None)
    return sorted(day for day in dates if day == tomorrow or (day == in_a_week and day == first))


def has_been(*, first_date: date, visits: int, on: date) -> bool:
    """Whether a place that is given back on this day counts in figures: from the day after its first date, or marked.

    A closed series can't be joined any more by then: one card is counted once.
    """
    return visits > 0 or on > first_date


def keeps_its_key(told: date, wanted: date) -> bool:
    """A date with places of its own stays in the month under whose key its guests' particulars are sealed."""
    return first_of_month(wanted) <= first_of_month(told)


def month_of(ends_on: date) -> date:
    """The month under whose key a run's particulars are sealed: the one in which it ends."""
    return first_of_month(ends_on)


def all_lists_closed(month: date, *, on: date) -> bool:
    """Whether the list of every run that ended in this month is closed, so that nobody needs the month's key."""
    return closes_on(months_after(first_of_month(month), 1) - timedelta(days=1)) <= on


def band_of(*, seats: int, taken: int) -> str:
    """Free places as everyone outside the provider's desk sees them: "few" is a fifth, and three at the most."""
    free = seats - taken
    if free <= 0:
        return "waiting"
    return "few" if free <= min(FEW_AT_MOST, max(1, seats // 5)) else "free"


def tidy_alias(text: str) -> str:
    """The alias on one line, without signs nobody can see, and no longer than a list is wide."""
    return on_one_line(text)[:LONGEST_ALIAS].strip(" \u200c")


def on_one_line(text: str) -> str:
    """What somebody wrote, on one line and without signs nobody can see."""
    parts = ("".join(sign for sign in part if sign.isprintable() or sign.isspace())
             for part in _PARTS_A_WORD.split(text))
    return " ".join("\u200c".join(parts).split())
