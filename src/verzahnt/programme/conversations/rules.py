"""Weekly numbers: which week may be entered when, in which month it counts, and what is too much to be true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from verzahnt.kit.months import first_of_month

A_WEEK = timedelta(days=7)
MOST = 999
"""More talks or hand-outs in a week than any unit has: a slip of the finger."""
MOST_MISSED = 99


@dataclass(frozen=True)
class Numbers:
    """What a unit says about its week: talks held, hand-outs given, and how often a topic was looked for in vain."""

    conversations: int
    handouts: int
    missing: Mapping[str, int] = field(default_factory=dict)

    @property
    def are_plausible(self) -> bool:
        counts = [(self.conversations, MOST), (self.handouts, MOST)]
        counts += [(number, MOST_MISSED) for number in self.missing.values()]
        return all(0 <= number <= most for number, most in counts)

    @property
    def mark(self) -> str:
        """Tells whether somebody else has entered other numbers meanwhile."""
        missing = ",".join(f"{topic}={number}" for topic, number in sorted(self.missing.items()) if number)
        return f"{self.conversations};{self.handouts};{missing}"


def monday_of(day: date) -> date:
    """The Monday a week is named by."""
    return day - timedelta(days=day.weekday())


def last_day_to_enter(week: date) -> date:
    """A week's numbers are entered, and corrected, until the Sunday of the week after it."""
    return week + 2 * A_WEEK - timedelta(days=1)


def may_enter(week: date, *, on: date) -> bool:
    """Whether the week that begins on this Monday is open on a day."""
    return week == monday_of(week) and week <= on <= last_day_to_enter(week)


def open_weeks(on: date) -> tuple[date, date]:
    """This week and the one before it."""
    return monday_of(on), monday_of(on) - A_WEEK


def month_of(week: date) -> date:
    """A week counts in the month of its Wednesday: there most of its working days lie."""
    return first_of_month(week + timedelta(days=2))
