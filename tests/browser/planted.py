"""One card with something of everything under it, and a provider in the middle of things: for eyes to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from tests.factories import bookings as of_bookings
from tests.factories import people
from tests.factories.bookings import NOON, TODAY
from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance import actions as attendance
from verzahnt.programme.attendance import actions_links
from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import actions_dates, actions_ending, actions_telephone, queries
from verzahnt.programme.bookings.models import Place, Stamp
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.cards import actions as cards
from verzahnt.programme.cards import rules as of_cards
from verzahnt.programme.cards.rules import Card, Kind
from verzahnt.programme.feedback import actions as feedback
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.ledgers.models import FailedTry
from verzahnt.programme.ledgers.roles import LIMITS, PLANTING, SENDING
from verzahnt.programme.offers.models import Run, Session
from verzahnt.programme.offers.states import OfferKind
from verzahnt.programme.people.models import Account
from verzahnt.programme.people.states import Role

SOMEBODY = Wishes("Stiller Hafen")
A_WEEK = timedelta(weeks=1)


def a_run(**changes: object) -> Run:
    with transaction.atomic(), acting_as(PLANTING):
        return of_bookings.a_run(**changes)  # type: ignore[arg-type]


def dates_of(run: Run) -> list[Session]:
    with transaction.atomic(), acting_as(PLANTING):
        return list(run.sessions.order_by("starts_at"))


def nobody_failed() -> None:
    """Nobody has typed wrong digits yet: answers come at once."""
    with transaction.atomic(), acting_as(LIMITS):
        FailedTry.objects.all().delete()


def book(run: Run, wishes: Wishes = SOMEBODY, *, keys: Sequence[str] = (), on: date = TODAY, may_wait: bool = False,
         session: Session | None = None) -> Place:
    keys = keys or of_bookings.some_keys()
    with transaction.atomic(), as_desk("portal"), queries.holding(keys):
        return bookings.book(run.pk, keys=keys, wishes=wishes, on=on, may_wait=may_wait,
                             session_id=session.pk if session else None)


def a_full_run(*, waiting: int = 0) -> Run:
    run = a_run(seats=1, waiting_places=5)
    for _ in range(1 + waiting):
        book(run, may_wait=True)
    return run


def an_asked_run(keys: Sequence[str], *, asked_on: date = TODAY) -> Run:
    """Whoever holds the keys moved up and is asked whether they come."""
    run, first = a_run(seats=1), of_bookings.some_keys()
    place = book(run, keys=first, on=asked_on)
    book(run, SOMEBODY, keys=keys, on=asked_on, may_wait=True)
    leader = of_bookings.a_leader_of(run)
    with transaction.atomic(), as_desk("providers", leader):
        actions_telephone.set_answer_days(run.pk, 2, actor=leader, at=NOON, on=asked_on)
    with transaction.atomic(), as_desk("portal"), queries.holding(first):
        bookings.withdraw(place.pk, keys=first, on=asked_on)
    return run


def a_changed_run(run: Run) -> Run:
    """Its first date falls out, its second is moved, and everybody was told where to find the room."""
    leader, (first, second) = of_bookings.a_leader_of(run), dates_of(run)[:2]
    hour = timedelta(hours=1)
    with transaction.atomic(), as_desk("providers", leader):
        actions_dates.cancel_session(first.pk, actor=leader, at=timezone.now())
        actions_dates.move_session(second.pk, starts_at=second.starts_at + hour, ends_at=second.ends_at + hour,
                                   actor=leader, at=timezone.now())
        actions_dates.tell_all(run.pk, kind="bring", words="ein Handtuch", actor=leader, at=timezone.now())
    return run


def came(run: Run, place: Place, *sessions: Session) -> None:
    leader = of_bookings.a_leader_of(run)
    for session in sessions:
        with transaction.atomic(), as_desk("providers", leader):
            attendance.mark(session.pk, place.pk, actor=leader, at=session.starts_at)


@dataclass(frozen=True)
class FullCard:
    """A card, and the digits of feedback slips: for the run that is over today, and for one that is not."""

    card: Card
    slip: str
    too_early: str


def a_full_card() -> FullCard:
    """Under it: been there twice, dates that changed, one date of a meeting, waiting, asked, lapsed, called off."""
    card = cards.make(Kind.OWN)
    root = cards.root(card, None)
    keys, months_ago = of_cards.keys_of(root), TODAY - timedelta(days=130)
    over = a_run(starts_on=TODAY - 2 * A_WEEK, offer={"title": "Aufatmen am Fluss", "certificate": "ZPP 123"})
    came(over, book(over, Wishes("Blaue Wolke"), keys=keys, on=TODAY - 2 * A_WEEK), *dates_of(over)[:2])
    changed = a_run(dates=5, offer={"title": "Kochen mit dem, was da ist"})
    book(changed, Wishes("Ruhiger See", ("step_free", "companion"), "de", "email:see@example.org"), keys=keys)
    a_changed_run(changed)
    meeting = a_run(offer={"kind": OfferKind.OPEN_MEETING, "title": "Kaffee und Karten"})
    book(meeting, Wishes("Kleiner Berg", call_me="03601 5550142"), keys=keys, session=dates_of(meeting)[1])
    book(a_full_run(waiting=1), Wishes("Grüner Garten"), keys=keys, may_wait=True)
    an_asked_run(keys, asked_on=TODAY - A_WEEK)
    actions_ending.lapse_due(TODAY)
    an_asked_run(keys)
    off = a_run(offer={"title": "Treppen steigen"})
    book(off, keys=keys)
    leader = of_bookings.a_leader_of(off)
    with transaction.atomic(), as_desk("providers", leader):
        actions_dates.cancel_run(off.pk, actor=leader, at=timezone.now())
    with transaction.atomic(), acting_as(PLANTING):
        Stamp.objects.create(key=of_cards.stamp_keys(root)[0], month=months_ago.replace(day=1), dates=7,
                             until_on=TODAY + timedelta(days=365))
    with transaction.atomic():
        return FullCard(card, feedback.slips(over, 1)[0].grouped, feedback.slips(changed, 1)[0].grouped)


@dataclass(frozen=True)
class Desk:
    """A provider's person, and a run on whose list is something of everything."""

    account: Account
    run: Run
    over: Run
    caller: Place
    link: str


def a_desk() -> Desk:
    with transaction.atomic(), acting_as(PLANTING):
        club = people.an_organisation()
        account = people.an_account(f"verein-{club.pk}@example.org", name="Kim Beispiel")
        people.a_membership(account, club, Role.PROVIDER)
    run = a_run(provider=club, starts_on=TODAY, seats=5, waiting_places=5, offer={"traits": ["schnuppern"]})
    over = a_run(provider=club, starts_on=TODAY - 5 * A_WEEK, offer={"title": "Aufatmen am Fluss"})
    leader = of_bookings.a_leader_of(run)
    with transaction.atomic(), as_desk("providers", leader):
        caller = actions_telephone.book_by_telephone(run.pk, wishes=Wishes("Ahorn", ("sign_language",),
                                                     call_me="0361 5550144"), actor=leader, at=NOON, on=TODAY)
    book(run, Wishes("Blaue Wolke", ("step_free", "companion", "childcare"), "ar", "email:wolke@example.org"))
    book(run, Wishes("Großer freundlicher Regenschirm am Fenster"))
    book(run, Wishes("Kleiner Berg", call_me="03601 5550142"))
    first = of_bookings.some_keys()
    gives_back = book(run, Wishes("Linde"), keys=first)
    for alias in ("Grüner Garten", "Ruhiger See"):
        book(run, Wishes(alias), may_wait=True)
    with transaction.atomic(), as_desk("providers", leader):
        actions_telephone.set_answer_days(run.pk, 2, actor=leader, at=NOON, on=TODAY)
    with transaction.atomic(), as_desk("portal"), queries.holding(first):
        bookings.withdraw(gives_back.pk, keys=first, on=TODAY)
    with transaction.atomic(), as_desk("providers", leader):
        attendance.mark(dates_of(run)[0].pk, caller.pk, actor=leader, at=timezone.now())
        actions_dates.cancel_session(dates_of(run)[2].pk, actor=leader, at=timezone.now())
        link = actions_links.make_link(run.pk, actor=leader, at=timezone.now(), email="vertretung@example.org")
    with transaction.atomic(), acting_as(SENDING):
        return Desk(account, run, over, caller, f"/anbieter/kursleitung/{actions_links.link_for(link.pk)}/")
