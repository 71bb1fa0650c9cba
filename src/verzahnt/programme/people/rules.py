"""Who may hold which membership beside which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Held:
    """A membership as the rules see it: does its organisation place people in work, does its role show a list?"""

    in_labour_administration: bool
    shows_a_list: bool
    from_on: date
    until_on: date | None = None

    def meets(self, other: "Held") -> bool:
        """The two hold on a common day."""
        return (self.until_on is None or other.from_on < self.until_on) and (
            other.until_on is None or self.from_on < other.until_on
        )


def may_hold(new: Held, others: Iterable[Held]) -> bool:
    """Nobody who works for a Jobcenter or an Agentur may at the same time hold a role that shows who came.

    This holds for one membership that would be both, and for two that meet on a day.
    """
    if new.in_labour_administration and new.shows_a_list:
        return False
    return not any(
        new.meets(other)
        and (
            (new.in_labour_administration and other.shows_a_list)
            or (new.shows_a_list and other.in_labour_administration)
        )
        for other in others
    )
