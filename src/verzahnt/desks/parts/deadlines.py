"""How long it is until something ends, as staff say it: "endet in 5 Monaten"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from verzahnt.kit.days import OPEN, Period, words
from verzahnt.kit.months import months_before
from verzahnt.programme.agreements import queries, rules

GERMAN = "de"


def ends_in(period: Period, *, on: date) -> str:
    """When a period ends, seen from a day; only as exactly as anyone knows."""
    if period.end is OPEN:
        return "Ende offen"
    if not period.end.is_known or period.end.latest is None:
        return "Ende nicht bekannt"
    if period.end.certainly_before(on):
        return f"endete {_at(words(period.end, GERMAN), period)}"
    if period.end.earliest != period.end.latest:
        return f"endet {_at(words(period.end, GERMAN), period)}"
    days = (period.end.latest - on).days
    if days == 0:
        return "endet heute"
    if days < 60:
        return f"endet in {days} {'Tag' if days == 1 else 'Tagen'}"
    months = next(n for n in range(days // 28 + 1, 0, -1) if months_before(period.end.latest, n) >= on)
    return f"endet in {months} Monaten" if months < 24 else f"endet in {months // 12} Jahren"


def _at(said: str, period: Period) -> str:
    exact = period.end is not OPEN and period.end.earliest == period.end.latest
    return f"am {said}" if exact else said


@dataclass(frozen=True)
class Stretch:
    """A period as a bar: from the first to the last day it may have, with the words a source gives for both."""

    start: date
    end: date
    from_words: str
    to_words: str


def stretch(period: Period) -> Stretch | None:
    """The bar of a period; none where its start or end is open or unknown."""
    start = period.start.earliest or period.start.latest
    if start is None or period.end is OPEN or period.end.latest is None or period.end.latest <= start:
        return None
    return Stretch(start, period.end.latest, words(period.start, GERMAN), words(period.end, GERMAN))


@dataclass(frozen=True)
class Ending:
    """How an agreement of a site ends; `last_day` is the latest it may be, None where nobody knows or agreed any."""

    words: str
    soon: bool
    over: bool
    last_day: date | None


def endings_of(sites: Iterable[int], *, on: date) -> dict[int, list[Ending]]:
    """The ends of all agreements by number of the site, in a few questions; what ends soon first, what is over last."""
    found: dict[int, list[Ending]] = {}
    for agreement in queries.agreements().filter(for_sites__overlap=list(sites)):
        if (term := queries.last_term(agreement)) is not None:
            runs = term.runs
            ending = Ending(ends_in(runs, on=on), queries.ends_soon(term, on), rules.may_renew(runs, on=on),
                            None if runs.end is OPEN else runs.end.latest)
            for number in agreement.for_sites:
                found.setdefault(number, []).append(ending)
    return {number: sorted(endings, key=lambda one: (not one.soon, one.over)) for number, endings in found.items()}
