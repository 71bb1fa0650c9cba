"""Dates of a run as iCalendar. An entry says when and where; never what it is about, and never an office's name."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from verzahnt.desks.parts import words
from verzahnt.programme.offers.models import Run
from verzahnt.programme.offers.states import RunState


def of_run(run: Run, *, at: datetime) -> bytes:
    """All dates of a run; cancelled ones say so, so that a calendar that has them takes them out."""
    calendar = Calendar()
    calendar.add("prodid", "-//Verzahnt//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for session in run.sessions.all():
        event = Event()
        event.add("uid", f"termin-{session.pk}@verzahnt")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", session.starts_at.astimezone(UTC))
        event.add("dtend", session.ends_at.astimezone(UTC))
        event.add("summary", _("%(weekday)s um %(time)s") % {
            "weekday": words.weekday_day(session.starts_at).split(",")[0].split("،")[0],
            "time": words.clock(session.starts_at)})
        if run.venue:
            event.add("location", f"{run.venue.name}, {run.venue.street}, {run.venue.postal_code} {run.venue.town}")
        is_off = session.is_cancelled or run.state == RunState.CANCELLED
        event.add("status", "CANCELLED" if is_off else "CONFIRMED")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
