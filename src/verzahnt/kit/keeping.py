"""Why a table exists and when its rows go: said once, on the model.

The page on data protection, the document and the nightly report tell it; the steps that delete count by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from verzahnt.kit.months import months_before


@dataclass(frozen=True)
class After:
    """So long after something: "5 Jahre nach dem Ende". On the last of these days the row is still there, then it goes.

    `sooner` says what else may end it: "bis zum Versand, längstens 14 Tage nach …".
    """

    what: str
    years: int = 0
    months: int = 0
    days: int = 0
    sooner: str = ""

    def __str__(self) -> str:
        spans = ((self.years, "Jahr", "Jahre"), (self.months, "Monat", "Monate"), (self.days, "Tag", "Tage"))
        span = " und ".join(f"{number} {one if number == 1 else many}" for number, one, many in spans if number)
        told = f"{span} nach {self.what}"
        return f"{self.sooner}, längstens {told}" if self.sooner else told

    def before(self, on: date) -> date:
        """What it was before this day has been kept long enough."""
        return months_before(on, 12 * self.years + self.months) - timedelta(days=self.days)


@dataclass(frozen=True)
class With:
    """As long as a row of another table (`app.Model`), with which it goes: "wie der Durchgang"."""

    other: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Until:
    """Until something happens that no calendar knows: "bis die Liste des Durchgangs schließt"."""

    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class NoEnd:
    """Facts that stay. Nothing about single persons may be kept so."""

    words: str

    def __str__(self) -> str:
        return self.words


WHILE_THE_PROGRAMME_RUNS = NoEnd("solange das Programm läuft")
FOR_GOOD = NoEnd("dauerhaft: enthält keine Personen")


@dataclass(frozen=True)
class Keeping:
    """Purpose and keeping time of a table, in German as shown on the data protection page.

    `persons` says that a row is about a single person (staff or participant): such tables need row security.
    """

    purpose: str
    until: After | With | Until | NoEnd = WHILE_THE_PROGRAMME_RUNS
    persons: bool = False

    def gone_before(self, on: date) -> date:
        """In the night to a day: what happened before the day given here has been kept long enough."""
        if not isinstance(self.until, After):
            raise TypeError(f"No number of days: {self.until}")
        return self.until.before(on)
