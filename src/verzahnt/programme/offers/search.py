"""Finding fitting offers: `find(question, today=…)` answers with one page of results, counts and what to try next.

*May come* (the offer's area of reach holds the place's Kreis or Land) and *is near* (within the radius, or online) are
two questions; a result answers yes to both. One statement looks through the listing, counts every filter as it would
count if it were chosen, and picks the page; another reads what the cards show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from verzahnt.kit.distance import EARTH_RADIUS_KM, box_around
from verzahnt.programme.offers import rules
from verzahnt.programme.offers.hits import Hit, hits_of
from verzahnt.programme.offers.listing import EVERYWHERE
from verzahnt.programme.offers.question import RADII, USUAL_RADIUS, Question
from verzahnt.programme.offers.states import COME_ANY_TIME, Cost
from verzahnt.programme.reference.models import Audience
from verzahnt.programme.reference.queries import Located, Spot, locate

__all__ = ["Hit", "NextBest", "Question", "Results", "find"]

PAGE_SIZE = 20
TOO_MANY = 5000
"""Without a place, more rows than these are not looked through: then we ask where."""

FACETS = {"topic": "topics", "audience": "audiences", "language": "languages"}


@dataclass(frozen=True)
class NextBest:
    """What to try when nothing fits: another question that has an answer. `hit` is its first result."""

    kind: str
    """`wider`, `all_topics`, `from_home`."""
    question: Question
    count: int
    hit: Hit


@dataclass(frozen=True)
class Results:
    """A page of results. `counts[facet][key]`: how many there would be if this were chosen."""

    question: Question
    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    located: Located | None = None
    spot: Spot | None = None
    unknown_place: bool = False
    asks_where: bool = False
    """There are too many offers to list them without a place; those from home are shown."""
    next_best: list[NextBest] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    @property
    def page(self) -> int:
        return min(self.question.page, self.pages)


def find(question: Question, *, today: date, with_next_best: bool = True) -> Results:
    """One page of what fits the question. A place that may be several is taken as the likeliest; the page asks back."""
    located = locate(question.place) if question.place else None
    if question.place and located is None:
        return Results(question, unknown_place=True)
    spot = located.spots[0] if located else None
    asks_where = spot is None and _too_many(today)
    count, counts, rows = _look(question, spot, today, only_from_home=asks_where)
    if count and not rows:  # an address with a page that is not there any more
        question = question.but(page=-(-count // PAGE_SIZE))
        count, counts, rows = _look(question, spot, today, only_from_home=asks_where)
    next_best = _next_best(question, spot, today) if with_next_best and not count and spot else []
    return Results(question, hits_of(rows, question, today=today), count, counts, located, spot,
                   asks_where=asks_where, next_best=next_best)


def _too_many(today: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM offers_listing WHERE join_until >= %s LIMIT %s) rows",
                       [today, TOO_MANY + 1])
        return bool(cursor.fetchone()[0] > TOO_MANY)


def _next_best(question: Question, spot: Spot, today: date) -> list[NextBest]:
    """The nearest one farther away, other topics near by, and what can be done from home."""
    now = question.km or USUAL_RADIUS
    tries = [("wider", question.but(radius=radius, sorting="nah")) for radius in RADII if radius > now]
    if question.filters or question.text:
        tries.append(("all_topics", question.without_filters))
    from_home = question.without_filters.but(traits=("von-zu-hause",))
    tries += [("from_home", from_home.but(topic=question.topic)), ("from_home", from_home)]
    found: dict[str, NextBest] = {}
    for kind, other in tries:
        if kind in found:
            continue
        # What is done from home is near everywhere; it is no reason to look farther away.
        count, _, rows = _look(other, spot, today, near_by_only=kind == "wider")
        if count:
            found[kind] = NextBest(kind, other, count, hits_of(rows[:1], other, today=today)[0])
    return list(found.values())


def _look(question: Question, spot: Spot | None, today: date, *, only_from_home: bool = False,
          near_by_only: bool = False) -> tuple[int, dict[str, dict[str, int]], list[tuple[int, float | None]]]:
    """How many there are, the counts of every filter, and the page's listing rows with their distance."""
    statement, values = _statement(question, spot, today, only_from_home=only_from_home, near_by_only=near_by_only)
    count, rows = 0, []
    counts: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, "kind", "trait")}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for what, word, number, km in cursor.fetchall():
            if what == "row":
                rows.append((number, km))
            elif what == "count":
                count = number
            else:
                counts[what][word] = number
    for_all = counts["audience"].pop(Audience.FOR_ALL, 0)
    counts["audience"] = {key: number + for_all for key, number in counts["audience"].items()}
    counts["audience"][Audience.FOR_ALL] = for_all
    return count, counts, rows


def _statement(question: Question, spot: Spot | None, today: date, *, only_from_home: bool,
               near_by_only: bool) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {"today": today, "page_size": PAGE_SIZE, "offset": (question.page - 1) * PAGE_SIZE,
                              "any_time": sorted(COME_ANY_TIME), "costs": [Cost.FREE, Cost.VOUCHER],
                              "reads": question.reads, "audience": question.audience,
                              "factor": rules.daily_factor(today), "prime": rules.PRIME}
    always = ["join_until >= %(today)s", "cost = ANY (%(costs)s)"]
    if question.traits:
        always.append("traits @> %(traits)s::varchar[]")
        values["traits"] = list(question.traits)
    if words := _words(question.text):
        always.append("(document @@ to_tsquery('german', %(words)s) OR german_order(%(text)s) <%% title)")
        values |= {"words": words, "text": question.text}
    km, near = "NULL::float", ["true"]
    if spot:
        always.append("reach_areas && %(areas)s::varchar[]")
        values["areas"] = [EVERYWHERE, *spot.kreis_keys, *{key[:2] for key in spot.kreis_keys}]
        near, km = ["NOT is_online AND " + _box(question, spot, values), "is_online"], _km()
        near = near[:1] if near_by_only else near
    if only_from_home:
        near = ["is_online"]
    chosen = _chosen(question, values)
    source = " UNION ALL ".join(f"SELECT *, {km if 'NOT' in one else 'NULL::float'} AS km FROM offers_listing "
                                f"WHERE {one} AND {' AND '.join(always)}" for one in near)
    within = "km IS NULL OR km <= %(radius)s" if spot else "true"
    return f"""
WITH near AS MATERIALIZED (
    SELECT id, offer_id, km, is_online, kind, topics, audiences, languages, traits, registration, band, checked_on,
           kind = ANY (%(any_time)s) OR run_id IS NULL AS any_time, greatest(starts_on - %(today)s, 0) AS days
    FROM ({source}) listing WHERE {within}
), found AS MATERIALIZED (
    SELECT DISTINCT ON (offer_id) * FROM near ORDER BY offer_id, km, days, id
), page AS (
    SELECT id, km FROM found WHERE {_all(chosen)}
    ORDER BY {_order(question)} LIMIT %(page_size)s OFFSET %(offset)s
), alike AS MATERIALIZED (
    SELECT kind, topics, audiences, languages, count(*) AS many FROM found GROUP BY 1, 2, 3, 4
)
SELECT 'row', '', id, km FROM page
UNION ALL SELECT 'count', '', coalesce(sum(many), 0)::bigint, NULL FROM alike WHERE {_all(chosen)}
UNION ALL SELECT 'trait', word, count(*), NULL
    FROM (SELECT DISTINCT word, offer_id FROM near, unnest(traits) word WHERE {_all(chosen)}) each_once GROUP BY word
UNION ALL SELECT 'kind', kind, sum(many)::bigint, NULL FROM alike WHERE {_all(chosen, but="kind")} GROUP BY kind
""" + "".join(f"""
UNION ALL SELECT '{facet}', word, sum(many)::bigint, NULL FROM alike, unnest({column}) word
    WHERE {_all(chosen, but=facet)} GROUP BY word""" for facet, column in FACETS.items()), values


def _chosen(question: Question, values: dict[str, Any]) -> dict[str, str]:
    """The condition of each filter that is set. "For all" matches every audience."""
    chosen = {}
    if question.kind:
        chosen["kind"], values["kind"] = "kind = %(kind)s", question.kind
    if question.topic:
        chosen["topic"], values["topic"] = "%(topic)s = ANY (topics)", question.topic
    if question.audience:
        chosen["audience"] = f"audiences && ARRAY[%(audience)s, '{Audience.FOR_ALL}']::varchar[]"
    if question.language:
        chosen["language"], values["language"] = "%(language)s = ANY (languages)", question.language
    return chosen


def _all(chosen: dict[str, str], *, but: str = "") -> str:
    return " AND ".join(condition for name, condition in chosen.items() if name != but) or "true"


def _box(question: Question, spot: Spot, values: dict[str, Any]) -> str:
    """A cheap first look by two indexed columns; the true distance is measured on what it finds."""
    box = box_around(spot.point, question.km or 100)
    values |= {"south": box.south, "north": box.north, "west": box.west, "east": box.east,
               "latitude": spot.point.latitude, "longitude": spot.point.longitude, "radius": question.km or 100}
    return "latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s"


def _km() -> str:
    """Along the great circle, as `kit.distance.km_between` measures it."""
    rise, turn = "sin(radians(latitude - %(latitude)s) / 2) ^ 2", "sin(radians(longitude - %(longitude)s) / 2) ^ 2"
    share = f"{rise} + cos(radians(%(latitude)s)) * cos(radians(latitude)) * {turn}"
    return f"2 * {EARTH_RADIUS_KM} * asin(least(1, sqrt({share})))"


def _order(question: Question) -> str:
    points = _points(question)
    shuffled = "(offer_id * %(factor)s) %% %(prime)s, offer_id"
    match question.sorting:
        case "nah":
            return f"km NULLS LAST, {points} DESC, {shuffled}"
        case "bald":
            return f"CASE WHEN any_time THEN coalesce(days, 7) ELSE days END, {points} DESC, {shuffled}"
        case _:
            return f"{points} DESC, {shuffled}"


def _points(question: Question) -> str:
    """`rules.points` as SQL, from the same tables of steps."""
    bands = " ".join(f"WHEN '{band}' THEN {given}" for band, given in rules.BANDS.items())
    parts = [
        f"CASE WHEN is_online THEN {rules.FROM_HOME} ELSE {_steps('km', rules.NEARNESS)} END",
        f"CASE WHEN any_time THEN {rules.ANY_TIME} ELSE {_steps('days', rules.SOONNESS)} END",
        f"CASE band {bands} END",
        _steps("%(today)s - checked_on", rules.FRESHNESS),
        f"CASE registration WHEN 'none' THEN {rules.NO_REGISTRATION} ELSE 0 END",
    ]
    if question.reads not in ("de", "de-simple"):
        parts.append(f"CASE WHEN %(reads)s = ANY (languages) THEN {rules.IN_MY_LANGUAGE} ELSE 0 END")
    if question.audience:
        parts.append(f"CASE WHEN %(audience)s = ANY (audiences) THEN {rules.FOR_ME} ELSE 0 END")
    return " + ".join(f"({part})" for part in parts)


def _steps(value: str, steps: rules.Steps) -> str:
    cases = " ".join(f"WHEN {value} <= {limit} THEN {given}" for limit, given in steps)
    return f"CASE {cases} ELSE 0 END"


def _words(text: str) -> str:
    """Each word typed must begin a word of the offer; what is no letter or digit does not count."""
    words: Sequence[str] = re.findall(r"\w+", text)[:8]
    return " & ".join(f"{word}:*" for word in words)
