"""When an offer may go on its way, and which offers fit a question best. No database, no clock.

The ranking's weights stand in tables of steps: a distance or a waiting time falls into one step and gets its points.
Offers in the same steps are equal, and equal ones are shuffled anew each day, so that nobody is always first.
`ranking_sql.py` turns the very same tables into SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import inf

SILENCE_HOLDS = timedelta(days=365)
LINK_HOLDS = timedelta(days=30)


def silence_holds(confirmed_on: date | None, *, on: date) -> bool:
    """Once a year the provider confirms: "Wir sagen dem Jobcenter nicht, wer kommt." """
    return confirmed_on is not None and confirmed_on <= on < confirmed_on + SILENCE_HOLDS


def link_holds(made_at: datetime, *, at: datetime) -> bool:
    """A mailed link answers for thirty days."""
    return made_at <= at < made_at + LINK_HOLDS


def days_to_publish(described_on: date, published_on: date | None) -> int | None:
    """How long it took from the first description to the page everyone can read; None while it is not there."""
    return (published_on - described_on).days if published_on else None


class Missing(StrEnum):
    """What an offer still needs before it can be handed in, as the provider reads it."""

    TITLE = "Wie heißt das Angebot?"
    SUMMARY = "Was ist es? Zwei Sätze genügen."
    TOPIC = "Um welches Thema geht es?"
    SITE = "Zu welchem Standort gehört es?"
    TELEPHONE = "Unter welcher Telefonnummer antwortet jemand?"
    WEBSITE = "Auf welcher Seite meldet man sich an?"
    COST_NOTE = "Was kostet es zuerst, und was kommt zurück?"
    SILENCE = "Bestätigen Sie: Wir sagen dem Jobcenter nicht, wer kommt."
    NO_CARD = "Wo das Jobcenter erfährt, wer kommt, gilt keine Mitmachkarte. Bitte wählen Sie eine andere Anmeldung."


@dataclass(frozen=True, kw_only=True)
class Described:
    """What the rules need to know of an offer's description."""

    title: str = ""
    summary: str = ""
    topics: Collection[str] = ()
    has_site: bool = False
    telephone: str = ""
    website: str = ""
    registration: str = "card"
    cost: str = "free"
    cost_note: str = ""
    is_seen: bool = False
    """Somebody learns who comes: it reports, or an office itself provides it."""
    silence_confirmed_on: date | None = None


def missing(offer: Described, *, on: date) -> list[Missing]:
    """What must be said before anybody can be asked for their yes; empty when nothing is missing."""
    by_card = offer.registration == "card"
    needed = {
        Missing.TITLE: bool(offer.title.strip()),
        Missing.SUMMARY: bool(offer.summary.strip()),
        Missing.TOPIC: bool(offer.topics),
        Missing.SITE: offer.has_site,
        Missing.TELEPHONE: bool(offer.telephone.strip()),
        Missing.WEBSITE: offer.registration != "website" or bool(offer.website),
        Missing.COST_NOTE: offer.cost != "refunded" or bool(offer.cost_note.strip()),
        Missing.NO_CARD: not (by_card and offer.is_seen),
        Missing.SILENCE: not by_card or offer.is_seen or silence_holds(offer.silence_confirmed_on, on=on),
    }
    return [what for what, is_there in needed.items() if not is_there]


def sessions_in_order(times: Sequence[tuple[datetime, datetime]]) -> bool:
    """Dates of a run follow one another: each ends after it starts, and none begins before the last one ended."""
    return bool(times) and all(start < end for start, end in times) and all(
        earlier_end <= start for (_, earlier_end), (start, _) in pairwise(times))


# When

WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
WORKDAYS = WEEKDAYS[:5]


@dataclass(frozen=True, slots=True)
class Hours:
    """Between two full hours, on these weekdays. A date fits if it lies wholly within, or, where it is enough, if it
    begins there: who says "in the morning" means what begins then, who says "until 13" must be gone by then."""

    begin: int
    end: int
    days: tuple[str, ...] = WEEKDAYS
    begins_within: bool = False


ALL_DAY = Hours(0, 24)
TIMES: dict[str, Hours] = {
    "vormittags": Hours(6, 12, begins_within=True),
    "nachmittags": Hours(12, 17, begins_within=True),
    "abends": Hours(17, 24, begins_within=True),
    "schulzeit": Hours(8, 13, WORKDAYS),  # while the children are at school
}
"""Times of day as people name them."""


# Ranking

Steps = tuple[tuple[float, int], ...]
"""(up to this value, this many points), in order; beyond the last there are none."""

NEARNESS: Steps = ((2, 40), (5, 34), (10, 26), (20, 16), (50, 6))  # km
FROM_HOME = 20  # online: always near, yet most people look for something around the corner
SOONNESS: Steps = ((14, 20), (28, 16), (56, 10), (120, 4))  # days until it starts
ANY_TIME = 18  # one may come in at the next date
BANDS: dict[str, int] = {"free": 12, "few": 9, "waiting": 0}
FRESHNESS: Steps = ((180, 6), (365, 3), (inf, -8))  # days since somebody checked that it is still right
NO_REGISTRATION = 3
AT_MY_TIME = 4  # on the weekday or at the hours asked for
IN_MY_LANGUAGE = 8
FOR_ME = 8  # made for this audience, not just open to all


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What counts when an offer is compared with others. None: not known, or it does not apply."""

    place_is_known: bool = True  # else nothing is nearer than anything else
    km: float | None = None
    is_online: bool = False
    days_until_start: int | None = None
    any_time: bool = False
    band: str = "free"
    days_since_checked: int | None = None
    needs_registration: bool = True
    in_my_language: bool = False
    for_me: bool = False
    at_my_time: bool = False
    said: int = 0  # how well it answers to the words typed, by `wording.DEGREES`
    traits: Collection[str] = field(default=())


def points(facts: Facts) -> int:
    """How well an offer fits: near, soon, with places free, checked lately, easy to join. More is better.

    One that nobody has checked for a year sinks; one whose last check is unknown neither sinks nor rises.
    """
    nearness = (FROM_HOME if facts.is_online else _step(NEARNESS, facts.km)) if facts.place_is_known else 0
    soonness = ANY_TIME if facts.any_time else _step(SOONNESS, facts.days_until_start)
    return (nearness + soonness + BANDS[facts.band] + _step(FRESHNESS, facts.days_since_checked)
            + (0 if facts.needs_registration else NO_REGISTRATION)
            + (IN_MY_LANGUAGE if facts.in_my_language else 0) + (FOR_ME if facts.for_me else 0)
            + (AT_MY_TIME if facts.at_my_time else 0) + facts.said)


def _step(steps: Steps, value: float | None) -> int:
    return next((given for limit, given in steps if value is not None and value <= limit), 0)


PRIME, ROOT = 2_147_483_647, 48_271
"""A prime, and a root of it: its powers run through all numbers below the prime before one comes back."""


def shuffled(offer: int, *, on: date) -> int:
    """The place of an offer among its equals: another one each day, the same for everybody."""
    return (offer * daily_factor(on)) % PRIME


def daily_factor(on: date) -> int:
    return pow(ROOT, on.toordinal(), PRIME)


class Reason(StrEnum):
    """Why a result is here; the pages have the words."""

    VERY_NEAR = "very_near"
    SOON = "soon"
    ANY_TIME = "any_time"
    MY_LANGUAGE = "my_language"
    FOR_ME = "for_me"
    TRAIT = "trait"
    MY_TIME = "my_time"


WORTH_SAYING = ("kinderbetreuung", "kind-darf-mit", "ohne-anmeldung", "schnuppern", "einfache-sprache", "begleitung",
                "stufenlos", "aufsuchend", "nur-frauen", "ohne-vorkenntnisse", "ohne-sportkleidung")
"""Traits in the order in which they help somebody to decide."""


def reasons(facts: Facts, *, wished: Collection[str] = ()) -> list[tuple[Reason, str]]:
    """At most three short reasons; what was asked for comes first. The second part names the trait."""
    found: list[tuple[Reason, str]] = []
    if facts.in_my_language:
        found.append((Reason.MY_LANGUAGE, ""))
    if facts.for_me:
        found.append((Reason.FOR_ME, ""))
    found += [(Reason.TRAIT, trait) for trait in WORTH_SAYING if trait in facts.traits and trait in wished]
    if facts.at_my_time:
        found.append((Reason.MY_TIME, ""))
    if facts.km is not None and facts.km <= NEARNESS[0][0]:
        found.append((Reason.VERY_NEAR, ""))
    if facts.any_time:
        found.append((Reason.ANY_TIME, ""))
    elif facts.days_until_start is not None and facts.days_until_start <= SOONNESS[0][0]:
        found.append((Reason.SOON, ""))
    found += [(Reason.TRAIT, trait) for trait in WORTH_SAYING if trait in facts.traits and trait not in wished]
    return found[:3]
