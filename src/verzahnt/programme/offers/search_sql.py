"""The one statement of a search: looks through the listing, counts every filter as if it were chosen, picks the page.

It goes through the rows in steps, each of them once. `around`: what is near, from the index alone, and what may be done
from home. `near`: each row with its days, what it fits and its points; a row that misses two filters counts for nothing
and is gone. `offers`: for each offer the rank of its best row, and, for each filter, the bits of its rows that miss
nothing but this filter. From these come the page and, in a few sums, what every entry of every filter would give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from verzahnt.kit.distance import EARTH_RADIUS_KM, box_around
from verzahnt.programme.offers import filters_sql, ranking_sql
from verzahnt.programme.offers.listing import EVERYWHERE, FACETS, Bits, Facet, cells
from verzahnt.programme.offers.question import Question
from verzahnt.programme.offers.wording import Wording
from verzahnt.programme.reference.queries import Spot

PAGE_SIZE = 20
COLUMNS = ("id, offer_id, kind_bits, topic_bits, audience_bits, language_bits, trait_bits, weekdays, begins_first, "
           "begins_last, ends_last, on_days, starts_on, checked_on, band, registration")
Values = dict[str, Any]


@dataclass(frozen=True)
class Look:
    """What one look through the listing asks for."""

    question: Question
    spot: Spot | None
    today: date
    wording: Wording | None = None
    condition: str = ""
    """One of the wording's conditions; empty where the words don't matter."""
    only_from_home: bool = False
    near_by_only: bool = False
    """Without what is done from home, which is near everywhere."""
    size: int = PAGE_SIZE
    """How many results a page has."""
    bits: Bits = field(default_factory=Facet.bits)
    """The words filters know."""

    @property
    def counted(self) -> Bits:
        """The columns in which entries are counted."""
        return self.bits | {"dates": {f"{name} {entry}": bit for name, bits in filters_sql.WHEN.items()
                                     for entry, bit in bits.items()}}


def page(look: Look) -> tuple[str, Values]:
    """The statement of a page: lines of (rank, latitude, longitude), and first one of (how many, sums)."""
    values = {"page_size": look.size, "offset": (look.question.page - 1) * look.size,
              **ranking_sql.shuffling(look.today)}
    rows, chosen = near(look, values), list(filters_sql.chosen(look.question, look.bits, values))
    together: dict[str, list[str]] = {}
    for name, said in filters_sql.entries(look.question).items():
        together.setdefault(_misses_nothing_but(name, chosen), []).append(said)
    dates = " | ".join(f"coalesce(bit_or({' | '.join(said)}){only}, 0)" for only, said in together.items())
    words = ", ".join(f"bit_or({name}_bits){_misses_nothing_but(name, chosen)} AS {name}" for name in FACETS)
    return f"""{rows}, offers AS MATERIALIZED (
    SELECT offer_id, min({ranking_sql.rank(look.question.sorting)}) FILTER (WHERE fits) AS rank,
           {words},
           {dates} AS dates
    FROM near GROUP BY offer_id
), page AS (
    SELECT rank FROM offers WHERE rank IS NOT NULL
    ORDER BY {ranking_sql.order(look.question.sorting)} LIMIT %(page_size)s OFFSET %(offset)s
)
SELECT count(rank), ARRAY[{", ".join(filters_sql.sums(look.counted))}], NULL::float, NULL::float FROM offers
UNION ALL SELECT rank, NULL, latitude, longitude
FROM page LEFT JOIN LATERAL (
    SELECT latitude, longitude FROM offers_listing
    WHERE id = rank %% {1 << ranking_sql.NUMBER_BITS} - {ranking_sql.HALF} OFFSET 0) AS point ON true
""", values


def _misses_nothing_but(name: str, chosen: Sequence[str]) -> str:
    """Traits add up, so a row must have the chosen ones, too; of all other filters an entry takes another's place."""
    needed = " AND ".join(f"fits_{one}" for one in chosen if one != name or name == "trait")
    return f" FILTER (WHERE {needed})" if needed else ""


def near(look: Look, values: Values) -> str:
    """The first steps: rows that miss one filter at most; `fits` tells those that miss none."""
    values |= {"today": look.today, "day": (look.today - filters_sql.FIRST_MONDAY).days}
    around, chosen = _around(look, values), filters_sql.chosen(look.question, look.bits, values)
    fits = "".join(f", coalesce({condition}, false) AS fits_{name}" for name, condition in chosen.items())
    missed = " + ".join(f"(NOT fits_{name})::int" for name in chosen)
    return f"""
WITH around AS (
{around}
), fitting AS (
    SELECT *{fits}
    FROM around {"WHERE km IS NULL OR km <= %(radius)s" if "radius" in values else ""} {"OFFSET 0" if chosen else ""}
), near AS (
    SELECT *, {ranking_sql.points(look.question, look.wording, look.bits, values)} AS points,
           {" AND ".join(f"fits_{name}" for name in chosen) or "true"} AS fits
    FROM fitting {f"WHERE {missed} <= 1" if len(chosen) > 1 else ""}
)"""


def _around(look: Look, values: Values) -> str:
    """Rows by where they are and what they say; never what must be paid first."""
    needed, columns = ["cost IN ('free', 'voucher')", "join_until >= %(today)s::date"], COLUMNS
    if look.condition:
        needed.append("document @@ %(condition)s::tsquery")
        values["condition"] = look.condition
        columns += ", document"

    def part(where: str, km: str = "NULL::float", is_online: str = "is_online") -> str:
        # OFFSET 0: else the planner works distance and days out again wherever they are used.
        return (f"    (SELECT {columns}, {is_online} AS is_online, {km} AS km, {filters_sql.days_until()} AS days, "
                "band <> 'waiting' OR registration = 'none' AS is_free\n"
                f"    FROM offers_listing WHERE {' AND '.join([where, *needed])} OFFSET 0)")

    if look.spot is None:
        return part("is_online" if look.only_from_home else "true")
    areas = [EVERYWHERE, *look.spot.kreis_keys, *{key[:2] for key in look.spot.kreis_keys}]
    values |= {"areas": areas, "latitude": look.spot.point.latitude, "longitude": look.spot.point.longitude}
    may_come = "reach_areas && %(areas)s::varchar[]"
    # Most may be joined from everywhere, and to see just that is quicker.
    here = part(f"NOT is_online AND {_surroundings(look.question, look.spot, values)} "
                f"AND (reach_areas = '{{{EVERYWHERE}}}' OR {may_come})", _km(), "false")
    from_home = part(f"is_online AND {may_come}", is_online="true")
    return here if look.near_by_only else f"{here}\n    UNION ALL\n{from_home}"


def _surroundings(question: Question, spot: Spot, values: Values) -> str:
    """The Kreis; or a cheap first look by cells, the true distance being measured on what it finds."""
    if question.km is None:
        values["kreise"] = list(spot.kreis_keys)
        return "kreis = ANY (%(kreise)s::varchar[])"
    box = box_around(spot.point, question.km)
    values |= {"cells": cells(box), "south": box.south, "north": box.north, "west": box.west, "east": box.east,
               "radius": question.km}
    return ("cell = ANY (%(cells)s::int[]) AND latitude BETWEEN %(south)s AND %(north)s "
            "AND longitude BETWEEN %(west)s AND %(east)s")


def _km() -> str:
    """Along the great circle, as `kit.distance.km_between` measures it; `(1 - cos(x)) / 2` is quicker than a square."""
    rise, turn = "1 - cos(radians(latitude - %(latitude)s))", "1 - cos(radians(longitude - %(longitude)s))"
    share = f"({rise} + cos(radians(%(latitude)s)) * cos(radians(latitude)) * ({turn})) / 2"
    return f"{2 * EARTH_RADIUS_KM} * asin(sqrt(least(1, {share})))"
