"""What people with a place are told, long as a letter and short for a mobile phone; in the language they chose.

Neutral outside and inside: sender, subject, words and links name no Jobcenter, no offer and no topic; a day and an
hour are enough. Every message invites or informs; none demands anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from verzahnt.desks.jobs.letters import Letter, address
from verzahnt.desks.parts.words import clock, time_span, weekday_day, weekday_short_day
from verzahnt.kit.short_messages import AT_MOST, ShortMessage, parts_at_most, parts_of, with_plain_signs

_OFFICES = re.compile(r"job\W?cent|arbeitsagentur|agentur für arbeit|arbeitsamt|bürgergeld", re.IGNORECASE)


def is_neutral(text: str, *titles: str) -> bool:
    """Whether a provider's words may stand in a message: they name no office and not what is offered."""
    return not _OFFICES.search(text) and not any(title and title.casefold() in text.casefold() for title in titles)


@dataclass(frozen=True)
class Meeting:
    """A date as a message tells it. `where` and `way` hold neutral words only."""

    starts_at: datetime
    ends_at: datetime
    where: str
    way: str = ""
    stop: str = ""

    @property
    def subject(self) -> str:
        """Dienstag, 3. März, 10 Uhr"""
        return f"{weekday_short_day(self.starts_at)}, {clock(self.starts_at)}"

    @property
    def when(self) -> str:
        return f"{weekday_day(self.starts_at)}, {time_span(self.starts_at, self.ends_at)}"

    @property
    def when_short(self) -> str:
        return f"{weekday_short_day(self.starts_at)}, {time_span(self.starts_at, self.ends_at)}"

    @property
    def told(self) -> tuple[str, ...]:
        place = "\n".join(part for part in (self.when, self.where, self.stop) if part)
        return (place, self.way) if self.way else (place,)


@dataclass(frozen=True)
class Words:
    """One message in both forms. `short` names its parts with the most needful first."""

    subject: str
    paragraphs: tuple[str, ...]
    short: tuple[str, ...]

    def as_letter(self, to: str) -> Letter:
        return Letter(to, self.subject, self.paragraphs)

    def as_short_message(self, number: str) -> ShortMessage:
        return ShortMessage(number, fitted(map(with_plain_signs, self.short)))


def fitted(parts: Iterable[str], *, at_most: int = AT_MOST) -> str:
    """As many of the parts as fit into one message, in their order; the first is always told whole."""
    text = ""
    for part in filter(None, parts):
        longer = f"{text} {part}" if text else part
        text = longer if not text or (len(longer) <= at_most and parts_of(longer) <= parts_at_most(longer)) else text
    return text


def place_confirmed(meeting: Meeting) -> Words:
    """Right after booking."""
    said = _("Ihr Platz ist reserviert.")
    return Words(meeting.subject, (said, *meeting.told, _gladly(), _take_back()),
                 (f"{said} {meeting.when_short}.", _card(), meeting.where))


def on_the_waiting_list(meeting: Meeting, *, hears: bool) -> Words:
    """Right after booking, where all places were taken."""
    said = _("Sie stehen auf der Warteliste.")
    then = _("Wird ein Platz frei, schreiben wir Ihnen.") if hears else _(
        "Ob ein Platz frei geworden ist, sehen Sie mit Ihrer Karte.")
    return Words(meeting.subject, (said, *meeting.told, then, _take_back()),
                 (f"{said} {meeting.when_short}.", then, _card()))


def place_promoted(meeting: Meeting) -> Words:
    """When somebody moves up from the waiting list."""
    said = _("Es ist ein Platz frei geworden, und er gehört jetzt Ihnen.")
    return Words(meeting.subject, (said, *meeting.told, _take_back()),
                 (f"{said} {meeting.when_short}.", _card(), meeting.where))


def place_offered(meeting: Meeting, *, answer_by: date) -> Words:
    """When somebody moves up, and the provider would like to know whether they still want to come."""
    said = _("Ein Platz ist frei geworden. Möchten Sie ihn?")
    until = _("Bis %(day)s halten wir ihn für Sie frei.") % {"day": weekday_short_day(answer_by)}
    how = _("Ja sagen Sie mit Ihrer Karte unter %(address)s oder am Telefon beim Anbieter.") % {
        "address": address("/karte/")}
    no = _("Möchten Sie ihn nicht, brauchen Sie nichts zu tun.")
    brief = _("Ein Platz ist frei. Möchten Sie ihn? Ja sagen bis %(day)s: %(address)s") % {
        "day": weekday_short_day(answer_by), "address": address("/karte/")}
    return Words(meeting.subject, (said, *meeting.told, f"{until} {how}", no),
                 (brief, f"({meeting.when_short})", meeting.where))


def place_lapsed(meeting: Meeting) -> Words:
    """When no yes came in time. Nobody is blamed."""
    said = _("Der freie Platz ist weitergegangen. Das ist in Ordnung.")
    again = _("Möchten Sie doch kommen, können Sie sich jederzeit neu eintragen:")
    return Words(meeting.subject, (said, meeting.when, f"{again}\n{address('/karte/')}"),
                 (f"{said} {meeting.when_short}.", _card()))


def place_reminder(meeting: Meeting, *, tomorrow: bool, first: bool) -> Words:
    """The week before the first date and the day before each: an invitation, never a summons."""
    if first:
        said = _("Morgen geht es los.") if tomorrow else _("Bald geht es los.")
    else:
        said = _("Morgen ist es wieder so weit.")
    return Words(meeting.subject, (said, *meeting.told, _gladly(), _take_back()),
                 (f"{said} {meeting.when_short}.", meeting.where, _gladly(), _card()))


def session_cancelled(meeting: Meeting, *, next_one: Meeting | None) -> Words:
    """One date does not take place; the others do."""
    said = _("Dieser Termin findet leider nicht statt:")
    then = _("Der nächste ist am %(when)s.") % {"when": next_one.when} if next_one else ""
    return Words(meeting.subject, (f"{said}\n{meeting.when}", *filter(None, [then]), _all_dates()),
                 (f"{said} {meeting.when_short}.", then, _card()))


def session_moved(meeting: Meeting) -> Words:
    """Another day or hour; the place stays."""
    said = _("Ein Termin ist verlegt. Er ist jetzt hier:")
    return Words(meeting.subject, (said, *meeting.told, _take_back()),
                 (f"{said} {meeting.when_short}.", meeting.where, _card()))


def session_replaced(meeting: Meeting, *, is_theirs: bool) -> Words:
    """A date does not take place, and another does. Who had a place in just the old one may choose."""
    said = _("Ein Termin fällt aus. Dafür gibt es diesen neuen:")
    then = _("Ihr Platz gilt auch dort.") if is_theirs else _(
        "Passt er Ihnen? Dann nehmen Sie ihn mit Ihrer Karte: %(address)s") % {"address": address("/karte/")}
    return Words(meeting.subject, (said, *meeting.told, then, _all_dates()),
                 (f"{said} {meeting.when_short}.", then, meeting.where, _card() if is_theirs else ""))


def run_cancelled(meeting: Meeting | None) -> Words:
    """What was planned does not take place; what else there is stands behind a link that names nothing."""
    said = _("Ihre Termine finden leider nicht statt. Das tut uns leid.")
    other = _("Was es sonst in Ihrer Nähe gibt, finden Sie hier:")
    return Words(meeting.subject if meeting else _("Ihre Termine"),
                 (said, *([meeting.when] if meeting else []), f"{other}\n{address('/angebote/')}"),
                 (said, address("/angebote/"), f"({meeting.when_short})" if meeting else ""))


def message_to_all(meeting: Meeting, *, sentence: str) -> Words:
    """What the provider tells all. Words that are not neutral are left under the card."""
    said = sentence or _("Es gibt eine Mitteilung zu Ihrem Termin. Sie lesen sie mit Ihrer Karte.")
    return Words(meeting.subject, (said, meeting.when, _all_dates()), (said, f"({meeting.when_short})", _card()))


def _gladly() -> str:
    return _("Wir freuen uns, wenn Sie kommen.")


def _card() -> str:
    return address("/karte/")


def _all_dates() -> str:
    return _("Alle Ihre Termine sehen Sie mit Ihrer Karte unter %(address)s") % {"address": address("/karte/")}


def _take_back() -> str:
    words = _("Sie können jederzeit absagen, ohne Grund: mit Ihrer Karte unter %(address)s")
    return words % {"address": address("/karte/")}
