"""Dates as iCalendar. An entry says when and where; never what it is about, and never an office's name.

Times are Berlin's with the rule of its clock beside them, so that ten o'clock stays ten o'clock over both changes.
What was cancelled says so, and what was moved bears a higher number than before: a calendar that has it follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from verzahnt.desks.parts import words
from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.offers.models import Session
from verzahnt.programme.offers.states import RunState


def of_sessions(sessions: Iterable[Session], *, at: datetime, lasting: bool = False) -> bytes:
    """These dates, of one run or of many. `lasting`: a calendar that is asked again and again for what is new."""
    calendar = Calendar()
    calendar.add("prodid", "-//Verzahnt//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if lasting:
        calendar.add("x-wr-calname", _("Termine"))
        calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(_berlin())
    for session in sessions:
        calendar.add_component(_event(session, at))
    return bytes(calendar.to_ical())


def as_file(content: bytes) -> HttpResponse:
    """The answer with a name that says nothing either."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="termine.ics"'
    return response


def _event(session: Session, at: datetime) -> Event:
    run = session.run
    event = Event()
    event.add("uid", f"termin-{session.pk}@verzahnt")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(BERLIN))
    event.add("dtend", session.ends_at.astimezone(BERLIN))
    event.add("summary", _("%(weekday)s um %(time)s") % {
        "weekday": words.weekday(session.starts_at), "time": words.clock(session.starts_at)})
    if run.venue:
        event.add("location", f"{run.venue.name}, {run.venue.street}, {run.venue.postal_code} {run.venue.town}")
    event.add("url", settings.VERZAHNT_ADDRESS.rstrip("/") + reverse("portal:session", args=[session.pk]))
    is_off = session.is_cancelled or run.state == RunState.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    # A run called off as a whole is one step later than all that happened to its dates.
    event.add("sequence", session.changes + (run.state == RunState.CANCELLED))
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    return event


def _berlin() -> Timezone:
    """Berlin's clock: an hour forward on the last Sunday of March, back on the last of October."""
    zone = Timezone()
    zone.add("tzid", "Europe/Berlin")
    for part, name, before, after, month, first in (
        (TimezoneDaylight(), "CEST", 1, 2, 3, datetime(1996, 3, 31, 2)),
        (TimezoneStandard(), "CET", 2, 1, 10, datetime(1996, 10, 27, 3)),
    ):
        part.add("dtstart", first)
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        zone.add_component(part)
    return zone
