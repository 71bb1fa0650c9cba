"""The one statement of a search: looks through the listing, counts every filter as if it were chosen, picks the page.

It goes through the rows in steps. `around`: what is near, from the index alone, and what may be done from home.
`near`: each row with its days, what it fits and its rank; rows that miss two filters count for nothing and are gone.
`offers`: for each offer its best row, and, for each filter, the bits of the rows that miss nothing but this filter.
`counted`: how many offers have the same bits. What a filter's entry would give is then a sum over a few hundred rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from verzahnt.kit.distance import EARTH_RADIUS_KM, box_around
from verzahnt.programme.offers import filters_sql, ranking_sql
from verzahnt.programme.offers.filters_sql import WHEN, WORDS
from verzahnt.programme.offers.listing import EVERYWHERE, cells
from verzahnt.programme.offers.question import Question
from verzahnt.programme.offers.wording import Wording
from verzahnt.programme.reference.queries import Spot

PAGE_SIZE = 20
COLUMNS = ("id, offer_id, kind_bits, topic_bits, audience_bits, language_bits, trait_bits, weekdays, begins_first, "
           "begins_last, ends_last, weeks, starts_on, checked_on, band, registration")
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


def page(look: Look) -> tuple[str, Values]:
    """The statement of a page: lines of (what, word, number, km, points, place)."""
    values = {"page_size": PAGE_SIZE, "offset": (look.question.page - 1) * PAGE_SIZE,
              **ranking_sql.shuffling(look.today)}
    chosen = filters_sql.chosen(look.question, values)

    def bits(name: str, expression: str) -> str:
        """Traits add up, so a row must have the chosen ones, too; of all others one entry is chosen, or any will do."""
        needed = " AND ".join(f"fits_{one}" for one in chosen if one != name or name == "trait")
        only = f" FILTER (WHERE {needed})" if needed else ""
        return f"coalesce(bit_or({expression}){only}, 0)"

    return f"""{near(look, values)}, offers AS MATERIALIZED (
    SELECT offer_id, min(rank) FILTER (WHERE fits) AS rank,
           {", ".join(f"{bits(name, f'{name}_bits')} AS {name}_bits" for name in WORDS)},
           {" | ".join(bits(name, said) for name, said in filters_sql.entries(look.question).items())} AS when_bits
    FROM near GROUP BY offer_id
), page AS (
    SELECT offer_id, rank, row_number() OVER () AS place
    FROM (SELECT offer_id, rank FROM offers WHERE rank IS NOT NULL
          ORDER BY {ranking_sql.order()} LIMIT %(page_size)s OFFSET %(offset)s) best
), counted AS MATERIALIZED (
    SELECT kind_bits, topic_bits, audience_bits, language_bits, trait_bits, when_bits, count(*) AS many,
           count(rank) AS fitting
    FROM offers
    GROUP BY GROUPING SETS ((kind_bits, topic_bits), (audience_bits, language_bits), (trait_bits), (when_bits), ())
)
SELECT 'row', '', n.id, n.km, n.points, p.place FROM page p JOIN near n USING (offer_id, rank) WHERE n.fits
UNION ALL SELECT 'count', '', fitting, NULL, NULL, NULL FROM counted
    WHERE num_nulls(kind_bits, audience_bits, trait_bits, when_bits) = 4
UNION ALL SELECT 'when', place::text, sum(many)::bigint, NULL, NULL, NULL
    FROM counted JOIN generate_series(0, {len(WHEN) - 1}) AS place ON when_bits >> place & 1 = 1 GROUP BY place
""" + "".join(f"""UNION ALL SELECT '{name}', word, sum(many)::bigint, NULL, NULL, NULL
    FROM counted JOIN offers_facet ON facet = '{name}' AND {name}_bits & bit <> 0 GROUP BY word
""" for name in WORDS), values


def near(look: Look, values: Values) -> str:
    """The first steps: rows that miss one filter at most; `fits` tells those that miss none."""
    values |= filters_sql.today_as_values(look.today)
    around, chosen = _around(look, values), filters_sql.chosen(look.question, values)
    fits = "".join(f", coalesce({condition}, false) AS fits_{name}" for name, condition in chosen.items())
    missed = " + ".join(f"(NOT fits_{name})::int" for name in chosen)
    return f"""
WITH around AS (
{around}
), timed AS (
    SELECT *, CASE WHEN weeks IS NULL THEN starts_on - %(today)s::date ELSE {filters_sql.next_date()} END AS days,
           weeks IS NOT NULL OR starts_on IS NULL AS any_time,
           band <> 'waiting' OR registration = 'none' AS is_free
    FROM around {"WHERE km IS NULL OR km <= %(radius)s" if "radius" in values else ""} OFFSET 0
), weighed AS (
    SELECT *, {ranking_sql.points(look.question, look.wording, values)} AS points{fits} FROM timed OFFSET 0
), near AS MATERIALIZED (
    SELECT *, {" AND ".join(f"fits_{name}" for name in chosen) or "true"} AS fits,
           {ranking_sql.rank(look.question.sorting)} AS rank
    FROM weighed {f"WHERE {missed} <= 1" if len(chosen) > 1 else ""}
)"""


def _around(look: Look, values: Values) -> str:
    """Rows by where they are and what they say; never what must be paid first."""
    needed, columns = ["cost IN ('free', 'voucher')", "join_until >= %(today)s::date"], COLUMNS
    if look.condition:
        needed.append("document @@ %(condition)s::tsquery")
        values["condition"] = look.condition
        columns += ", document"

    def part(where: str, km: str = "NULL::float", is_online: str = "is_online") -> str:
        return (f"    SELECT {columns}, {is_online} AS is_online, {km} AS km\n    FROM offers_listing "
                f"WHERE {' AND '.join([where, *needed])}")

    if look.spot is None:
        return part("is_online" if look.only_from_home else "true")
    areas = [EVERYWHERE, *look.spot.kreis_keys, *{key[:2] for key in look.spot.kreis_keys}]
    needed.append("reach_areas && %(areas)s::varchar[]")
    values |= {"areas": areas, "latitude": look.spot.point.latitude, "longitude": look.spot.point.longitude}
    here = part(f"NOT is_online AND {_surroundings(look.question, look.spot, values)}", _km(), "false")
    return here if look.near_by_only else f"{here}\n    UNION ALL\n{part('is_online', is_online='true')}"


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
    """Along the great circle, as `kit.distance.km_between` measures it."""
    rise, turn = "sin(radians(latitude - %(latitude)s) / 2) ^ 2", "sin(radians(longitude - %(longitude)s) / 2) ^ 2"
    share = f"{rise} + cos(radians(%(latitude)s)) * cos(radians(latitude)) * {turn}"
    return f"2 * {EARTH_RADIUS_KM} * asin(least(1, sqrt({share})))"
