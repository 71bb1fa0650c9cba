"""`rules.points` as SQL, from the same tables of steps, and the order of results that follows from it."""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Any

from verzahnt.programme.offers import rules
from verzahnt.programme.offers.question import Question
from verzahnt.programme.offers.wording import Wording

AMONG_THE_SAME = 10_000_000
"""A rank is what offers are ordered by, times this, and then what the rows of one offer are ordered by."""


def points(question: Question, wording: Wording | None, values: dict[str, Any]) -> str:
    """How well a row fits."""
    bands = " ".join(f"WHEN '{band}' THEN {given}" for band, given in rules.BANDS.items())
    parts = [
        f"CASE WHEN is_online THEN {rules.FROM_HOME} ELSE {_steps('km', rules.NEARNESS)} END",
        f"CASE WHEN any_time THEN {rules.ANY_TIME} ELSE {_steps('days', rules.SOONNESS)} END",
        f"CASE band {bands} END",
        _steps("%(today)s::date - checked_on", rules.FRESHNESS),
        f"CASE registration WHEN 'none' THEN {rules.NO_REGISTRATION} ELSE 0 END",
    ]
    if question.reads not in ("de", "de-simple"):
        parts.append(f"CASE WHEN {a_bit_of('language', 'reads')} THEN {rules.IN_MY_LANGUAGE} ELSE 0 END")
        values["reads"] = question.reads
    if question.audience:
        parts.append(f"CASE WHEN {a_bit_of('audience', 'audience')} THEN {rules.FOR_ME} ELSE 0 END")
        values["audience"] = question.audience
    if question.days or question.time:
        parts.append(str(rules.AT_MY_TIME))
    if wording and (said := _said(wording, values)):
        parts.append(said)
    return " + ".join(f"({part})" for part in parts)


def a_bit_of(facet: str, parameter: str) -> str:
    """Whether a row has the word that the parameter names."""
    return (f"{facet}_bits & (SELECT coalesce(max(bit), 0) FROM offers_facet "
            f"WHERE facet = '{facet}' AND word = %({parameter})s) <> 0")


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
    """Less is better. What stands for an offer is its best row: among equals the nearest, then the soonest."""
    first = {
        "nah": "least(coalesce(km, 5000), 5000) * 10)::bigint * 1000 + 500 - points",
        "bald": "least(coalesce(days, 9999), 9999))::bigint * 1000 + 500 - points",
    }.get(sorting, "500 - points)::bigint")
    return (f"(({first}) * {AMONG_THE_SAME} "
            "+ (least(coalesce(km, 999), 999) * 10)::int * 1000 + least(coalesce(days, 999), 999)")


def order() -> str:
    """The best first; equal ones are shuffled anew each day."""
    return f"rank / {AMONG_THE_SAME}, (offer_id * %(factor)s) %% %(prime)s, offer_id"


def shuffling(today: date) -> dict[str, int]:
    return {"factor": rules.daily_factor(today), "prime": rules.PRIME}


def _steps(value: str, steps: rules.Steps) -> str:
    cases = " ".join(f"WHEN {value} {f'<= {limit}' if limit != inf else 'IS NOT NULL'} THEN {given}"
                     for limit, given in steps)
    return f"CASE {cases} ELSE 0 END"
