"""`rules.points` as SQL, from the same tables of steps, and the order of results that follows from it."""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Any

from verzahnt.programme.offers import rules
from verzahnt.programme.offers.listing import Bits
from verzahnt.programme.offers.question import Question
from verzahnt.programme.offers.wording import Wording

BEST = 300
"""No offer ever has so many points."""
NUMBER_BITS = 40
HALF = 1 << NUMBER_BITS - 1
"""A rank is what results are ordered by, and in its lowest bits the row's number, moved by half so that it is positive:
the least rank of an offer's rows tells at once how good the best of them is, and which one it is."""
NEAREST_BITS = 10
"""Between the two: which of an offer's rows stands for it, if several are equally good."""


def points(question: Question, wording: Wording | None, bits: Bits, values: dict[str, Any]) -> str:
    """How well a row fits."""
    bands = " ".join(f"WHEN '{band}' THEN {given}" for band, given in rules.BANDS.items())
    nearness = f"CASE WHEN is_online THEN {rules.FROM_HOME} ELSE {_steps('km', rules.NEARNESS)} END"
    parts = [
        nearness if question.place else "0",
        f"CASE WHEN on_days IS NOT NULL OR starts_on IS NULL THEN {rules.ANY_TIME} "
        f"ELSE {_steps('days', rules.SOONNESS)} END",
        f"CASE band {bands} END",
        _steps("%(today)s::date - checked_on", rules.FRESHNESS),
        f"CASE registration WHEN 'none' THEN {rules.NO_REGISTRATION} ELSE 0 END",
    ]
    if not question.reads_german:
        parts.append(f"CASE WHEN language_bits & %(reads_bit)s::bigint <> 0 THEN {rules.IN_MY_LANGUAGE} ELSE 0 END")
        values["reads_bit"] = bits["language"].get(question.reads, 0)
    if question.audience:
        parts.append(f"CASE WHEN audience_bits & %(for_me_bit)s::bigint <> 0 THEN {rules.FOR_ME} ELSE 0 END")
        values["for_me_bit"] = bits["audience"].get(question.audience, 0)
    if question.asks_a_time:
        parts.append(str(rules.AT_MY_TIME))
    if wording and (said := _said(wording, values)):
        parts.append(said)
    return " + ".join(f"({part})" for part in parts)


def _said(wording: Wording, values: dict[str, Any]) -> str:
    """How well a row answers to what was typed: for each thing the first degree that holds, on average."""
    things = []
    for number, degrees in enumerate(wording.degrees()):
        cases = []
        for step, (condition, counts) in enumerate(degrees):
            values[name := f"said_{number}_{step}"] = condition
            cases.append(f"WHEN document @@ %({name})s::tsquery THEN {int(counts)}")
        things.append(f"CASE {' '.join(cases)} ELSE 0 END")
    return f"({' + '.join(things)}) / {len(things)}" if things else ""


def rank(sorting: str) -> str:
    """Less is better. What stands for an offer is its best row: among equals the nearest."""
    match sorting:
        case "nah":
            first = f"(least(coalesce(km, 1000), 1000) * 10)::bigint * 512 + {BEST} - points"
        case "bald":
            first = f"least(coalesce(days, 4000), 4000)::bigint * 512 + {BEST} - points"
        case _:
            most = (1 << NEAREST_BITS) - 1
            first = f"({BEST} - points)::bigint * {most + 1} + least(coalesce(km, 999) * 10, {most})::int"
    return f"({first}) * {1 << NUMBER_BITS} + id + {HALF}"


def number_of(rank: int) -> int:
    """The number of the row in the listing."""
    return rank % (1 << NUMBER_BITS) - HALF


def points_of(rank: int) -> int:
    """The points of the row, where results are in the order of what fits best."""
    return BEST - (rank >> NUMBER_BITS + NEAREST_BITS)


def order(sorting: str) -> str:
    """The best first; equal ones are shuffled anew each day."""
    lowest = NUMBER_BITS + (NEAREST_BITS if sorting not in ("nah", "bald") else 0)
    return f"rank >> {lowest}, (offer_id * %(factor)s) %% %(prime)s, offer_id"


def shuffling(today: date) -> dict[str, int]:
    return {"factor": rules.daily_factor(today), "prime": rules.PRIME}


def _steps(value: str, steps: rules.Steps) -> str:
    cases = " ".join(f"WHEN {value} {f'<= {limit}' if limit != inf else 'IS NOT NULL'} THEN {given}"
                     for limit, given in steps)
    return f"CASE {cases} ELSE 0 END"
