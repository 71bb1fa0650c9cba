"""Questions about dates: sessions of some runs within a time, and since when offers are there to be read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from verzahnt.programme.offers.models import Offer, Session
from verzahnt.programme.offers.queries import PUBLIC


def sessions_between(runs: Collection[int], *, begin: datetime, end: datetime) -> list[Session]:
    """The dates of these runs that end after `begin` and start before `end`, cancelled ones too, in their order."""
    if not runs:
        return []
    return list(Session.objects.filter(run__in=runs, ends_at__gt=begin, starts_at__lt=end)
                .select_related("run__venue", "run__offer").order_by("starts_at", "id"))


def slug_of_session(session: int) -> str | None:
    """The address of the offer a date belongs to, if everybody may read it."""
    return Offer.objects.filter(PUBLIC, runs__sessions=session).values_list("slug", flat=True).first()


def days_of(offers: Collection[int]) -> dict[int, tuple[date, date]]:
    """For each of these: since when it is public, and when somebody last made sure that it is right."""
    rows = Offer.objects.filter(pk__in=offers).values_list("pk", "published_on", "checked_on")
    return {pk: (published, max(published, checked or published)) for pk, published, checked in rows if published}
