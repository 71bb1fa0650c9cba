"""What somebody may ask for in a run: all its dates, one of them, a taster, or a turn on a waiting list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from verzahnt.desks.parts import words
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.queries import OpenDate
from verzahnt.programme.bookings.rules import Single, single_dates
from verzahnt.programme.offers.models import Run

ALL = "alle"
ONE = "einer"
"""In the address: somebody comes for a single date, the next that has a seat."""
TO_TRY_AT_MOST = 3
"""Of a course one tries one of the next dates; a long list would only be in the way."""


@dataclass(frozen=True)
class Offered:
    """The choices there are; where `choices` has none or one, nobody is asked."""

    choices: tuple[tuple[str, str], ...]
    full: tuple[str, ...]
    """Choices that are shown as full: whoever takes one goes on the waiting list."""
    waiting: int | None
    """How many wait where the whole run, and only that, is offered and full."""

    suggested: str = ""
    """What is ticked beforehand: where one comes for a date the next that has a seat, else all."""

    @property
    def is_asked(self) -> bool:
        return len(self.choices) > 1


def offered(run: Run, *, on: date, waiting: int | None = None, is_sent: bool = False, asked: str = "") -> Offered:
    """What the page offers at this moment. `waiting` is handed in where a deed has just found out; `asked` is what the
    address asks for, `ONE` or nothing.

    For a form that is sent only the choices matter: how many wait for the whole run is not asked.
    """
    dates = [one for one in queries.dates_to_choose(run, on=on) if not one.is_full or one.may_wait]
    to_try = single_dates(run.offer.kind, run.offer.traits) == Single.TASTER
    if to_try and not is_sent:
        dates = dates[:TO_TRY_AT_MOST]
    choices, full = [], []
    if queries.may_join_all(run, on=on):
        waiting = queries.waiting_for(run.pk) if waiting is None and not is_sent else waiting
        choices.append((ALL, _("Alle Termine") if waiting is None else f"{_('Alle Termine')}: {_full(waiting)}"))
        if waiting is not None:
            full.append(ALL)
    for one in dates:
        choices.append((str(one.session.pk), _said(one, to_try=to_try)))
        if one.is_full:
            full.append(str(one.session.pk))
    next_free = next((str(one.session.pk) for one in dates if not one.is_full), "")
    takes_all = to_try and choices and not (asked == ONE and next_free)
    return Offered(tuple(choices), tuple(full), None if dates else waiting,
                   suggested=choices[0][0] if takes_all else next_free)


def _said(one: OpenDate, *, to_try: bool) -> str:
    when = words.day_and_times(one.session.starts_at, one.session.ends_at)
    if to_try:
        when = _("Erst einmal schnuppern: %(date)s") % {"date": when}
    return f"{when}: {_full(one.ahead)}" if one.is_full else when


def _full(ahead: int) -> str:
    if not ahead:
        return _("gerade voll, auf der Warteliste sind Sie die erste Person")
    return ngettext("gerade voll, auf der Warteliste wartet %(num)s Person",
                    "gerade voll, auf der Warteliste warten %(num)s Personen", ahead) % {"num": ahead}
