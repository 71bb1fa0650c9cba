"""The filters of a search as SQL: what a row must fit, and the bits of the entries it would count for."""

from __future__ import annotations

from datetime import date
from typing import Any

from verzahnt.programme.offers.question import WEEKS, Question
from verzahnt.programme.offers.ranking_sql import a_bit_of
from verzahnt.programme.offers.rules import TIMES, WEEKDAYS, Hours
from verzahnt.programme.reference.models import Audience

WORDS = ("kind", "topic", "audience", "language", "trait")
"""Filters by a word of the offer or its run: each has a column of bits, see `listing.Facet`."""
WHEN: tuple[tuple[str, str], ...] = (
    *(("day", day) for day in WEEKDAYS), *(("time", time) for time in TIMES),
    *(("weeks", str(number)) for number in WEEKS), ("free", "1"))
"""The entries of the other filters, in the order of their bits; these are worked out anew for each question."""
FIRST_MONDAY = date(2000, 1, 3)
"""From here the weeks of the listing count."""
EVERY_DAY = 127


def chosen(question: Question, values: dict[str, Any]) -> dict[str, str]:
    """The condition of each filter that is set. "For all" matches every audience."""
    found = {}
    for name in ("kind", "topic", "language"):
        if word := getattr(question, name):
            found[name], values[name] = a_bit_of(name, name), word
    if question.audience:
        found["audience"] = f"({a_bit_of('audience', 'audience')} OR {a_bit_of('audience', 'for_all')})"
        values |= {"audience": question.audience, "for_all": Audience.FOR_ALL}
    if question.traits:  # a word that no offer has: no row has all bits
        bits = ("(SELECT CASE WHEN count(*) = cardinality(%(traits)s::varchar[]) THEN bit_or(bit) ELSE -1 END "
                "FROM offers_facet WHERE facet = 'trait' AND word = ANY (%(traits)s::varchar[]))")
        found["trait"], values["traits"] = f"trait_bits & {bits} = {bits}", list(question.traits)
    if question.days:
        found["day"], values["days"] = "weekdays > 0 AND weekdays & ~%(days)s::int = 0", _bits(question.days)
    if question.time in TIMES:
        found["time"] = _within(TIMES[question.time])
    elif question.time:
        found["time"] = _wholly("%(begins)s", "%(ends)s")
        values |= {"begins": question.hours.begin * 60, "ends": question.hours.end * 60}
    if question.weeks:
        found["weeks"], values["most_days"] = "days <= %(most_days)s", 7 * question.weeks
    if question.free:
        found["free"] = "is_free"
    return found


def entries(question: Question) -> dict[str, str]:
    """For each filter of `WHEN`: the bits of the entries that a row would fit if one were chosen.

    Weekdays add up: with Monday chosen, "Tuesday" counts what takes place on one of the two, or on both.
    """
    rest = "weekdays & ~%(days)s::int" if question.days else "weekdays"
    days = (f"CASE WHEN weekdays = 0 THEN 0 WHEN {rest} = 0 THEN {EVERY_DAY} "
            f"WHEN ({rest}) & (({rest}) - 1) = 0 THEN {rest} ELSE 0 END")
    times = " + ".join(f"CASE WHEN {_within(hours)} THEN {1 << _place('time', name)} ELSE 0 END"
                       for name, hours in TIMES.items())
    first = _place("weeks", str(WEEKS[0]))
    many = {number: sum(1 << first + place for place, other in enumerate(WEEKS) if other >= number) for number in WEEKS}
    weeks = f"CASE {' '.join(f'WHEN days <= {7 * number} THEN {bits}' for number, bits in many.items())} ELSE 0 END"
    return {"day": days, "time": times, "weeks": weeks,
            "free": f"CASE WHEN is_free THEN {1 << _place('free', '1')} ELSE 0 END"}


def next_date() -> str:
    """In how many days a row with weeks takes place next: its weekday in the first week that is not over for it."""
    weekday = "CASE weekdays " + " ".join(f"WHEN {1 << number} THEN {number}" for number in range(7)) + " END"
    this_week = f"%(week)s::int - (({weekday}) >= %(weekday)s::int)::int"
    return f"weeks[width_bucket(({this_week})::smallint, weeks) + 1] * 7 + {weekday} - %(days_so_far)s::int"


def today_as_values(today: date) -> dict[str, Any]:
    so_far = (today - FIRST_MONDAY).days
    return {"today": today, "days_so_far": so_far, "week": so_far // 7, "weekday": so_far % 7}


def _within(hours: Hours) -> str:
    """All dates of a row lie within these hours, on these weekdays."""
    begin, end = hours.begin * 60, hours.end * 60
    said = f"begins_first >= {begin} AND begins_last < {end} AND weekdays > 0" if hours.begins_within else _wholly(
        str(begin), str(end))
    return said if hours.days == WEEKDAYS else f"{said} AND weekdays & {EVERY_DAY & ~_bits(hours.days)} = 0"


def _wholly(begin: str, end: str) -> str:
    return f"begins_first >= {begin} AND ends_last <= {end} AND weekdays > 0"


def _bits(days: tuple[str, ...]) -> int:
    return sum(1 << WEEKDAYS.index(day) for day in days)


def _place(name: str, entry: str) -> int:
    return WHEN.index((name, entry))
