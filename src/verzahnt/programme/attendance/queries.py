"""The list of a run: under which alias and with which needs people come, and who came when. See `actions.open_list`."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from verzahnt.kit.roles import acting_as
from verzahnt.programme.attendance.models import Guests, Mark
from verzahnt.programme.bookings.models import Place
from verzahnt.programme.bookings.queries import unsealed
from verzahnt.programme.bookings.rules import Wishes
from verzahnt.programme.bookings.states import PlaceState
from verzahnt.programme.ledgers.roles import SEATS
from verzahnt.programme.offers.models import Run, Session

COLUMNS = ("state", "turn", "given_on", "particulars__month", "particulars__alias", "particulars__needs",
           "particulars__language")


@dataclass(frozen=True)
class Row:
    """One place on the list. `came` holds the numbers of the sessions its holder came to."""

    place: UUID
    wishes: Wishes
    waits: bool
    by_telephone: bool
    came: frozenset[int]


@dataclass(frozen=True)
class OpenList:
    run: Run
    sessions: tuple[Session, ...]
    rows: tuple[Row, ...]
    waiting: tuple[Row, ...]
    guests: dict[int, int]
    """How many came to a session without a place, by its number."""


def the_list(run: Run) -> OpenList:
    """The list as row security shows it to the desk that asks; sorted by alias, waiting ones by turn."""
    sessions = tuple(Session.objects.filter(run_id=run.pk).order_by("starts_at"))
    came: dict[UUID, set[int]] = {}
    for place, session in Mark.objects.filter(session__run_id=run.pk).values_list("place_id", "session_id"):
        came.setdefault(place, set()).add(session)
    with acting_as(SEATS):
        by_telephone = set(Place.objects.filter(run_id=run.pk, key=None).values_list("pk", flat=True))
    places = (Place.objects.filter(run_id=run.pk, particulars__isnull=False).select_related("particulars")
              .only(*COLUMNS).order_by("turn"))
    rows = [
        Row(place.pk, unsealed(place.particulars), place.state == PlaceState.WAITING, place.pk in by_telephone,
            frozenset(came.get(place.pk, ())))
        for place in places
    ]
    taken = sorted((row for row in rows if not row.waits), key=lambda row: row.wishes.alias.casefold())
    return OpenList(run, sessions, tuple(taken), tuple(row for row in rows if row.waits),
                    dict(Guests.objects.filter(session__run_id=run.pk).values_list("session_id", "number")))
