"""What becomes of places when dates change: a date is called off, moved, replaced, or the whole run is called off.

The dates themselves change in `offers.actions_session`; here the places follow in the same deed, and everyone who left
a contact for changes gets a letter. Whoever left none reads it under their card, and the provider sees whom to call.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from verzahnt.kit.roles import acting_as
from verzahnt.programme.bookings import refusals, rules
from verzahnt.programme.bookings.actions_ending import end_with_the_run
from verzahnt.programme.bookings.actions_seats import locked
from verzahnt.programme.bookings.models import Notice, Particulars, Place
from verzahnt.programme.bookings.sealing import opened
from verzahnt.programme.bookings.states import IN_PLAY, SEATED, NoticeKind, PlaceState, Purpose
from verzahnt.programme.ledgers import journal, outbox
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers import actions_session as dates
from verzahnt.programme.offers.models import Run, Session, Venue
from verzahnt.programme.offers.refusals import NotYourRun
from verzahnt.programme.offers.states import RunState

LONGEST_WORDS = 80
FROM_HOME: dict[str, str] = {
    NoticeKind.TELEPHONE: "Am Telefon. Die Nummer bekommen alle, die einen Platz haben.",
    NoticeKind.ONLINE: "Online. Den Zugang bekommen alle, die einen Platz haben.",
}
"""What everyone may read of it; a provider's own words, like a run's other texts."""
LEAST_LATE, MOST_LATE = 5, 180


@transaction.atomic
def cancel_session(session_id: int, *, actor: Actor, at: datetime) -> Run:
    """One date does not take place. Who had just this date keeps a note of it; with the last date the run is off."""
    on, session = localdate(at), _own_session(session_id, actor)
    told = _to_tell(session)
    run = dates.cancel_session(session, actor=actor, at=at)
    if run.state == RunState.CANCELLED:
        _call_off(run.pk, Q(), on=on)
        _tell(outbox.RUN_CANCELLED, told, on=on)
    else:
        _call_off(run.pk, Q(session=session_id), on=on)
        _tell(outbox.SESSION_CANCELLED, told, on=on, subject=session_id)
    end_with_the_run(run.pk)
    return run


@transaction.atomic
def move_session(session_id: int, *, starts_at: datetime, ends_at: datetime, actor: Actor, at: datetime) -> Run:
    """Another day or hour for one date; places in it move along."""
    on, session = localdate(at), _own_session(session_id, actor)
    told = _to_tell(session)
    with acting_as(SEATS):
        singles = Place.objects.filter(session=session_id)
        told_day = localdate(session.starts_at)
        if not rules.keeps_its_key(told_day, localdate(starts_at)) and singles.exists():
            raise refusals.AnotherMonth
    run = dates.move_session(session, starts_at=starts_at, ends_at=ends_at, actor=actor, at=at)
    with acting_as(SEATS):
        Place.objects.filter(session=session_id).update(closes_on=rules.closes_on(localdate(starts_at)))
    end_with_the_run(run.pk)
    _tell(outbox.SESSION_MOVED, told, on=on, subject=session_id)
    return run


@transaction.atomic
def replace_session(session_id: int, *, starts_at: datetime, ends_at: datetime, actor: Actor, at: datetime) -> Session:
    """Another date in place of one that does not take place. Who has a place in all dates has one in the new one."""
    on, session = localdate(at), _own_session(session_id, actor)
    told = _to_tell(session)
    new = dates.add_session(session.run, starts_at=starts_at, ends_at=ends_at, actor=actor, at=at)
    run = dates.cancel_session(session, actor=actor, at=at)
    _call_off(run.pk, Q(session=session_id), on=on)
    end_with_the_run(run.pk)
    _tell(outbox.SESSION_REPLACED, told, on=on, subject=new.pk)
    return new


@transaction.atomic
def cancel_run(run_id: int, *, actor: Actor, at: datetime) -> Run:
    """What is still ahead of a run does not take place. Where it has begun, who took part keeps what they had."""
    on = localdate(at)
    run = _own_run(run_id, actor)
    told = _in_play(Q(run_id=run_id))
    run = dates.cancel_run(run, actor=actor, at=at)
    if run.state == RunState.CANCELLED:
        _call_off(run_id, Q(), on=on)
    else:
        _call_off(run_id, Q(session__is_cancelled=True) | Q(state__in=(PlaceState.WAITING, PlaceState.OFFERED)), on=on)
    end_with_the_run(run_id)
    _tell(outbox.RUN_CANCELLED, told, on=on)
    return run


@transaction.atomic
def take_home(run_id: int, *, kind: str, words: str, actor: Actor, at: datetime) -> Run:
    """All dates that are still ahead take place at the telephone or online; how, only those learn who have a place."""
    if kind not in FROM_HOME:
        raise refusals.NoSuchNotice
    run = dates.change_place(_own_run(run_id, actor), venue=None, online_how=FROM_HOME[kind], actor=actor, at=at)
    tell_all(run_id, kind=kind, words=words, actor=actor, at=at)
    return run


@transaction.atomic
def change_venue(run_id: int, venue: Venue, *, actor: Actor, at: datetime) -> Run:
    """All dates that are still ahead take place at another venue. Each hears of the next date of their own."""
    on = localdate(at)
    run = dates.change_place(_own_run(run_id, actor), venue=venue, actor=actor, at=at)
    ahead = list(run.sessions.filter(is_cancelled=False, starts_at__gt=at).order_by("starts_at"))
    for session in ahead:
        whole = Q(session=None) if session == ahead[0] else Q(pk=None)
        told = _in_play(Q(run_id=run_id) & (whole | Q(session=session.pk)))
        _tell(outbox.SESSION_MOVED, told, on=on, subject=session.pk)
    return run


@transaction.atomic
def tell_all(run_id: int, *, kind: str, words: str, actor: Actor, at: datetime,
             session_id: int | None = None) -> Notice:
    """A short message to all who have a place: a sentence with one gap. It stands under their cards, too."""
    on, words = localdate(at), " ".join(words.split())
    run = _own_run(run_id, actor)
    if kind not in NoticeKind.values or not 0 < len(words) <= LONGEST_WORDS:
        raise refusals.NoSuchNotice
    if kind == NoticeKind.LATER:
        words, session_id = _minutes(words), _today(run, session_id, at)
    if session_id is not None and not run.sessions.filter(pk=session_id).exists():
        raise NotYourRun
    notice = Notice.objects.create(run=run, session_id=session_id, provider=run.provider_id, kind=kind, words=words,
                                   told_on=on)
    concerned = Q(run_id=run_id, state__in=SEATED)
    if session_id is not None:
        concerned &= Q(session=None) | Q(session=session_id)
    _tell(outbox.MESSAGE_TO_ALL, list(Place.objects.filter(concerned).only("pk")), on=on, subject=notice.pk)
    journal.note("tell_all", "run", run_id, actor, at, note=str(NoticeKind(kind).value))
    return notice


def _minutes(words: str) -> str:
    """How many minutes later it begins."""
    told = words.removesuffix("Minuten").strip()
    if not (told.isdecimal() and len(told) <= 3 and LEAST_LATE <= int(told) <= MOST_LATE):
        raise refusals.SayHowLate
    return str(int(told))


def _today(run: Run, session_id: int | None, at: datetime) -> int:
    """The date today that somebody may still come to; the one that is asked for, if one is."""
    ahead = run.sessions.filter(is_cancelled=False, ends_at__gt=at).order_by("starts_at")
    found = next((one.pk for one in ahead if localdate(one.starts_at) == localdate(at)
                  and session_id in (None, one.pk)), None)
    if found is None:
        raise refusals.NothingToday
    return found


def _own_run(run_id: int, actor: Actor) -> Run:
    found = Run.objects.filter(pk=run_id, provider__in=actor.organisations).first()
    if found is None:
        raise NotYourRun
    return found


def _own_session(session_id: int, actor: Actor) -> Session:
    found = Session.objects.select_related("run").filter(pk=session_id, provider__in=actor.organisations).first()
    if found is None:
        raise NotYourRun
    return found


def _to_tell(session: Session) -> list[Place]:
    """Whoever has, or waits for, a place that this date belongs to."""
    return _in_play(Q(run_id=session.run_id) & (Q(session=None) | Q(session=session.pk)))


def _in_play(where: Q) -> list[Place]:
    return list(Place.objects.filter(where, state__in=IN_PLAY).only("pk"))


def _call_off(run_id: int, which: Q, *, on: date) -> None:
    """These places lose their seat and are kept as a note, no longer than a list would be after their first date.

    What becomes free on other dates goes to whoever waits for it.
    """
    with locked(run_id, on=on) as counters:
        off = list(Place.objects.select_related("session").filter(which, run_id=run_id, state__in=IN_PLAY))
        for place in off:
            counters.count(place.state, place.session_id, -1)
            first = localdate(place.session.starts_at) if place.session else counters.run.starts_on
            Place.objects.filter(pk=place.pk).update(
                state=PlaceState.CALLED_OFF, turn=0, answer_by=None,
                closes_on=min(place.closes_on, rules.closes_on(first)))
        counters.promote()
        counters.save()


def _tell(kind: str, places: Iterable[Place], *, on: date, subject: object = "") -> None:
    """A letter to each who left a contact for changes. Asked as the provider, who may read that and no address."""
    told = Particulars.objects.filter(place_id__in=[place.pk for place in places])
    outbox.post_all([(kind, one.place_id, str(subject))
                     for one in told.only("place_id", "month", "contact_for")
                     if Purpose.CHANGE in opened(one, "contact_for").split(",")], due_on=on)

