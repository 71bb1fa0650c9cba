"""The filters of a search as SQL: what a row must fit, and the bits of the entries it would count for.

Each entry of a filter is a bit; a filter's bits lie in the thirds of 63. A sum over `bits >> n` with all but the lowest
bit of each third taken away counts three entries at once, each in 21 bits: enough for two million offers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from verzahnt.programme.offers.listing import FACETS, Bits
from verzahnt.programme.offers.question import WEEKS, Question
from verzahnt.programme.offers.rules import TIMES, WEEKDAYS, Hours
from verzahnt.programme.reference.models import Audience

THIRD = 21
LOWEST = 1 | 1 << THIRD | 1 << 2 * THIRD
ONE_OF = tuple(name for name in FACETS if name != "trait")
"""Of these one word is chosen at a time; traits add up."""
WHEN: Bits = {
    "day": {day: 1 << number for number, day in enumerate(WEEKDAYS)},
    "time": {time: 1 << THIRD + number for number, time in enumerate(TIMES)},
    "weeks": {str(weeks): 1 << 2 * THIRD + number for number, weeks in enumerate(WEEKS)},
    "free": {"1": 1 << THIRD + len(TIMES)},
}
"""The other filters' entries, worked out anew for each question. A weekday's bit is the one it has in the listing."""
FIRST_MONDAY = date(2000, 1, 3)
"""From here the days of the listing count."""
EVERY_DAY = 127


def chosen(question: Question, bits: Bits, values: dict[str, Any]) -> dict[str, str]:
    """The condition of each filter that is set. "For all" matches every audience."""
    found = {}
    for name in ONE_OF:
        if word := getattr(question, name):
            found[name] = f"{name}_bits & %({name}_bit)s::bigint <> 0"
            values[f"{name}_bit"] = bits[name].get(word, 0) | bits[name].get(Audience.FOR_ALL, 0)
    if question.traits:
        found["trait"] = "trait_bits & %(all_traits)s::bigint = %(all_traits)s::bigint"
        known = [bits["trait"].get(one, -1) for one in question.traits]
        values["all_traits"] = -1 if -1 in known else sum(known)  # what no offer has, none fits
    if question.days:
        found["day"] = "weekdays > 0 AND weekdays & ~%(days)s::int = 0"
        values["days"] = _all_of("day", question.days)
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
    times = " | ".join(f"CASE WHEN {_within(hours)} THEN {WHEN['time'][name]} ELSE 0 END"
                       for name, hours in TIMES.items())
    within = " ".join(f"WHEN days <= {7 * number} THEN {_all_of('weeks', [str(one) for one in WEEKS if one >= number])}"
                      for number in WEEKS)
    return {"day": f"({days})", "time": f"({times})", "weeks": f"CASE {within} ELSE 0 END",
            "free": f"CASE WHEN is_free THEN {WHEN['free']['1']} ELSE 0 END"}


def sums(columns: Bits) -> list[str]:
    """The sums that count the entries of these columns of bits, in the order in which `counts` reads them."""
    return [f"sum({column} >> {shift} & {LOWEST})" for column, shift in _shifts(columns)]


def counts(columns: Bits, found: Sequence[Any]) -> dict[str, dict[str, int]]:
    """How many offers have each entry, out of the sums; those that none has are left out."""
    totals = {where: int(total or 0) for where, total in zip(_shifts(columns), found, strict=True)}
    said: dict[str, dict[str, int]] = {column: {} for column in columns}
    for column, bits in columns.items():
        for entry, bit in bits.items():
            third, shift = divmod(bit.bit_length() - 1, THIRD)
            if number := totals[column, shift] >> THIRD * third & (1 << THIRD) - 1:
                said[column][entry] = number
    return said


def days_until() -> str:
    """In how many days a row begins, or takes place next; nothing where no date is known."""
    return ("CASE WHEN on_days IS NULL THEN starts_on - %(today)s::date "
            "ELSE on_days[width_bucket(%(day)s::smallint - 1::smallint, on_days) + 1] - %(day)s::smallint END")


def _shifts(columns: Bits) -> Iterator[tuple[str, int]]:
    for column, bits in columns.items():
        many = max(((bit.bit_length() - 1) % THIRD + 1 for bit in bits.values()), default=0)
        yield from ((column, shift) for shift in range(many))


def _within(hours: Hours) -> str:
    """All dates of a row lie within these hours, on these weekdays."""
    begin, end = hours.begin * 60, hours.end * 60
    said = f"begins_first >= {begin} AND begins_last < {end} AND weekdays > 0" if hours.begins_within else _wholly(
        str(begin), str(end))
    return said if hours.days == WEEKDAYS else f"{said} AND weekdays & {EVERY_DAY & ~_all_of('day', hours.days)} = 0"


def _wholly(begin: str, end: str) -> str:
    return f"begins_first >= {begin} AND ends_last <= {end} AND weekdays > 0"


def _all_of(name: str, chosen_entries: Sequence[str]) -> int:
    return sum(WHEN[name][one] for one in chosen_entries)
