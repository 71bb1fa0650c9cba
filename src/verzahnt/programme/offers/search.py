"""Finding fitting offers: `find(question, today=…)` answers with one page of results, counts and what to try next.

*May come* (the offer's area of reach holds the place's Kreis or Land) and *is near* (within the radius or the Kreis, or
online) are two questions; a result answers yes to both. One statement (`search_sql`) looks through the listing, counts
every filter as it would count if it were chosen, and picks the page; another reads what the cards show (`hits`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection

from verzahnt.kit.distance import Point, km_between
from verzahnt.programme.offers import filters_sql, ranking_sql, search_sql
from verzahnt.programme.offers.hits import Hit, hits_of
from verzahnt.programme.offers.listing import FACETS
from verzahnt.programme.offers.question import RADII, USUAL_RADIUS, Question
from verzahnt.programme.offers.search_sql import PAGE_SIZE, Look
from verzahnt.programme.offers.understanding import understood
from verzahnt.programme.reference.models import Audience
from verzahnt.programme.reference.queries import Located, Spot, locate

__all__ = ["Hit", "NextBest", "Question", "Results", "find", "look_for", "looks"]

ENOUGH = 3
"""Where a text finds fewer, what comes near to it is shown behind."""
TOO_MANY = 5000
"""Without a place, more rows than these are not looked through: then we ask where."""
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class NextBest:
    """What to try when nothing fits: another question that has an answer. `hit` is its first result."""

    kind: str
    """`wider`, `other_day`, `waiting`, `all_topics`, `from_home`."""
    question: Question
    count: int
    hit: Hit


@dataclass(frozen=True)
class Results:
    """A page of results. `counts[filter][entry]`: how many there would be if this were chosen."""

    question: Question
    look: Look | None = None
    """What was looked for, to ask it more (`week.week_of`); none where nobody knows the place."""
    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    counts: Counts = field(default_factory=dict)
    located: Located | None = None
    spot: Spot | None = None
    unknown_place: bool = False
    asks_where: bool = False
    """There are too many offers to list them without a place; those from home are shown."""
    comes_near: bool = False
    """Little says the words typed: some results only come near to them."""
    next_best: list[NextBest] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    @property
    def page(self) -> int:
        return min(self.question.page, self.pages)


@dataclass(frozen=True)
class Seen:
    """What one look found: how many, what every filter would give, and the page's rows (number, km)."""

    look: Look
    count: int = 0
    counts: Counts = field(default_factory=dict)
    rows: list[tuple[int, float | None]] = field(default_factory=list)

    @property
    def hits(self) -> list[Hit]:
        return hits_of(self.rows, self.look.question, today=self.look.today)


def find(question: Question, *, today: date, with_next_best: bool = True, size: int | None = None) -> Results:
    """One page of what fits the question, of `size` results. A place that may be several is taken as the likeliest; the
    page asks back."""
    located = locate(question.place) if question.place else None
    if question.place and located is None:
        return Results(question, unknown_place=True)
    size = size or PAGE_SIZE
    look = replace(look_for(question, located, today=today), size=size)
    seen = _first_seen(look)
    if seen.count and not seen.rows:  # an address with a page that is not there any more
        seen = _seen(replace(seen.look, question=question.but(page=-(-seen.count // size))))
    next_best = list(_next_best(look)) if with_next_best and look.spot and not seen.count else []
    return Results(seen.look.question, look, seen.hits, seen.count, seen.counts, located, look.spot,
                   asks_where=look.only_from_home, comes_near=_comes_near(seen.look), next_best=next_best)


def look_for(question: Question, located: Located | None, *, today: date) -> Look:
    """What to look for: the text understood, around the likeliest spot, or from home where there is too much else."""
    spot = located.spots[0] if located else None
    wording = understood(question.text, reads=question.reads, on=today) if question.text else None
    return Look(question, spot, today, wording=wording, only_from_home=spot is None and asks_where(today))


def _comes_near(look: Look) -> bool:
    return bool(look.condition and look.wording and look.condition != look.wording.conditions[0])


def asks_where(today: date) -> bool:
    """Whether there are too many offers to look through without a place. Where there are very many, the planner's own
    estimate says so; else they are counted, as far as the bound."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples > 2 * %(many)s OR EXISTS ("
                       "SELECT FROM offers_listing WHERE join_until >= %(today)s OFFSET %(many)s) "
                       "FROM pg_class WHERE oid = 'offers_listing'::regclass", {"many": TOO_MANY, "today": today})
        return bool(cursor.fetchone()[0])


def looks(look: Look) -> Iterator[Look]:
    """The same look by each of the text's conditions, the narrowest first; none where the text says nothing we know."""
    if look.wording is None or look.wording.says_nothing:
        yield look
    else:
        yield from (replace(look, condition=condition) for condition in look.wording.conditions)


def _first_seen(look: Look) -> Seen:
    """What the narrowest condition finds; where that is little, what comes near stands behind it."""
    seen = Seen(look, counts=_no_counts())
    for one in looks(look):
        wider = _seen(one)
        seen = wider if wider.count > seen.count else seen
        if seen.count >= ENOUGH:
            break
    return seen


def _next_best(look: Look) -> Iterator[NextBest]:
    """The nearest one farther away, another day, a waiting list, other topics near by, what can be done from home."""
    question, found = look.question, set()
    tries = [("wider", question.but(radius=radius, sorting="nah")) for radius in RADII
             if radius > (question.km or USUAL_RADIUS)]
    if question.asks_a_time or question.weeks:
        tries.append(("other_day", question.at_any_time))
    if question.free:
        tries.append(("waiting", question.but(free=False)))
    if question.filters or question.text:
        tries.append(("all_topics", question.without_filters))
    from_home = question.without_filters.but(traits=("von-zu-hause",))
    tries += [("from_home", from_home.but(topic=question.topic)), ("from_home", from_home)]
    for kind, other in tries:
        if kind in found:
            continue
        # What is done from home is near everywhere; it is no reason to look farther away.
        seen = _first_seen(replace(look, question=other, near_by_only=kind == "wider",
                                   wording=look.wording if other.text else None))
        if seen.count:
            found.add(kind)
            yield NextBest(kind, other, seen.count, seen.hits[0])


def _seen(look: Look) -> Seen:
    statement, values = search_sql.page(look)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        (count, sums, _, _), *page = cursor.fetchall()
    counts = filters_sql.counts(look.counted, sums)
    for entry, number in counts.pop("dates").items():
        counts.setdefault(entry.split()[0], {})[entry.split()[1]] = number
    rows = [(ranking_sql.number_of(rank), _km(look.spot, *point)) for rank, _, *point in page]
    return Seen(look, count, _with_for_all(_no_counts() | counts), rows)


def _km(spot: Spot | None, latitude: float | None, longitude: float | None) -> float | None:
    if spot is None or latitude is None or longitude is None:
        return None
    return km_between(spot.point, Point(latitude, longitude))


def _no_counts() -> Counts:
    return {name: {} for name in (*FACETS, *filters_sql.WHEN)}


def _with_for_all(counts: Counts) -> Counts:
    """What is for all counts for every audience."""
    for_all = counts["audience"].pop(Audience.FOR_ALL, 0)
    audiences: dict[str, Any] = {key: number + for_all for key, number in counts["audience"].items()}
    return counts | {"audience": audiences | {Audience.FOR_ALL: for_all}}
