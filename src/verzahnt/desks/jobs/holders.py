"""Where the holder of a place wants letters: read in the role that sends, which sees no alias and no needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation

from verzahnt.desks.jobs.letters import Meeting
from verzahnt.kit.sealed import KeyGone
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.sealing import bound_to, month_keys
from verzahnt.programme.offers.models import Session


@contextmanager
def holder_of(place_id: UUID | None, on: date) -> Iterator[tuple[str, Meeting | None]]:
    """Where the holder of a place wants letters, and their next date; inside, their language is spoken.

    Who gave no mailbox, or has given the place back meanwhile, gets nothing.
    """
    if place_id is None:
        yield "", None
        return
    told = Particulars.objects.filter(place_id=place_id).only("place_id", "month", "language", "contact").first()
    place = Place.objects.filter(pk=place_id).only("run_id").first()
    if told is None or place is None:
        yield "", None
        return
    language = _open(told, "language") or "de"
    with translation.override(language if language in settings.LANGUAGE_PATHS else "de"):
        yield _mailbox(_open(told, "contact")), _next_meeting(place.run_id, on)


def _mailbox(contact: str) -> str:
    """The address in `email:…`; other ways to reach somebody are not ours to use."""
    way, _, address = contact.rpartition(":")
    return address if way in ("", "email") and "@" in address else ""


def _open(told: Particulars, column: str) -> str:
    sealed = bytes(getattr(told, column))
    try:
        return month_keys().open(sealed, told.month, bound_to=bound_to(told.place_id, column)) if sealed else ""
    except KeyGone:
        return ""


def _next_meeting(run: int, on: date) -> Meeting | None:
    session = (
        Session.objects.filter(run_id=run, is_cancelled=False, starts_at__date__gte=on)
        .select_related("run__venue").order_by("starts_at").first()
    )
    if session is None:
        return None
    venue = session.run.venue
    where = f"{venue.name}, {venue.street}, {venue.postal_code} {venue.town}" if venue else session.run.online_how
    return Meeting(session.starts_at, session.ends_at, where, venue.way if venue else "")


def day_of(meeting: Meeting) -> date:
    """The day of a meeting, in Berlin."""
    return timezone.localtime(meeting.starts_at).date()
