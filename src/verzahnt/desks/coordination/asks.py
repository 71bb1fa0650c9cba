"""What people around a site asked for and did not find, and what its units report: sums, as released; never persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from verzahnt.desks.coordination.own import own_site
from verzahnt.desks.parts.areas import areas_of
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.desks.parts.said import said_at_sites
from verzahnt.desks.parts.words import month as month_words
from verzahnt.kit.months import first_of_month, months_before
from verzahnt.programme.evaluation import months
from verzahnt.programme.evaluation.answers import HOW_WE_ASK
from verzahnt.programme.evaluation.models import ReleasedMonths
from verzahnt.programme.ledgers.tally import Kind
from verzahnt.programme.offers import of_sites as offers
from verzahnt.programme.partners.models import Site
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.reference.models import District

SPANS = {"3": "3 Monate", "12": "12 Monate", "24": "24 Monate"}
USUAL_SPAN = "12"


@dataclass(frozen=True)
class Line:
    """One released number: for which months, where, which topic, and how many offers there are for it here today."""

    months: str
    area: str
    topic: str
    value: int
    offers: int


@dataclass(frozen=True)
class Weeks:
    """What a site's units reported over the same months; None where it stands elsewhere or is still below five."""

    months: str
    conversations: int | None
    handouts: int | None
    reports: int


@needs("figures.see")
def asks(request: Request, slug: str) -> HttpResponse:
    site = own_site(request, slug)
    chosen = request.GET.get("monate", USUAL_SPAN)
    span = chosen if chosen in SPANS else USUAL_SPAN
    since = months_before(first_of_month(timezone.localdate()), int(span))
    names = {topic.slug: topic.plain_name for topic in reference.topics()}
    areas = area_names(site)
    running = offers.published_by_topic(site.pk)
    asked = list(months.asked_in(list(areas), since=since))
    missed = list(months.missed_at([site.pk], since=since))
    return render(request, "coordination/asks.html", {
        "site": site, "areas": list(areas.values()), "span": SPANS[span],
        "spans": [(words, f"?monate={key}", key == span) for key, words in SPANS.items()],
        "asked": _bars(asked, names), "asked_lines": _lines(asked, names, areas, running),
        "missed": _bars(missed, names), "missed_lines": _lines(missed, names, areas, running),
        "weeks": _weeks(site, since), "how_we_count_asks": months.HOW_WE_COUNT_ASKS,
        "how_we_count_weeks": months.HOW_WE_COUNT_WEEKS, "how_we_hide": months.HOW_WE_HIDE_ASKS,
        "answers": said_at_sites([site.pk]), "how_we_ask": HOW_WE_ASK,
    })


def area_names(site: Site) -> dict[str, str]:
    """The areas whose asks belong to a site: its Kreise; in Berlin its Bezirke, and where none was named."""
    found: dict[str, str] = {}
    for area in areas_of(site):
        found[area.key] = str(area)
        if isinstance(area, District):
            found[area.kreis_id] = "Berlin, ohne Bezirk"
    return found


def _bars(rows: list[ReleasedMonths], names: dict[str, str]) -> list[tuple[str, int]]:
    return [(names.get(topic, topic), number) for topic, number in months.by_topic(rows)]


def _lines(rows: list[ReleasedMonths], names: dict[str, str], areas: dict[str, str],
           running: dict[str, int]) -> list[Line]:
    return [Line(_told(row.first_month, row.end), areas.get(row.kreis, ""), names.get(row.topic, row.topic), row.value,
                 running.get(row.topic, 0)) for row in rows]


def _weeks(site: Site, since: date) -> list[Weeks]:
    by_months: dict[tuple[date, date], dict[Kind, months.Reported]] = {}
    for one in months.reported_at(site.pk, since=since):
        by_months.setdefault((one.first_month, one.end), {})[one.kind] = one
    return [
        Weeks(_told(*key), talks.value if (talks := found.get(Kind.CONVERSATIONS)) else None,
              papers.value if (papers := found.get(Kind.HANDOUTS)) else None,
              max(one.reports for one in found.values()))
        for key, found in by_months.items()
    ]


def _told(first: date, end: date) -> str:
    """November 2026; Juli bis September 2026 is said with both years, to be sure."""
    last = months_before(end, 1)
    return month_words(first) if first == last else f"{month_words(first)} bis {month_words(last)}"
