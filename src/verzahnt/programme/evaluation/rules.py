"""Which figures may leave, and which must stay hidden so that none of the hidden ones can be computed.

Counts hang on a tree: topics of a site, sites of a Land, Länder of the country; every inner figure is the sum of those
below it. Whoever knows all shown figures knows exactly this: for each shown sum, the sum of the hidden counts whose
nearest shown sum it is. We call these counts a *group*. Groups share no count, so each can be judged by itself.

Seats, places and attendances of one count are hidden together or not at all: from places shown one could conclude
too much about how many came. Guests without a place are counted apart from them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from verzahnt.kit.months import first_of_month, months_after, months_before
from verzahnt.programme.ledgers.tally import Kind

SMALLEST_UNIT = 5
"""A card holds at most one place in a unit: five places there are at least five people."""
SMALLEST_NUMBER_OF_PROVIDERS = 3
DOUBT = 2
"""So many further values stay possible, at least, for every hidden count."""
NO_TOPIC = "none"
"""Offers without a topic count under this word; an empty one means a sum."""
HIDDEN_TOGETHER = (
    frozenset({Kind.SEATS_OFFERED, Kind.PLACES_BOOKED, Kind.PLACES_CAME, Kind.VISITS}),
    frozenset({Kind.GUESTS}),
)
LISTS_CLOSE_WITHIN = timedelta(days=15)
"""A run's list closes 14 days after its last date, and the run is counted then."""


@dataclass(frozen=True, order=True)
class Area:
    """What a figure stands for: a topic at a site, a site, a Land, or (all empty) the whole country."""

    land: str = ""
    site: int = 0
    topic: str = ""

    def above(self) -> "Area | None":
        """The sum it is part of."""
        if self.topic:
            return Area(self.land, self.site)
        if self.site:
            return Area(self.land)
        return COUNTRY if self.land else None


COUNTRY = Area()


def path_of(leaf: Area, apart: Collection[str] = ()) -> list[Area]:
    """A topic at a site and the sums it enters, upwards; `apart` names Länder that do not enter the country's."""
    path = [leaf]
    while (above := path[-1].above()) is not None and not (above == COUNTRY and leaf.land in apart):
        path.append(above)
    return path


@dataclass(frozen=True)
class Count:
    """What was counted of one kind: the sum, its largest single unit, and the providers behind it."""

    total: int
    largest_unit: int
    providers: frozenset[int] = frozenset()

    def __add__(self, other: "Count") -> "Count":
        return Count(self.total + other.total, max(self.largest_unit, other.largest_unit),
                     self.providers | other.providers)


Counts = Mapping[Area, Mapping[str, Count]]
"""For each topic at a site the counts by kind."""


def is_small(kinds: Mapping[str, Count]) -> bool:
    """A count is small unless in each of its kinds some single unit reaches five places, and somebody came.

    Bookings without anybody who came stay hidden: "nobody came" is a statement about each who booked.
    """
    nobody_came = not {Kind.PLACES_CAME, Kind.GUESTS} & set(kinds)
    return nobody_came or any(count.largest_unit < SMALLEST_UNIT for count in kinds.values())


class Suppression:
    """Works out what to hide. `small` and `betrays` are the answer, disjoint sets of areas."""

    def __init__(self, counts: Counts, *, apart: Iterable[str] = ()) -> None:
        """`apart` names Länder whose figures do not enter the country's (the invented one)."""
        self.counts = counts
        self.apart = frozenset(apart)
        self.leaves = sorted(counts)
        self.paths = {leaf: path_of(leaf, self.apart) for leaf in self.leaves}
        self.areas = {area for path in self.paths.values() for area in path}
        self.small = {leaf for leaf in self.leaves if is_small(counts[leaf])}
        with_more = {area for leaf in self.leaves if leaf not in self.small for area in self.paths[leaf]}
        self.small_leaves = frozenset(self.small)
        self.small |= self.areas - with_more
        if COUNTRY in self.areas and self._few_providers():
            self.small.add(COUNTRY)
        self.betrays: set[Area] = set()
        while self._hide_one_more():
            pass

    def hidden(self, area: Area) -> bool:
        return area in self.small or area in self.betrays

    def _few_providers(self) -> bool:
        behind: dict[str, set[int]] = {}
        for leaf in self.leaves:
            if leaf.land not in self.apart:
                for kind, count in self.counts[leaf].items():
                    behind.setdefault(kind, set()).update(count.providers)
        return any(len(providers) < SMALLEST_NUMBER_OF_PROVIDERS for providers in behind.values())

    def _groups(self) -> dict[Area | None, list[Area]]:
        """Hidden topics by the nearest shown sum above them; under None those without any."""
        groups: dict[Area | None, list[Area]] = {}
        for leaf in self.leaves:
            if self.hidden(leaf):
                shown = next((area for area in self.paths[leaf] if not self.hidden(area)), None)
                groups.setdefault(shown, []).append(leaf)
        return groups

    def _hide_one_more(self) -> bool:
        """Hide what the first unsafe group needs. False once all are safe."""
        groups = self._groups()
        sums = [area for area in groups if area is not None]
        for shown in sorted(sums, key=lambda area: (area.site == 0, area.land == "", area)):
            lacking = self._lacking(groups[shown])
            if lacking:
                self.betrays |= self._cover(shown, groups[shown], lacking) or {shown}
                return True
        if COUNTRY in self.small and not any(COUNTRY in self.paths[leaf] for leaf in groups.get(None, [])):
            # All its parts are known, so the country would be.
            self.betrays |= self._cover(COUNTRY, [], None)
            return True
        return False

    def _lacking(self, group: Sequence[Area]) -> set[str]:
        """The kinds in which the group's sum would say too much about one of its members.

        Those who know our rule know that a count hidden for others' sake is at least five; what the sum leaves
        beyond that is the doubt about every member.
        """
        lacking = set()
        for kind in {kind for leaf in group for kind in self.counts[leaf]}:
            members = [leaf for leaf in group if kind in self.counts[leaf]]
            large = [leaf for leaf in members if leaf not in self.small_leaves]
            total = sum(self.counts[leaf][kind].total for leaf in members)
            if len(members) < 2 or not large or total - SMALLEST_UNIT * len(large) < DOUBT:
                lacking.add(kind)
        return lacking

    def _cover(self, shown: Area, group: Sequence[Area], lacking: set[str] | None) -> set[Area]:
        """The fewest further figures that give the group a count large enough to hide behind.

        Which one is taken must not depend on the small count, else the choice itself would tell: it is the first in
        the order of keys among those large enough whatever the small one is. For a sum that is only to be left open
        (`lacking` is None) any will do.
        """
        choices = []
        for leaf in self.leaves:
            path = self.paths[leaf]
            if leaf in self.small_leaves or leaf in group or shown not in path:
                continue
            kinds = self.counts[leaf]
            too_small = any(count.total < SMALLEST_UNIT + DOUBT for count in kinds.values())
            if lacking is not None and (too_small or not lacking & set(kinds)):
                continue
            newly = {area for area in path[: path.index(shown)] if not self.hidden(area)}
            if newly:
                choices.append((len(newly), leaf, newly))
        return min(choices, key=lambda choice: choice[:2])[2] if choices else set()


@dataclass(frozen=True)
class Sum:
    """Something published: the sum of some counts, each named by anything hashable (quarter, area …)."""

    of: frozenset[object]
    value: int


def betrayed(sums: Sequence[Sum]) -> dict[object, int]:
    """The counts that all published sums together determine, with their values.

    Exact for sums (elimination); among whole numbers from zero on, a rest of zero determines its parts too.
    """
    found: dict[object, int] = {}
    while True:
        rest: list[Row] = [
            ({name: 1 for name in one.of if name not in found}, one.value - sum(found.get(name, 0) for name in one.of))
            for one in sums
        ]
        more = {name: value for names, value in _eliminated(rest) if len(names) == 1 for name in names}
        more |= {name: 0 for names, value in rest if value == 0 for name in names}
        if not more:
            return found
        found |= more


Row = tuple[dict[object, int], int]


def _eliminated(rows: Iterable[Row]) -> list[Row]:
    """The rows in reduced form, in whole numbers; a row left with one name tells its value."""
    done: dict[object, Row] = {}
    holding: dict[object, set[object]] = {}  # by name: pivots of rows that may hold it
    for row in rows:
        for pivot in [name for name in row[0] if name in done]:
            row = _without(pivot, row, done[pivot])
        if not row[0]:
            continue
        pivot = next(iter(row[0]))
        for other in [name for name in holding.get(pivot, ()) if pivot in done[name][0]]:
            done[other] = _without(pivot, done[other], row)
            for name in done[other][0]:
                holding.setdefault(name, set()).add(other)
        done[pivot] = row
        for name in row[0]:
            holding.setdefault(name, set()).add(pivot)
    return [_told(row) for row in done.values()]


def _without(pivot: object, row: Row, other: Row) -> Row:
    """The row with as much of the other taken away as makes the pivot vanish."""
    ours, theirs = row[0][pivot], other[0][pivot]
    left = {name: row[0].get(name, 0) * theirs - other[0].get(name, 0) * ours for name in {*row[0], *other[0]}}
    return {name: factor for name, factor in left.items() if factor}, row[1] * theirs - other[1] * ours


def _told(row: Row) -> Row:
    """A row of one name, said of one of it."""
    if len(row[0]) > 1:
        return row
    [(name, factor)] = row[0].items()
    return {name: 1}, row[1] // factor


def quarter_of(day: date) -> date:
    """The first day of the quarter a day lies in."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def next_quarter(quarter: date) -> date:
    """The first day of the quarter after this one."""
    return months_after(quarter_of(quarter), 3)


def may_release(quarter: date, *, on: date) -> bool:
    """A quarter is released once it is over and the lists of all runs that ended in it are closed and counted."""
    return next_quarter(quarter) + LISTS_CLOSE_WITHIN <= on


@dataclass(frozen=True)
class Stretch:
    """Whole months of one cell, released as one number: from the first of one month to before the first of another."""

    first: date
    end: date
    value: int
    reports: int


def stretches(counts: Mapping[date, tuple[int, int]], *, since: date, end: date) -> list[Stretch]:
    """Monthly counts (number, reports) as they may leave: added up until they reach five, then told in one number.

    What is told covers months that no other number covers and hides nothing inside, so that nothing can be worked out
    from two of them. Nothing reaches further back than twelve months; `since` is the end of what was told before.
    """
    found: list[Stretch] = []
    for month in sorted(month for month in counts if since <= month < end):
        first = max(found[-1].end if found else since, months_before(month, 11))
        told = [counts[one] for one in counts if first <= one <= month]
        number = sum(value for value, _reports in told)
        if number >= SMALLEST_UNIT:
            found.append(Stretch(first, months_after(month, 1), number, sum(reports for _value, reports in told)))
    return found


def months_are_complete_until(on: date) -> date:
    """Before this day all months are over and their weeks are counted: fifteen days after each month's end."""
    return first_of_month(on - LISTS_CLOSE_WITHIN)
