"""Which message a place gets, asked anew at the moment of sending: what is no longer true is not told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from verzahnt.desks.jobs import letters_places as letters
from verzahnt.desks.jobs.holders import Holder, day_of, holder_of, title_of, told_of
from verzahnt.desks.jobs.letters import Letter
from verzahnt.desks.jobs.letters_places import Words
from verzahnt.kit.short_messages import ShortMessage
from verzahnt.programme.bookings.models import Notice
from verzahnt.programme.bookings.states import IN_PLAY, SEATED, NoticeKind, PlaceState, Purpose
from verzahnt.programme.ledgers import outbox
from verzahnt.programme.ledgers.models import OutboxItem
from verzahnt.programme.offers.models import Session

Tell = Callable[[Holder, OutboxItem, date], Words | None]

A_DAY = timedelta(days=1)


def to_holder(item: OutboxItem, on: date) -> Letter | ShortMessage | None:
    """The message to whoever has the place, on the way they chose; none where they don't want to hear of this."""
    tell, purposes = TOLD[item.kind]
    with holder_of(item.place) as holder:
        if holder is None or not purposes & holder.purposes:
            return None
        words = tell(holder, item, on)
        return holder.addressed(words) if words else None


def _confirmed(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    session = holder.next_date(on)
    if session is None:
        return None
    if holder.place.state == PlaceState.WAITING:
        return letters.on_the_waiting_list(told_of(session), hears=Purpose.CHANGE in holder.purposes)
    return letters.place_confirmed(told_of(session)) if holder.place.state == PlaceState.TAKEN else None


def _promoted(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    session = holder.next_date(on)
    return letters.place_promoted(told_of(session)) if session and holder.place.state == PlaceState.TAKEN else None


def _offered(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    session, until = holder.next_date(on), holder.place.answer_by
    if session is None or until is None or until < on:
        return None
    return letters.place_offered(told_of(session), answer_by=until)


def _lapsed(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    session = holder.next_date(on)
    return letters.place_lapsed(told_of(session)) if session and holder.place.state == PlaceState.LAPSED else None


def _reminder(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    """Of the date as it stands now: one that was moved meanwhile, or is over, reminds nobody."""
    session = _date(holder, item)
    if session is None or session.is_cancelled or holder.place.state != PlaceState.TAKEN or day_of(session) <= on:
        return None
    first = holder.own_dates.filter(is_cancelled=False).first()
    return letters.place_reminder(told_of(session), tomorrow=day_of(session) == on + A_DAY, first=session == first)


def _cancelled(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    session, coming = _date(holder, item), holder.next_date(on)
    if session is None or not session.is_cancelled:
        return None
    return letters.session_cancelled(told_of(session), next_one=told_of(coming) if coming else None)


def _moved(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    session = _date(holder, item)
    if session is None or session.is_cancelled or holder.place.state not in IN_PLAY or day_of(session) < on:
        return None
    return letters.session_moved(told_of(session))


def _replaced(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    session = Session.objects.filter(pk=_number(item), run_id=holder.place.run_id, is_cancelled=False).select_related(
        "run__venue").first()
    if session is None or day_of(session) < on:
        return None
    return letters.session_replaced(told_of(session), is_theirs=holder.place.state in SEATED)


def _run_cancelled(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    session = holder.own_dates.filter(is_cancelled=True, starts_at__date__gte=on).first()
    return letters.run_cancelled(told_of(session) if session else None)


def _message_to_all(holder: Holder, item: OutboxItem, on: date) -> Words | None:
    notice = Notice.objects.filter(pk=_number(item), run_id=holder.place.run_id).select_related("run").first()
    if notice is None or holder.place.state not in SEATED:
        return None
    if notice.kind == NoticeKind.LATER and notice.told_on < on:
        return None
    session = holder.own_dates.filter(pk=notice.session_id).first() if notice.session_id else holder.next_date(on)
    if session is None:
        return None
    sentence = str(NoticeKind(notice.kind).label) % notice.words
    if not letters.is_neutral(notice.words, title_of(notice.run)):
        sentence = ""
    return letters.message_to_all(told_of(session), sentence=sentence)


def _date(holder: Holder, item: OutboxItem) -> Session | None:
    return holder.own_dates.filter(pk=_number(item)).first()


def _number(item: OutboxItem) -> int:
    """What the message is about; nothing has the number 0."""
    return int(item.subject) if item.subject.isdigit() else 0


REMINDED, CHANGED = frozenset({str(Purpose.REMINDER)}), frozenset({str(Purpose.CHANGE)})
TOLD: dict[str, tuple[Tell, frozenset[str]]] = {
    outbox.PLACE_CONFIRMED: (_confirmed, REMINDED | CHANGED),  # it shows that the contact is right
    outbox.PLACE_PROMOTED: (_promoted, CHANGED),
    outbox.PLACE_OFFERED: (_offered, CHANGED),
    outbox.PLACE_LAPSED: (_lapsed, CHANGED),
    outbox.PLACE_REMINDER: (_reminder, REMINDED),
    outbox.SESSION_CANCELLED: (_cancelled, CHANGED),
    outbox.SESSION_MOVED: (_moved, CHANGED),
    outbox.SESSION_REPLACED: (_replaced, CHANGED),
    outbox.RUN_CANCELLED: (_run_cancelled, CHANGED),
    outbox.MESSAGE_TO_ALL: (_message_to_all, CHANGED),
}
