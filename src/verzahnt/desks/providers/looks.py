"""Who looked at a list, from the journal: one line per person, or link of a leader, and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.models import JournalEntry
from verzahnt.programme.offers.models import Run
from verzahnt.programme.people.colleagues import names_of_colleagues

MOST_ENTRIES = 500
MOST_LINES = 14


@dataclass
class Looks:
    """How often somebody looked on a day, and when last."""

    who: str
    last_at: datetime
    number: int = 1


def looks_at(run: Run, actor: Actor) -> list[Looks]:
    """The latest looks at a run's list, as the run's organisation may read them."""
    entries = JournalEntry.objects.filter(
        object_kind="run", object_id=str(run.pk), deed="open_list", organisation__in=actor.organisations
    ).order_by("-at")[:MOST_ENTRIES]
    names = names_of_colleagues(actor)
    found: dict[tuple[int | None, str, date], Looks] = {}
    for entry in entries:
        key = (entry.account, entry.link, timezone.localdate(entry.at))
        if key in found:
            found[key].number += 1
        else:
            found[key] = Looks(_name(entry, actor, names), entry.at)
    return list(found.values())[:MOST_LINES]


def _name(entry: JournalEntry, actor: Actor, names: dict[int, str]) -> str:
    if entry.link:
        return f"Kursleitung ohne Konto ({entry.link})"
    if entry.account == actor.account:
        return "Sie"
    return names.get(entry.account or 0, "") or "jemand aus Ihrer Organisation"
