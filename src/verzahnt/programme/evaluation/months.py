"""Questions about what was released by month: what people ask for and do not find, and what units report.

asked_in(areas) · missed_at(sites) · reported_at(sites) · by_topic(rows)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from verzahnt.programme.evaluation.models import ReleasedMonths
from verzahnt.programme.ledgers.tally import Kind

HOW_WE_COUNT_ASKS = (
    "Eine Nachfrage ist ein Druck auf den Knopf „Das fehlt mir hier“. Gezählt werden Nachfragen, keine Menschen: Wer "
    "zwei Themen vermisst, fragt zweimal, und wer nicht fragt, zählt nicht. Ein Anschluss zählt je Thema höchstens "
    "einmal am Tag."
)
HOW_WE_COUNT_WEEKS = (
    "Einheiten mit wenigstens fünf Fachkräften tragen einmal in der Woche ein, wie viele Gespräche sie geführt und wie "
    "viele Handzettel sie mitgegeben haben und welche Themen sie vergeblich gesucht haben. Gezeigt wird die Summe des "
    "Standorts, im Monat, in dem der Mittwoch der Woche liegt."
)
HOW_WE_HIDE_ASKS = (
    "Eine Zahl erscheint erst, wenn sie wenigstens fünf ist. Bis dahin zählen die Monate zusammen, längstens zwölf. "
    "Jeder Monat steht in genau einer Zahl: Nichts lässt sich zurückrechnen. Fehlt ein Thema, wurde es gar nicht "
    "oder weniger als fünfmal genannt."
)


@dataclass(frozen=True)
class Reported:
    """A site's weeks over some months: the sum, and how many weekly reports stand behind it."""

    kind: Kind
    first_month: date
    end: date
    value: int
    reports: int


def asked_in(areas: Collection[str], *, since: date) -> QuerySet[ReleasedMonths]:
    """What was asked for in these Kreise or Bezirke and told for months that end after this day, the latest first."""
    return ReleasedMonths.objects.filter(kind=Kind.WISHES, kreis__in=areas, end__gt=since)


def missed_at(sites: Collection[int], *, since: date) -> QuerySet[ReleasedMonths]:
    """What counsellors of these sites looked for in vain."""
    return ReleasedMonths.objects.filter(kind=Kind.MISSED, site__in=sites, end__gt=since)


def reported_at(site: int, *, since: date) -> list[Reported]:
    """A site's conversations and hand-outs, the latest months first."""
    rows = ReleasedMonths.objects.filter(kind__in=[Kind.CONVERSATIONS, Kind.HANDOUTS], site=site, end__gt=since)
    return [Reported(Kind(row.kind), row.first_month, row.end, row.value, row.reports)
            for row in rows.order_by("-end", "kind")]


def by_topic(rows: Iterable[ReleasedMonths]) -> list[tuple[str, int]]:
    """The sum of what was told for each topic, the largest first. All parts are shown, so the sum tells no more."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.topic] += row.value
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))
