"""Where one begins: at the own site; for a Land's coordination at the list of all its sites."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from verzahnt.desks.coordination.own import own_sites
from verzahnt.desks.parts.deadlines import Ending, endings_of
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.programme.agreements import queries as agreements
from verzahnt.programme.evaluation import queries as evaluation
from verzahnt.programme.offers import of_sites as offers
from verzahnt.programme.partners.models import Organisation, Site


@dataclass(frozen=True)
class Row:
    """One site in a line."""

    site: Site
    lead: Organisation | None
    endings: list[Ending]
    running: int
    last_release: str


@needs("sites.see")
def home(request: Request) -> HttpResponse:
    """The cockpit of the only own site, else the list."""
    if request.actor.may("land.see"):
        return redirect("coordination:land")
    sites = list(own_sites(request))
    if len(sites) == 1:
        return redirect("coordination:site", slug=sites[0].slug)
    return _list(request, sites, "Ihre Standorte")


@needs("land.see")
def land(request: Request) -> HttpResponse:
    """All sites of the Land."""
    sites = list(own_sites(request))
    return _list(request, sites, f"Standorte: {sites[0].land}" if sites else "Standorte des Landes")


def _list(request: Request, sites: list[Site], title: str) -> HttpResponse:
    rows = _rows(sites, timezone.localdate())
    soon = [(row, ending) for row in rows for ending in row.endings if ending.soon]
    return render(request, "coordination/sites.html", {"title": title, "rows": rows, "soon": soon})


def _rows(sites: list[Site], on: date) -> list[Row]:
    """Every site with its agreement, its lead, what is on and when figures were last released; one question each."""
    numbers = [site.pk for site in sites]
    endings = endings_of(numbers, on=on)
    leads = agreements.leads_on(on)
    running = offers.running_by_site(numbers)
    released = evaluation.last_release_of(numbers)
    return [
        Row(
            site,
            leads.get(site.pk),
            endings.get(site.pk, []),
            running.get(site.pk, 0),
            evaluation.quarter_name(released[site.pk].quarter) if site.pk in released else "noch keine",
        )
        for site in sites
    ]

