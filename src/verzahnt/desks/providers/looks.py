"""Who looked at a list, from the journal: one line per person, or link of a leader, and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from verzahnt.kit.berlin import BERLIN
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.offers.models import Run
from verzahnt.programme.people.colleagues import names_of_colleagues

MOST_LINES = 14


@dataclass(frozen=True)
class Looks:
    """How often somebody looked on a day, and when last."""

    who: str
    last_at: datetime
    number: int


def looks_at(run: Run, actor: Actor) -> list[Looks]:
    """The latest looks at a run's list, as the run's organisation may read them; the database counts them."""
    entries = JournalEntry.objects.filter(
        object_kind="run", object_id=str(run.pk), deed="open_list", organisation__in=actor.organisations
    ).order_by()
    by_day = entries.values("account", "link", day=TruncDate("at", tzinfo=BERLIN)).annotate(
        last_at=Max("at"), number=Count("pk"))
    found = list(by_day.order_by("-last_at")[:MOST_LINES])
    names = names_of_colleagues(actor) if {one["account"] for one in found} - {actor.account, None} else {}
    return [Looks(_name(one["account"], one["link"], actor, names), one["last_at"], one["number"]) for one in found]


def _name(account: int | None, link: str, actor: Actor, names: dict[int, str]) -> str:
    if link:
        return f"Kursleitung ohne Konto ({link})"
    if account == actor.account:
        return "Sie"
    return names.get(account or 0, "") or "jemand aus Ihrer Organisation"
