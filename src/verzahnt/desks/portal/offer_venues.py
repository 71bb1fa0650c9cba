"""Where and when an offer takes place: told by venue, each once, with all its runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from verzahnt.desks.parts import offer_words, words
from verzahnt.kit.distance import Point, km_between
from verzahnt.kit.texts import Text, text_for
from verzahnt.programme.bookings.queries import may_join_all
from verzahnt.programme.bookings.rules import Single, single_dates
from verzahnt.programme.offers.hits import Dates
from verzahnt.programme.offers.models import Run, Session, Venue
from verzahnt.programme.offers.of_provider import ways_in
from verzahnt.programme.offers.states import Access
from verzahnt.programme.offers.translating import WAY


@dataclass(frozen=True)
class RunTold:
    """One run: when in a line, its dates to come, places in words."""

    run: Run
    when: str
    sessions: list[Session]
    seats: str
    seats_kind: str
    single: Single
    """Whether one may come for one of several dates."""
    may_join: bool
    """Whether somebody new still gets in."""


@dataclass(frozen=True)
class VenueTold:
    """A venue with the runs that take place there; none: from home, and `online_how` says how."""

    venue: Venue | None
    online_how: str
    way: Text | None
    km: float | None
    access: list[tuple[str, str]]
    runs: list[RunTold]

    @property
    def distance(self) -> str:
        return offer_words.distance(self.km) if self.km is not None else ""


def venues_of(runs: Iterable[Run], *, at: datetime, language: str, near: Point | None = None) -> list[VenueTold]:
    """The venues of these runs: the nearest first where we know from where, else the one where it begins first."""
    by_venue: dict[tuple[int | None, str], list[Run]] = {}
    for run in runs:
        by_venue.setdefault((run.venue_id, "" if run.venue else run.online_how), []).append(run)
    ways = ways_in([there[0].venue for there in by_venue.values() if there[0].venue], language)
    found = []
    for (_venue, online_how), there in by_venue.items():
        venue = there[0].venue
        text = ways.get(venue.pk) if venue else None
        found.append(VenueTold(
            venue, online_how,
            text_for(venue.way, [text] if text else [], language, field=WAY) if venue and venue.way else None,
            km_between(near, Point(venue.lat, venue.lon)) if near and venue else None, _access(venue),
            [_told(run, at) for run in there]))
    return sorted(found, key=lambda one: (one.venue is None, one.km or 0.0))


def _told(run: Run, at: datetime) -> RunTold:
    sessions = [session for session in run.sessions.all() if session.ends_at > at]
    kept = [session for session in sessions if not session.is_cancelled]
    rhythm = {(words.on_weekdays(one.starts_at), words.time_span(one.starts_at, one.ends_at)) for one in kept}
    dates = Dates(kept[0].starts_at, kept[0].ends_at, len(kept), len(rhythm) == 1 and len(kept) > 1) if kept else None
    seats, kind = offer_words.places(run.band, run.offer.registration)
    single = single_dates(run.offer.kind, run.offer.traits)
    may_join = not run.closed_to_new and (may_join_all(run, on=localdate(at)) or single != Single.NO)
    if not may_join and seats:
        seats, kind = (_("Anmeldung geschlossen") if run.closed_to_new else _("hat schon begonnen")), "full"
    comes_for = single if len(kept) > 1 else Single.NO
    return RunTold(run, offer_words.when(dates), sessions, seats, kind, comes_for, may_join)


def _access(venue: Venue | None) -> list[tuple[str, str]]:
    """What is known about getting in. "Not checked" is not "no"."""
    if venue is None:
        return []
    names = (("step_free", _("Stufenlos")), ("toilet", _("Toilette")), ("parking", _("Parkplatz")))
    return [(word, str(Access(getattr(venue, name)).label)) for name, word in names]
