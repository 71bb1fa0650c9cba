"""The outbox emptied: each letter in a transaction of its own, its row gone with it.

The row's number is the letter's Message-ID: should we die between sending and forgetting, the letter goes out once
more under the same name, and a folder or a mail client holds it once.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation

from verzahnt.desks.jobs import letters
from verzahnt.desks.jobs.letters import Letter, Meeting
from verzahnt.kit.roles import acting_as
from verzahnt.kit.sealed import KeyGone
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.sealing import bound_to, month_keys
from verzahnt.programme.ledgers import outbox
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.ledgers.roles import SENDING
from verzahnt.programme.offers.models import Session

log = logging.getLogger("verzahnt.letters")

Composer = Callable[[OutboxItem, date], Letter | None]


@transaction.atomic
def due(*, on: date) -> list[UUID]:
    """The numbers of the letters that are due, oldest first."""
    with acting_as(SENDING):
        return list(OutboxItem.objects.filter(due_on__lte=on).order_by("due_on", "pk").values_list("pk", flat=True))


def send_due(*, on: date) -> int:
    """Send every letter that is due; how many went out. One that can't be sent stays, and holds up no other."""
    return sum(_send(number, on) for number in due(on=on))


@transaction.atomic
def _send(number: UUID, on: date) -> bool:
    with acting_as(SENDING):
        item = OutboxItem.objects.select_for_update(skip_locked=True).filter(pk=number).first()
        if item is None:
            return False  # another worker has it
        letter = COMPOSERS[item.kind](item, on)
        try:
            if letter is not None:  # else there is nobody to write to any more
                _deliver(number, letter)
        except OSError as trouble:  # the mail server or the folder; the letter itself is never logged
            log.warning("A letter of kind %s could not be sent: %s", item.kind, type(trouble).__name__)
            return False
        item.delete()
        return letter is not None


def _deliver(number: UUID, letter: Letter) -> None:
    host = urlsplit(settings.VERZAHNT_ADDRESS).hostname or "localhost"
    EmailMessage(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        headers={"Message-ID": f"<{number}@{host}>", "Auto-Submitted": "auto-generated"},
    ).send()


def _confirmation(item: OutboxItem, on: date) -> Letter | None:
    with _holder(item, on) as (to, meeting):
        return letters.place_confirmed(to, meeting) if to and meeting else None


def _promotion(item: OutboxItem, on: date) -> Letter | None:
    with _holder(item, on) as (to, meeting):
        return letters.place_promoted(to, meeting) if to and meeting else None


def _reminder(item: OutboxItem, on: date) -> Letter | None:
    with _holder(item, on) as (to, meeting):
        if not to or not meeting:
            return None
        return letters.place_reminder(to, meeting, tomorrow=(_day(meeting) - on).days <= 1)


@contextmanager
def _holder(item: OutboxItem, on: date) -> Iterator[tuple[str, Meeting | None]]:
    """Where the holder of a place wants letters, and their next date; inside, their language is spoken.

    Who gave no mailbox, or has given the place back meanwhile, gets nothing.
    """
    told = Particulars.objects.filter(place_id=item.place).only("place_id", "month", "language", "contact").first()
    place = Place.objects.filter(pk=item.place).only("run_id").first()
    if told is None or place is None:
        yield "", None
        return
    language = _open(told, "language") or "de"
    with translation.override(language if language in settings.LANGUAGE_PATHS else "de"):
        contact = _open(told, "contact")
        yield (contact if "@" in contact else ""), _next_meeting(place.run_id, on)


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


def _day(meeting: Meeting) -> date:
    return timezone.localtime(meeting.starts_at).date()


COMPOSERS: dict[str, Composer] = {
    outbox.PLACE_CONFIRMED: _confirmation,
    outbox.PLACE_PROMOTED: _promotion,
    outbox.PLACE_REMINDER: _reminder,
}
