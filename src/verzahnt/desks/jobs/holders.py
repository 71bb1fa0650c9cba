"""Where the holder of a place wants messages: read in the role that sends, which sees no alias and no needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.timezone import localdate

from verzahnt.desks.jobs.letters import Letter
from verzahnt.desks.jobs.letters_places import Meeting, Words, is_neutral
from verzahnt.kit.short_messages import ShortMessage
from verzahnt.kit.texts import is_current
from verzahnt.programme.bookings.models import Particulars, Place
from verzahnt.programme.bookings.sealing import opened
from verzahnt.programme.offers.models import Offer, Run, Session, Venue
from verzahnt.programme.offers.of_provider import ways_in

ITS_COLUMNS = ("run_id", "session_id", "state", "answer_by")


@dataclass(frozen=True)
class Holder:
    """Somebody with a place, as far as a message needs to know: the place, one way to reach them, and what for."""

    place: Place
    way: str
    contact: str = field(repr=False)
    purposes: frozenset[str] = frozenset()

    @property
    def own_dates(self) -> QuerySet[Session]:
        """The dates this place is for, called off or not."""
        one = Q(pk=self.place.session_id) if self.place.session_id else Q()
        return Session.objects.filter(one, run_id=self.place.run_id).select_related("run__venue").order_by("starts_at")

    def next_date(self, on: date) -> Session | None:
        return self.own_dates.filter(is_cancelled=False, starts_at__date__gte=on).first()

    def addressed(self, words: Words) -> Letter | ShortMessage:
        """The words on the way this person chose."""
        return words.as_short_message(self.contact) if self.way == "sms" else words.as_letter(self.contact)


@contextmanager
def holder_of(place_id: UUID | None) -> Iterator[Holder | None]:
    """Whoever has this place; inside, their language is spoken. Nobody where no contact was left, or who is gone."""
    told = Particulars.objects.filter(place_id=place_id).only(
        "place_id", "month", "language", "contact", "contact_for").first() if place_id else None
    place = Place.objects.filter(pk=told.place_id).only(*ITS_COLUMNS).first() if told else None
    way, contact = _way(opened(told, "contact")) if told else ("", "")
    if told is None or place is None or not contact:
        yield None
        return
    language = opened(told, "language")
    with translation.override(language if language in settings.LANGUAGE_PATHS else "de"):
        yield Holder(place, way, contact, frozenset(opened(told, "contact_for").split(",")) - {""})


def _way(contact: str) -> tuple[str, str]:
    """`email:…` or `sms:…`, taken apart; other ways to reach somebody are not ours to use."""
    way, _, where = contact.partition(":")
    fits = {"email": "@" in where, "sms": where.startswith("+") and where[1:].isdigit()}
    return (way, where) if fits.get(way) else ("", "")


def told_of(session: Session) -> Meeting:
    """A date with the way there, in the language that is spoken, and without words that name an office."""
    venue, title = session.run.venue, title_of(session.run)

    def neutral(text: str) -> str:
        return text if is_neutral(text, title) else ""

    if venue is None:
        return Meeting(session.starts_at, session.ends_at, neutral(session.run.online_how))
    where = ", ".join(filter(None, (neutral(venue.name), venue.street, f"{venue.postal_code} {venue.town}")))
    return Meeting(session.starts_at, session.ends_at, where, neutral(_way_there(venue)), neutral(venue.stop))


def title_of(run: Run) -> str:
    """What the run is called: to keep it out of messages."""
    return Offer.objects.filter(pk=run.offer_id).values_list("title", flat=True).first() or ""


def _way_there(venue: Venue) -> str:
    text = ways_in([venue], translation.get_language() or "de").get(venue.pk)
    return text.body if text and is_current(text, venue.way) else venue.way


def day_of(session: Session) -> date:
    """The day of a date, in Berlin."""
    return localdate(session.starts_at)
