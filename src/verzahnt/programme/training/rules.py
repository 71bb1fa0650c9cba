"""How well units are prepared to raise health with tact: coverage, never a ranking of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SMALLEST_UNIT = 5
REMINDED_BEFORE = (90, 30)
"""So many days before a certificate lapses its holder gets a letter, one each."""


@dataclass(frozen=True)
class Coverage:
    """How many counsellors of a site hold a certificate that is still valid, of how many there are."""

    trained: int
    counsellors: int
    long_form: int = 0
    """How many of the trained completed the long form."""

    @property
    def may_be_shown(self) -> bool:
        """In a unit of fewer than five everybody would know who is meant."""
        return self.counsellors >= SMALLEST_UNIT


@dataclass(frozen=True)
class Unit:
    """A unit with the number of its counsellors, as it says itself."""

    number: int
    name: str
    counsellors: int


@dataclass(frozen=True)
class Group:
    """Units that report and are shown together: one of at least five counsellors, or several that reach five."""

    units: tuple[Unit, ...]

    @property
    def counsellors(self) -> int:
        return sum(unit.counsellors for unit in self.units)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(unit.number for unit in self.units)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(unit.name for unit in self.units)


def reporting_groups(units: Iterable[Unit]) -> list[Group]:
    """Units of at least five counsellors stand for themselves; smaller ones of a site go together.

    Where these do not reach five either, they join the smallest of the others; where there is none, nobody reports.
    """
    known = sorted(units, key=lambda unit: (unit.name, unit.number))
    large = [Group((unit,)) for unit in known if unit.counsellors >= SMALLEST_UNIT]
    small = tuple(unit for unit in known if unit.counsellors < SMALLEST_UNIT)
    together = Group(small)
    if not small:
        return large
    if together.counsellors >= SMALLEST_UNIT:
        return [*large, together]
    if not large:
        return []
    host = min(large, key=lambda group: group.counsellors)
    return [Group((*group.units, *small)) if group is host else group for group in large]


def reminder_due(valid_until: date, *, reminded: int | None, on: date) -> int | None:
    """Which reminder is to be sent on a day: 90 or 30 days before the end, each once; a late one replaces the other."""
    left = (valid_until - on).days
    if left <= 0:
        return None
    due = [days for days in REMINDED_BEFORE if left <= days and (reminded is None or days < reminded)]
    return min(due) if due else None


def first_reminder_by(on: date) -> date:
    """Certificates that end after this day need no letter yet."""
    return on + timedelta(days=max(REMINDED_BEFORE))
