"""The cockpit of a site: five panels, each one picture and one next step; and its released figures in full."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from verzahnt.desks.coordination.cockpit import Cockpit
from verzahnt.desks.coordination.own import own_site
from verzahnt.desks.parts.doors import needs
from verzahnt.desks.parts.request import Request
from verzahnt.programme.evaluation import queries as evaluation
from verzahnt.programme.evaluation.indicators import HOW_WE_COUNT, HOW_WE_HIDE, INDICATORS


@needs("sites.see")
def site(request: Request, slug: str) -> HttpResponse:
    cockpit = Cockpit(own_site(request, slug), request.actor, timezone.now())
    return render(request, "coordination/site.html", {"site": cockpit.site, "cockpit": cockpit})


@needs("figures.see")
def figures(request: Request, slug: str) -> HttpResponse:
    """All quarters as sums, and one quarter by topics (`?quartal=2026-07-01`, else the newest)."""
    found = own_site(request, slug)
    quarters = evaluation.figures_of(found)
    wished = request.GET.get("quartal", "")
    chosen = next((one for one in quarters if str(one.release.quarter) == wished), None)
    if wished and chosen is None:
        raise Http404
    chosen = chosen or (quarters[0] if quarters else None)
    return render(request, "coordination/figures.html", {
        "site": found, "quarters": quarters, "chosen": chosen,
        "lines": evaluation.table_of(chosen.release, found) if chosen else [],
        "indicators": INDICATORS, "how_we_count": HOW_WE_COUNT, "how_we_hide": HOW_WE_HIDE,
    })
