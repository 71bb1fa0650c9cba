"""Whom a message reaches, and whom not: told before dates change. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verzahnt.programme.attendance.queries import Row
from verzahnt.programme.bookings.states import Purpose


@dataclass(frozen=True)
class Reach:
    """How everyone concerned hears of a change."""

    letters: int
    to_call: tuple[Row, ...]
    """They left a number, or hear of changes in no other way."""
    without_number: tuple[Row, ...]
    """Entered by telephone, and left no number."""
    under_their_card: int

    @property
    def everyone(self) -> int:
        return self.letters + len(self.to_call) + len(self.without_number) + self.under_their_card


def reach(rows: Sequence[Row]) -> Reach:
    """Everyone on the list is counted once: by the best way there is."""
    silent = [row for row in rows if Purpose.CHANGE not in row.wishes.contact_for]
    quiet = [row for row in silent if not row.to_call]
    return Reach(
        letters=len(rows) - len(silent),
        to_call=tuple(row for row in silent if row.to_call),
        without_number=tuple(row for row in quiet if row.by_telephone),
        under_their_card=sum(not row.by_telephone for row in quiet),
    )
