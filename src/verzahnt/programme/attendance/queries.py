"""The list of a run: under which alias and with which needs people come, and who came when. See `actions.open_list`.

And what somebody's own card shows of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from verzahnt.kit.roles import acting_as
from verzahnt.kit.sealed import KeyGone, NotGenuine
from verzahnt.programme.attendance.models import LeaderLink, Mark
from verzahnt.programme.bookings.queries import wishes_in
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.bookings.sealing import month_keys
from verzahnt.programme.bookings.states import IN_PLAY, PlaceState
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers.models import Offer, Run, Session

SHOWN = ("alias", "needs", "language", "contact_for", "call_me")
"""What a list shows of what people told: never where a letter reaches them."""
PLACES = f"""
    SELECT p.id, ARRAY(SELECT m.session_id FROM attendance_mark m WHERE m.place_id = p.id),
           p.state, p.by_telephone, p.session_id, p.answer_by, t.month, {", ".join(f"t.{one}" for one in SHOWN)}
    FROM bookings_place p JOIN bookings_particulars t ON t.place_id = p.id
    WHERE p.run_id = %s AND p.state <> '{PlaceState.LAPSED}' ORDER BY p.turn
"""
"""Written out: a list is asked for with every tap, and putting such a question together costs more than its answer."""


@dataclass(frozen=True)
class Row:
    """One place on the list. `came` holds the numbers of the sessions its holder came to."""

    place: UUID
    wishes: Wishes
    waits: bool
    by_telephone: bool
    came: frozenset[int]
    session: int | None = None
    """The one date it is for; none where it is for all."""
    answer_by: date | None = None
    """Until when its holder is asked for a yes."""
    is_called_off: bool = False

    def is_for(self, session_id: int) -> bool:
        return self.session in (None, session_id)

    @property
    def to_call(self) -> bool:
        """No letter about changes reaches them, but they left a number."""
        return bool(self.wishes.call_me) and "change" not in self.wishes.contact_for


@dataclass(frozen=True)
class OpenList:
    run: Run
    sessions: tuple[Session, ...]
    rows: tuple[Row, ...]
    waiting: tuple[Row, ...]
    guests: dict[int, int]
    """How many came to a session without a place, by its number."""
    called_off: tuple[Row, ...] = ()
    """Who had a place in what does not take place: some of them are to be called."""

    def on(self, session_id: int) -> tuple[Row, ...]:
        """Who is expected on one date."""
        return tuple(row for row in self.rows if row.is_for(session_id))


def the_list(run: Run) -> OpenList:
    """The list as row security shows it to the desk that asks; sorted by alias, waiting ones by turn."""
    sessions = tuple(Session.objects.filter(run_id=run.pk).select_related("guests").order_by("starts_at"))
    keys = month_keys(for_one_look=True)
    with connection.cursor() as cursor:
        cursor.execute(PLACES, [run.pk])
        rows = [
            Row(place, wishes_in(dict(zip(SHOWN, sealed, strict=True)), place, month, keys),
                state == PlaceState.WAITING, by_telephone, frozenset(came), session, answer_by, state not in IN_PLAY)
            for place, came, state, by_telephone, session, answer_by, month, *sealed in cursor
        ]
    here = sorted((row for row in rows if not row.waits), key=lambda row: row.wishes.alias.casefold())
    return OpenList(run, sessions, tuple(row for row in here if not row.is_called_off),
                    tuple(row for row in rows if row.waits),
                    {session.pk: session.guests.number for session in sessions if hasattr(session, "guests")},
                    tuple(row for row in here if row.is_called_off))


def title_of(run: Run) -> str:
    """What the run is called, for leaders with a link, too: they see no offers."""
    with acting_as(SEATS):
        return Offer.objects.filter(pk=run.offer_id).values_list("title", flat=True).first() or ""


def own_marks(keys: Sequence[str]) -> dict[UUID, frozenset[int]]:
    """Which sessions somebody came to, by place, as their card shows it. Inside `bookings.queries.holding(keys)`."""
    came: dict[UUID, set[int]] = {}
    for place, session in Mark.objects.filter(key__in=keys).values_list("place_id", "session_id"):
        came.setdefault(place, set()).add(session)
    return {place: frozenset(sessions) for place, sessions in came.items()}


def good_links(run_id: int, *, on: date) -> QuerySet[LeaderLink]:
    """A run's links that still open it, oldest first."""
    return LeaderLink.objects.filter(run_id=run_id, revoked_on=None, until__gte=on).select_related(
        "contact_point").order_by("made_on", "name")


def mailbox_bound_to(link: UUID) -> str:
    """A typed mailbox can be read only where it was written: in this link's row."""
    return f"attendance_leaderlink|{link}|mailbox"


def mailbox_of(link: LeaderLink) -> str:
    """Where a link goes; empty when the list's month is gone, or what stands there was changed."""
    if link.contact_point:
        return link.contact_point.email
    try:
        return month_keys().open(bytes(link.mailbox), link.month, bound_to=mailbox_bound_to(link.pk))
    except (KeyGone, NotGenuine):
        return ""
