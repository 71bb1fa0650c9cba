"""Stamps: when somebody came, as a keepsake of their own. Seen under the card alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from verzahnt.programme.bookings import actions as bookings
from verzahnt.programme.bookings import queries
from verzahnt.programme.bookings.models import Stamp
from verzahnt.programme.bookings.queries import Held
from verzahnt.programme.cards import rules
from verzahnt.programme.offers.models import Offer


def keep_stamps(place: UUID, root: bytes, *, keep: bool = True) -> None:
    """Keep what this place's stamps tell after its list has closed, or don't."""
    keys, own = rules.keys_of(root), rules.stamp_keys(root)
    with queries.holding((*keys, *own)):
        bookings.keep_stamps(place, keys=keys, stamp_keys=own, keep=keep)


def kept_stamps(root: bytes) -> Sequence[Stamp]:
    """What was kept of lists that have closed, newest first."""
    own = rules.stamp_keys(root)
    with queries.holding(own):
        return list(Stamp.objects.filter(key__in=own).order_by("-month", "-dates"))


def certified(held: Collection[Held]) -> set[int]:
    """Which of these offers are certified courses: for them the provider prints a form of its own."""
    asked = {one.run.offer_id for one in held}
    return set(Offer.objects.filter(pk__in=asked).exclude(certificate="").values_list("pk", flat=True))


def last_day(held: Held) -> date:
    """The last day on which what stands under the card about this place can be seen, or asked for."""
    return held.place.closes_on - timedelta(days=1)
