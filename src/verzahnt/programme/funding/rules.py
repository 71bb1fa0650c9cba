"""Money: what was allotted, promised from it, and paid. Pots never mix."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Money:
    """Amounts of one pot (or of several of one legal basis), in euro."""

    allotted: Decimal = NOTHING
    committed: Decimal = NOTHING
    settled: Decimal = NOTHING

    @property
    def left(self) -> Decimal:
        """What nobody has been promised yet."""
        return self.allotted - self.committed

    @property
    def owed(self) -> Decimal:
        """What has been promised and not been paid yet."""
        return self.committed - self.settled

    def __add__(self, other: "Money") -> "Money":
        return Money(self.allotted + other.allotted, self.committed + other.committed, self.settled + other.settled)


@dataclass(frozen=True)
class Planned:
    """An allotment as the rules see it: one pot's money for one site, from a day to an exclusive day."""

    legal_basis: str
    from_on: date
    until_on: date
    money: Money


def by_legal_basis(planned: Iterable[Planned], *, on: date) -> dict[str, Money]:
    """What is there on a day, one sum for each legal basis: money of different bases is never added up."""
    sums: dict[str, Money] = {}
    for one in planned:
        if one.from_on <= on < one.until_on:
            sums[one.legal_basis] = sums.get(one.legal_basis, Money()) + one.money
    return sums


def may_commit(allotted: Planned, amount: Decimal, *, on: date) -> bool:
    """Money is promised within the allotment's time, and never more than is left."""
    return allotted.from_on <= on < allotted.until_on and NOTHING < amount <= allotted.money.left
