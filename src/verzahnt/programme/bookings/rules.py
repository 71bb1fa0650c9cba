"""Until when a list is open, how free places are spoken of, and what a holder tells about themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from verzahnt.kit.months import first_of_month, months_after

LIST_OPEN_FOR = timedelta(days=15)
"""A list is kept fourteen days after the last date; on the fifteenth it is gone."""

OPEN_TO_COME_IN = frozenset({"open_meeting", "consultation", "self_help_group"})
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
    """`email:…`; empty for whoever comes without reminders. Read by the sending job alone."""


def closes_on(ends_on: date) -> date:
    """The first day on which a run's list is closed and its places are gone."""
    return ends_on + LIST_OPEN_FOR


def join_until(kind: str, *, starts_on: date, ends_on: date) -> date:
    """The last day on which somebody may still come in: a closed series on its first day, an open meeting always."""
    return ends_on if kind in OPEN_TO_COME_IN else starts_on


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
    parts = ("".join(sign for sign in part if sign.isprintable() or sign.isspace())
             for part in _PARTS_A_WORD.split(text))
    return " ".join("\u200c".join(parts).split())[:LONGEST_ALIAS].strip(" \u200c")
